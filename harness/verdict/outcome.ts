// SPDX-License-Identifier: GPL-2.0-only
// What follows from several verdicts for a cell, and for a run.

import type { CaseResult, Outcome, Verdict } from '../base/verdict.ts';

/** What became of a cell. No result at all is an error: silence is never a pass. */
export function outcomeOf(results: readonly CaseResult[]): Outcome {
  if (results.length === 0 || results.some(({ verdict }) => verdict === 'error')) return 'error';
  return results.some(({ verdict }) => verdict === 'fail') ? 'fail' : 'pass';
}

/** The outcome that outranks the others; an error when there is none to choose from. */
export function worst(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.length === 0 || outcomes.includes('error')) return 'error';
  if (outcomes.includes('fail')) return 'fail';
  return outcomes.includes('unjudged') ? 'unjudged' : 'pass';
}

/** An outcome in a report's words. */
export function inWords(outcome: Outcome | Verdict): string {
  return outcome === 'unjudged' ? 'not judged' : outcome;
}
