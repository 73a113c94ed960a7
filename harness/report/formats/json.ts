// SPDX-License-Identifier: GPL-2.0-only
// The run for programs: the document that docs/json.md describes.

import type { CaseResult, Cause, CellResult, Finding, RunReport } from '../../base/verdict.ts';
import { causesOf } from '../../verdict/causes/causes.ts';
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
    causes: (report.causes ?? causesOf(report.cells)).map(causeOf),
    ...(report.provenance ? { provenance: report.provenance } : {}),
    ...(report.shard ? { shard: report.shard } : {}),
    ...(report.images ? { images: report.images } : {}),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Each result by its place in `cells`; what they say stands there. */
function causeOf({ name, says, verdict, lead, findings, evidence }: Cause): Run['causes'][number] {
  const places = findings.map(placeOf);
  return { name, says, verdict, lead: placeOf(lead), ...(evidence ? { evidence } : {}), cases: places };
}

function placeOf({ subject, machine, suite, case: name }: Finding) {
  return { subject, machine, suite, case: name };
}

function cellOf({
  subject,
  machine,
  selector,
  seed,
  seconds,
  verdict,
  argv,
  folder,
  results,
}: CellResult): Cell {
  return {
    subject,
    machine,
    ...(selector === undefined ? {} : { selector: [...selector] }),
    ...(seed === undefined ? {} : { seed }),
    verdict,
    ...(seconds === undefined ? {} : { seconds }),
    argv,
    folder,
    results: results.map(resultOf),
  };
}

function resultOf(result: CaseResult): Cell['results'][number] {
  const { suite, verdict, reason, details, cut, took } = result;
  const metrics = result.metrics.map(({ name, value, unit }) => ({ name, value, unit }));
  const explained = verdict === 'pass' ? {} : { details };
  return {
    suite,
    case: result.case,
    verdict,
    reason,
    metrics,
    ...explained,
    ...(cut && { cut }),
    ...(took !== undefined && { took }),
  };
}
