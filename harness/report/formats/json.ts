// SPDX-License-Identifier: GPL-2.0-only
// The run for programs.

import type { CaseResult, CellResult, RunReport } from '../../base/verdict.ts';

/** Goes up when a reader of the old shape would misread the new one; new keys alone do not count. */
export const SCHEMA_VERSION = 1;

/** The run as one JSON document, keys in the order of the documentation. */
export function format(report: RunReport): string {
  const document = {
    schemaVersion: SCHEMA_VERSION,
    verdict: report.verdict,
    cells: report.cells.map(cellOf),
    notes: report.notes,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function cellOf({ subject, machine, seed, verdict, argv, folder, results }: CellResult) {
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

function resultOf(result: CaseResult) {
  const { suite, verdict, reason, details, cut } = result;
  const metrics = result.metrics.map(({ name, value, unit }) => ({ name, value, unit }));
  const explained = verdict === 'pass' ? {} : { details };
  return { suite, case: result.case, verdict, reason, metrics, ...explained, ...(cut && { cut }) };
}
