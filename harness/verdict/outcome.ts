// SPDX-License-Identifier: GPL-2.0-only
// What follows from several verdicts for a cell, and for a run.

import type { CaseResult, CellResult, Outcome, RunReport, Verdict } from '../base/verdict.ts';
import { isTooBusy } from './busy.ts';

/**
 * Each outranks those before it. `busy`: an error that is nobody's but the host's. It casts no doubt on what else was seen, so a fail, which is certain,
 * outranks it; for everybody else it is an error.
 */
const STANDINGS = ['pass', 'unjudged', 'busy', 'fail', 'error'] as const;
type Standing = (typeof STANDINGS)[number];

/** A cell as far as it matters here. */
type Judged = Pick<CellResult, 'verdict' | 'results'>;

/** What became of a cell. No result at all is an error: silence is never a pass. */
export function outcomeOf(results: readonly CaseResult[]): Outcome {
  return inPublic(standingOfResults(results));
}

/** The outcome that outranks the others; an error when there is none to choose from. */
export function worst(outcomes: readonly Outcome[]): Outcome {
  return inPublic(highest(outcomes));
}

/** What became of several cells together. */
export function outcomeOfCells(cells: readonly Judged[]): Outcome {
  return inPublic(standingOfCells(cells));
}

/** What became of several runs together. */
export function outcomeOfRuns(reports: readonly Pick<RunReport, 'verdict' | 'cells'>[]): Outcome {
  return inPublic(highest(reports.map(standingOfRun)));
}

/** Whether all that is wrong with a cell is that the host was too busy. */
export function isBusy(cell: Judged): boolean {
  return standingOfCell(cell) === 'busy';
}

/** An outcome in a report's words. */
export function inWords(outcome: Outcome | Verdict): string {
  return outcome === 'unjudged' ? 'not judged' : outcome;
}

function standingOfResults(results: readonly CaseResult[]): Standing {
  const errors = results.filter(({ verdict }) => verdict === 'error');
  if (results.length === 0 || !errors.every(isTooBusy)) return 'error';
  if (results.some(({ verdict }) => verdict === 'fail')) return 'fail';
  return errors.length > 0 ? 'busy' : 'pass';
}

function standingOfCell({ verdict, results }: Judged): Standing {
  return verdict === 'error' ? standingOfResults(results) : verdict;
}

function standingOfCells(cells: readonly Judged[]): Standing {
  return highest(cells.map(standingOfCell));
}

/** A run may have erred though its cells have not: where some never began. */
function standingOfRun({ verdict, cells }: Pick<RunReport, 'verdict' | 'cells'>): Standing {
  return verdict === 'error' && standingOfCells(cells) === 'busy' ? 'busy' : verdict;
}

function highest(standings: readonly Standing[]): Standing {
  if (standings.length === 0) return 'error';
  return standings.reduce((a, b) => (STANDINGS.indexOf(b) > STANDINGS.indexOf(a) ? b : a));
}

function inPublic(standing: Standing): Outcome {
  return standing === 'busy' ? 'error' : standing;
}
