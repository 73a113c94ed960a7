// SPDX-License-Identifier: GPL-2.0-only
// What `sct run --json` has written, read again.

import { readFileSync } from 'node:fs';
import { UsageError } from '../base/exit.ts';
import { nameOf } from '../base/plan.ts';
import type { CaseResult, Cause, CellResult, RunReport } from '../base/verdict.ts';
import { causesOf } from '../verdict/causes/causes.ts';
import type { Document } from './documents.ts';

type Run = Document<'run'>;

/**
 * The report in a file.
 * @throws UsageError if it is none
 */
export async function readRun(file: string): Promise<RunReport> {
  const { DOCUMENTS } = await import('./documents.ts');
  const read = DOCUMENTS.run.safeParse(parsed(file));
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new UsageError(
      `${file} is no report of \`sct run --json\`: ${issue?.path.join('.') || 'the document'}: ${issue?.message}`,
    );
  }
  const { verdict, notes, provenance, images, shard, causes } = read.data;
  const cells = read.data.cells.map(cellOf);
  return {
    verdict,
    cells,
    notes,
    causes: withEvidenceOf(causesOf(cells), causes),
    ...(provenance && { provenance }),
    ...(images && { images }),
    ...(shard && { shard }),
  };
}

/** Causes with what a report that had the same ones could look up. */
export function withEvidenceOf(
  causes: readonly Cause[],
  told: readonly Pick<Run['causes'][number], 'says' | 'lead' | 'evidence'>[],
): Cause[] {
  return causes.map((cause) => {
    const same = told.find(({ lead, says }) => says === cause.says && nameOf(lead) === nameOf(cause.lead));
    const { why, source, code } = same?.evidence ?? cause.evidence ?? {};
    if (!why && !source && !code) return cause;
    return { ...cause, evidence: { ...(why && { why }), ...(source && { source }), ...(code && { code }) } };
  });
}

function cellOf({ selector, seed, seconds, results, ...cell }: Run['cells'][number]): CellResult {
  return {
    ...cell,
    ...(selector && { selector }),
    ...(seed !== undefined && { seed }),
    ...(seconds !== undefined && { seconds }),
    results: results.map(resultOf),
  };
}

function resultOf({
  details = [],
  cut,
  took,
  ...result
}: Run['cells'][number]['results'][number]): CaseResult {
  return { ...result, details, ...(cut && { cut }), ...(took !== undefined && { took }) };
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file} is no report of \`sct run --json\`: ${(error as Error).message}`);
  }
}
