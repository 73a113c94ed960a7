// SPDX-License-Identifier: GPL-2.0-only
// What `sct run --json` has written, read again.

import { readFileSync } from 'node:fs';
import { UsageError } from '../base/exit.ts';
import type { CaseResult, CellResult, Provenance } from '../base/verdict.ts';
import type { Document } from '../report/documents.ts';

/** The cells of one subject of a report, and what made it. */
export interface OneOfReport {
  cells: CellResult[];
  provenance: Provenance | undefined;
}

/**
 * The subject of this name in a report; the only one that was judged, if none is named.
 * @throws UsageError if it is no report of a run, or which subject is meant is not clear
 */
export async function readReport(file: string, subject: string | undefined): Promise<OneOfReport> {
  const { DOCUMENTS } = await import('../report/documents.ts');
  const read = DOCUMENTS.run.safeParse(parsed(file));
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new UsageError(
      `${file} is no report of \`sct run --json\`: ${issue?.path.join('.') || 'the document'}: ${issue?.message}`,
    );
  }
  const { cells, provenance } = read.data;
  const judged = provenance?.subjects.map(({ name }) => name) ?? [
    ...new Set(cells.map((cell) => cell.subject)),
  ];
  const [only, more] = subject === undefined ? judged : judged.filter((name) => name === subject);
  if (only === undefined)
    throw new UsageError(`${file} has no subject ${subject}; it has ${judged.join(', ')}`);
  if (more !== undefined)
    throw new UsageError(`${file} is of ${judged.join(', ')}: say which, ${file}#${only}`);
  return {
    cells: cells
      .filter((cell) => cell.subject === only)
      .map(
        ({ seed, seconds, results, ...cell }): CellResult => ({
          ...cell,
          ...(seed !== undefined && { seed }),
          ...(seconds !== undefined && { seconds }),
          results: results.map(resultOf),
        }),
      ),
    provenance,
  };
}

type Read = Document<'run'>['cells'][number]['results'][number];

function resultOf({ details = [], cut, took, ...result }: Read): CaseResult {
  return { ...result, details, ...(cut && { cut }), ...(took !== undefined && { took }) };
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file} is no report of \`sct run --json\`: ${(error as Error).message}`);
  }
}
