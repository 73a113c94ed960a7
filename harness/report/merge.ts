// SPDX-License-Identifier: GPL-2.0-only
// The reports of parts of a run, as one of the whole.

import { UsageError } from '../base/exit.ts';
import type { CellResult, ImageOf, Provenance, RunReport } from '../base/verdict.ts';
import { HOSTS, MACHINES } from '../machine/machines.ts';
import { causesOf } from '../verdict/causes/causes.ts';
import { worst } from '../verdict/outcome.ts';
import { withEvidenceOf } from './read-run.ts';

/** A report, and what the user calls it. */
export interface Part {
  file: string;
  report: RunReport;
}

const ORDER: readonly string[] = [...HOSTS, ...MACHINES].map(({ name }) => name);

/**
 * One report of several: its cells in the order of an undivided run.
 * @throws UsageError if a shard is missing or there twice, a cell is, or they are of different subjects
 */
export function merged(parts: readonly Part[]): RunReport {
  assertWhole(parts);
  assertSameSubjects(parts);
  const told = new Map<string, string>();
  for (const { file, report } of parts)
    for (const { subject, machine } of report.cells) {
      const before = told.get(`${subject}@${machine}`);
      if (before !== undefined)
        throw new UsageError(`${subject}@${machine} is in ${before} and in ${file}: merge parts of one run`);
      told.set(`${subject}@${machine}`, file);
    }
  const cells = inOrder(parts.flatMap(({ report }) => report.cells));
  const known = parts.flatMap(({ report }) => report.causes ?? []);
  const provenance = together(parts.flatMap(({ report }) => report.provenance ?? []));
  const images = oncePerImage(parts.flatMap(({ report }) => report.images ?? []));
  return {
    verdict: worst(parts.map(({ report }) => report.verdict)),
    cells,
    notes: [...new Set(parts.flatMap(({ report }) => report.notes))],
    causes: withEvidenceOf(
      causesOf(cells),
      known.map(({ says, lead, evidence }) => ({ says, lead, ...(evidence && { evidence }) })),
    ),
    ...(provenance && { provenance }),
    ...(images.length > 0 && { images }),
  };
}

/** Either none is a shard, or all are and each is there once. */
function assertWhole(parts: readonly Part[]): void {
  const shards = parts.flatMap(({ file, report: { shard } }) => (shard ? [{ file, ...shard }] : []));
  const [first] = shards;
  if (!first) return;
  const other = parts.find(({ report: { shard } }) => shard?.of !== first.of);
  if (other)
    throw new UsageError(
      `${first.file} is shard ${first.index}/${first.of}, and ${other.file} is of another division`,
    );
  const indices = Array.from({ length: first.of }, (_, at) => at + 1);
  const missing = indices.filter((index) => !shards.some((shard) => shard.index === index));
  if (missing.length > 0)
    throw new UsageError(
      `shard ${missing.map((index) => `${index}/${first.of}`).join(', ')} is missing: what it has to say is not known`,
    );
}

function assertSameSubjects(parts: readonly Part[]): void {
  const seen = new Map<string, { hashes: string; file: string }>();
  for (const { file, report } of parts)
    for (const { name, files } of report.provenance?.subjects ?? []) {
      const hashes = files.map(({ path, sha256 }) => `${path} ${sha256}`).join('\n');
      const before = seen.get(name);
      if (before && before.hashes !== hashes)
        throw new UsageError(`${name} is not the same in ${before.file} and in ${file}: their files differ`);
      seen.set(name, { hashes, file });
    }
}

/** Subject by subject as they first appear, then as the table of machines has them. */
function inOrder(cells: readonly CellResult[]): CellResult[] {
  const subjects = [...new Set(cells.map(({ subject }) => subject))];
  const place = ({ subject, machine }: CellResult) =>
    subjects.indexOf(subject) * ORDER.length + ORDER.indexOf(machine);
  return [...cells].sort((a, b) => place(a) - place(b));
}

/** An image that several parts have judged is one, with the machines of all of them. */
function oncePerImage(images: readonly ImageOf[]): ImageOf[] {
  const known = new Map<string, ImageOf>();
  for (const { subject, machines, layout } of images) {
    const key = JSON.stringify([subject, layout]);
    const all = [...(known.get(key)?.machines ?? []), ...machines];
    known.set(key, { subject, machines: [...new Set(all)], layout });
  }
  return [...known.values()];
}

function together(all: readonly Provenance[]): Provenance | undefined {
  const [first] = all;
  if (!first) return undefined;
  const unique = <T>(items: readonly T[]) =>
    [...new Set(items.map((item) => JSON.stringify(item)))].map((text) => JSON.parse(text) as T);
  return {
    tools: unique(all.flatMap(({ tools }) => tools)),
    subjects: unique(all.flatMap(({ subjects }) => subjects)),
  };
}
