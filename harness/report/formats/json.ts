// SPDX-License-Identifier: GPL-2.0-only
// The run for programs: the document that docs/json.md describes.

import type { CaseResult, CellResult, RunReport } from '../../base/verdict.ts';
import type { Document } from '../documents.ts';

type Run = Document<'run'>;
type Cell = Run['cells'][number];

/** The run as one JSON document, keys in the order of the documentation. */
export function format(report: RunReport): string {
  const document: Run = {
    schemaVersion: 1,
    verdict: report.verdict,
    cells: report.cells.map(cellOf),
    notes: report.notes,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function cellOf({ subject, machine, seed, verdict, argv, folder, results }: CellResult): Cell {
  return {
    subject,
    machine,
    ...(seed === undefined ? {} : { seed }),
    verdict,
    argv,
    folder,
    results: results.map(resultOf),
  };
}

function resultOf(result: CaseResult): Cell['results'][number] {
  const { suite, verdict, reason, details, cut } = result;
  const metrics = result.metrics.map(({ name, value, unit }) => ({ name, value, unit }));
  const explained = verdict === 'pass' ? {} : { details };
  return { suite, case: result.case, verdict, reason, metrics, ...explained, ...(cut && { cut }) };
}
