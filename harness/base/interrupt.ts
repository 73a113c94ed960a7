// SPDX-License-Identifier: GPL-2.0-only
// Ctrl-C and its kin, as an AbortSignal.

import { constants } from 'node:os';
import { SctError } from './exit.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
export type InterruptSignal = (typeof SIGNALS)[number];

/** Why a run was stopped. Its exit code is the shell's: 128 + the signal's number. */
export class Interrupted extends SctError {
  override name = 'Interrupted';
  readonly signal: InterruptSignal;
  override readonly exitCode: number;

  constructor(signal: InterruptSignal) {
    super(`stopped by ${signal}`);
    this.signal = signal;
    this.exitCode = 128 + constants.signals[signal];
  }
}

/** From now until it is disposed of signals do not end the process at once. */
export interface Interrupt extends Disposable {
  /** Aborted by the first of the signals; the reason is an `Interrupted`. */
  readonly signal: AbortSignal;
}

/**
 * Turns the first signal into an abort, so that the run can end in order; a second one leaves at once with the exit code of
 * the first (what runs on 'exit' still removes folders, and QEMU dies with its parent).
 * Until it is disposed of, none of these signals kills the process by itself. SIGINT, SIGTERM and SIGHUP unless told.
 */
export function catchInterrupts(names: readonly InterruptSignal[] = SIGNALS): Interrupt {
  const controller = new AbortController();
  const { signal } = controller;
  const catchOne = (name: InterruptSignal) => {
    if (signal.aborted) process.exit((signal.reason as Interrupted).exitCode);
    controller.abort(new Interrupted(name));
  };
  for (const name of names) process.on(name, catchOne);
  return {
    signal,
    [Symbol.dispose]() {
      for (const name of names) process.off(name, catchOne);
    },
  };
}
