// SPDX-License-Identifier: GPL-2.0-only
// What QEMU's exit means. QEMU leaves with 0 after a power-off, after a reset and after a signal alike.

import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import type { BootEnd } from './end.ts';

/**
 * A PSCI power-off is a shutdown that the guest asked for: ShutdownCause 6, `guest-shutdown`, in QEMU 7.2 and 10.0 alike.
 * A reset under -no-reboot ends the run as well, but without a request for a shutdown.
 */
const POWEROFF = /^(?:.*:)?qemu_system_shutdown_request reason=6\s*$/m;
const ENDED = /^(?:.*:)?runstate_set .*\(shutdown\)\s*$/m;

/** How the process ended that was started for a boot. */
export interface Exit {
  /** Undefined if a signal ended it. */
  code: number | undefined;
  signal: string | undefined;
  stderr: string;
  /** The file that QEMU traced its run states to. */
  trace: string;
}

/** How a boot ended that sct did not end. */
export function endOf({ code, signal, stderr, trace }: Exit): BootEnd {
  if (signal !== undefined) return { kind: 'signal', signal, stderr };
  if (code !== 0) return { kind: 'exit', code: code ?? 127, stderr };
  const caught = /terminating on signal (\d+)/.exec(stderr)?.[1];
  if (caught) return { kind: 'signal', signal: signalName(Number(caught)), stderr };
  const states = textOf(trace);
  if (POWEROFF.test(states)) return { kind: 'poweroff' };
  if (ENDED.test(states)) return { kind: 'reset' };
  return { kind: 'exit', code, stderr };
}

/** What a process leaves with (process/main.c): all passed, something failed, the bench itself erred. */
const CODES: readonly (number | undefined)[] = [0, 1, 4];

/** How a process ended that sct did not end: QEMU's user mode leaves as the process does, by a signal too. */
export function endOfProcess({ code, signal, stderr }: Omit<Exit, 'trace'>): BootEnd {
  if (signal !== undefined) return { kind: 'signal', signal, stderr, process: true };
  if (code !== undefined && CODES.includes(code)) return { kind: 'poweroff', code };
  return { kind: 'exit', code: code ?? 127, stderr, process: true };
}

/** How the loader of a module ended (guest/module/host/load.sh). With 0 the module was loaded and is gone, and all that is known of it is in the kernel's log. */
export function endOfLoad({ code, signal, stderr }: Omit<Exit, 'trace'>): BootEnd {
  if (signal !== undefined) return { kind: 'signal', signal, stderr, process: true };
  if (code === 0) return { kind: 'log' };
  return { kind: 'exit', code: code ?? 127, stderr, process: true };
}

function signalName(number: number): string {
  return Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? `signal ${number}`;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
