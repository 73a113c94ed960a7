// SPDX-License-Identifier: GPL-2.0-only
// One subject out of a report.

import { UsageError } from '../base/exit.ts';
import { readRun } from '../report/read-run.ts';
import type { Judged } from './comparison.ts';

/**
 * The subject of this name in a report; the only one that was judged, if none is named.
 * @throws UsageError if it is no report of a run, or which subject is meant is not clear
 */
export async function readSide(file: string, subject: string | undefined): Promise<Omit<Judged, 'name'>> {
  const { cells, provenance } = await readRun(file);
  const judged = provenance?.subjects.map(({ name }) => name) ?? [
    ...new Set(cells.map((cell) => cell.subject)),
  ];
  const [only, more] = subject === undefined ? judged : judged.filter((name) => name === subject);
  if (only === undefined)
    throw new UsageError(`${file} has no subject ${subject}; it has ${judged.join(', ')}`);
  if (more !== undefined)
    throw new UsageError(`${file} is of ${judged.join(', ')}: say which, ${file}#${only}`);
  return { cells: cells.filter((cell) => cell.subject === only), provenance };
}
