// SPDX-License-Identifier: GPL-2.0-only
// What a busy host kept from being judged is tried once more, when the other cells are done and nothing of sct's runs beside it.

import { CONSOLE_CASE, CONTROL_SUITE, nameOf } from '../base/plan.ts';
import type { CaseResult, CellResult } from '../base/verdict.ts';
import { isTooBusy } from '../verdict/busy.ts';
import { outcomeOf } from '../verdict/outcome.ts';
import { bootCell } from './cell.ts';

/** How much more time each case gets then. */
export const MORE_TIME = 3;

/** Boots a cell, and once more with more time what this host was too busy to tell of it. @throws as `bootCell` does */
export async function bootCellSurely(
  ...[prepared, machine, options]: Parameters<typeof bootCell>
): Promise<CellResult> {
  const cell = await bootCell(prepared, machine, options);
  const suites = busyCases(cell);
  if (suites.length === 0 || options.signal?.aborted) return cell;
  const { name = `${cell.subject}@${cell.machine}`, timeoutScale = 1 } = options;
  const more = { ...options, suites, name: `${name}+`, timeoutScale: timeoutScale * MORE_TIME };
  return withFound(cell, await bootCell(prepared, machine, more));
}

/** The cases of a cell of which this host was too busy to tell. */
export function busyCases({ results }: Pick<CellResult, 'results'>): string[] {
  return results.filter(isTooBusy).map(nameOf);
}

/** The cell with what another boot has found out: in place of what was not known, and whatever went wrong with controls and console. */
export function withFound(cell: CellResult, again: CellResult): CellResult {
  const found = new Map(again.results.map((result) => [nameOf(result), result]));
  const results = cell.results.map((result): CaseResult => {
    const now = found.get(nameOf(result));
    if (now === undefined) return result;
    if (isTooBusy(result)) return now;
    const isOfTheBoot = result.suite === CONTROL_SUITE || nameOf(result) === nameOf(CONSOLE_CASE);
    return isOfTheBoot && result.verdict === 'pass' ? now : result;
  });
  return { ...cell, results, verdict: outcomeOf(results) };
}
