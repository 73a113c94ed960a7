// SPDX-License-Identifier: GPL-2.0-only
// Exit codes, and the errors that are meant for people: each knows its own code.

import type { Outcome } from './verdict.ts';

/**
 * What sct's exit code says; error outranks fail, and a fail, which is certain, outranks what was not judged and what a busy host kept from being known. A signal's is the shell's, 128 and
 * its number.
 */
export const EXIT = {
  pass: 0,
  fail: 1,
  usage: 2,
  /** The subject uses what the guest lacks: as with any other use that sct cannot serve. */
  unjudged: 2,
  toolMissing: 3,
  error: 4,
} as const;

/** The exit code of a run with this outcome. */
export function exitCode(outcome: Outcome): number {
  return EXIT[outcome];
}

/**
 * An error whose message is for people: what happened, where, and what to do next. Any other error is a defect of sct's. The bench's own
 * fault, unless a kind of it says otherwise.
 */
export class SctError extends Error {
  override name = 'SctError';
  /** Exit code of a run that ends with this. */
  readonly exitCode: number = EXIT.error;
}

/** What the user asked for cannot be done as asked. The message says what, and what there is instead. */
export class UsageError extends SctError {
  override name = 'UsageError';
  override readonly exitCode = EXIT.usage;
}
