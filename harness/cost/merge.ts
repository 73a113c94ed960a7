// SPDX-License-Identifier: GPL-2.0-only
// Results of several machines, side by side.

import { readFileSync } from 'node:fs';
import { UsageError } from '../base/exit.ts';
import { DOCUMENTS, type Document } from '../report/documents.ts';
import { worst } from '../verdict/outcome.ts';

/** One document of places, models and images; the worst of their verdicts. */
export function documentOf({
  places,
  models = [],
  images = [],
  notes = [],
}: Pick<Document<'cost'>, 'places'> & Partial<Document<'cost'>>): Document<'cost'> {
  return {
    schemaVersion: 1,
    verdict: worst(places.map(({ verdict }) => verdict)),
    places,
    models,
    ...(images.length > 0 && { images }),
    notes,
  };
}

/**
 * The documents of these files as one: places in their order, models once.
 * @throws UsageError for a file that cannot be read, or is no such document
 */
export function mergeCosts(files: readonly string[]): Document<'cost'> {
  const documents = files.map(readDocument);
  return documentOf({
    places: documents.flatMap(({ places }) => places),
    models: documents.find((one) => one.models.length > 0)?.models ?? [],
    images: documents.flatMap(({ images = [] }) => images),
    notes: [...new Set(documents.flatMap((one) => one.notes))],
  });
}

function readDocument(file: string): Document<'cost'> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`--merge ${file}: ${(error as Error).message}`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new UsageError(`--merge ${file}: it is no JSON; \`sct cost --json ${file}\` writes one`);
  }
  const parsed = DOCUMENTS.cost.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') || 'the top level';
  throw new UsageError(`--merge ${file}: not what \`sct cost --json\` prints: ${where}: ${issue?.message}`);
}
