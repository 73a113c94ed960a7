// SPDX-License-Identifier: GPL-2.0-only

import type { CaseResult, Outcome } from '../base/verdict.ts';

/** What sct's exit code says; error outranks fail. */
export const EXIT = {
  pass: 0,
  fail: 1,
  usage: 2,
  toolMissing: 3,
  error: 4,
} as const;

/** What became of a cell. No result at all is an error: silence is never a pass. */
export function outcomeOf(results: readonly CaseResult[]): Outcome {
  if (results.length === 0 || results.some(({ verdict }) => verdict === 'error')) return 'error';
  return results.some(({ verdict }) => verdict === 'fail') ? 'fail' : 'pass';
}

/** The outcome that outranks the others; an error when there is none to choose from. */
export function worst(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.length === 0 || outcomes.includes('error')) return 'error';
  return outcomes.includes('fail') ? 'fail' : 'pass';
}

/** The exit code of a run with this outcome. */
export function exitCode(outcome: Outcome): number {
  return EXIT[outcome];
}
