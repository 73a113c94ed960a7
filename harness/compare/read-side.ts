// SPDX-License-Identifier: GPL-2.0-only
// One subject out of a report.

import { UsageError } from '../base/exit.ts';
import type { RunReport } from '../base/verdict.ts';
import { readRun } from '../report/read-run.ts';
import type { Judged } from './comparison.ts';

/**
 * The subject of this name in a report; the only one that was judged, if none is named.
 * @throws UsageError if it is no report of a run, or which subject is meant is not clear
 */
export async function readSide(file: string, subject: string | undefined): Promise<Judged> {
  const report = await readRun(file);
  const { cells, provenance } = report;
  const judged = subjectsOf(report);
  const [only, more] = subject === undefined ? judged : judged.filter((name) => name === subject);
  if (only === undefined)
    throw new UsageError(`${file} has no subject ${subject}; it has ${judged.join(', ')}`);
  if (more !== undefined)
    throw new UsageError(`${file} is of ${judged.join(', ')}: say which, ${file}#${only}`);
  return { name: only, cells: cells.filter((cell) => cell.subject === only), provenance };
}

/** The subjects that a run judged; those of which it counted but the costs are none. */
export function subjectsOf({ cells, provenance }: Pick<RunReport, 'cells' | 'provenance'>): string[] {
  return provenance?.subjects.map(({ name }) => name) ?? [...new Set(cells.map((cell) => cell.subject))];
}
