// SPDX-License-Identifier: GPL-2.0-only
// `sct run --against`: what was just judged, held against what is named, by the rules of `sct compare`.

import { UsageError } from '../../base/exit.ts';
import type { RunReport } from '../../base/verdict.ts';
import { type Comparison, compare, summaryOf } from '../../compare/comparison.ts';
import { asMarkdown } from '../../compare/markdown.ts';
import { readSide, subjectsOf } from '../../compare/read-side.ts';
import { type Side, sideOf } from '../../compare/side.ts';
import { asText, lastLine } from '../../compare/text.ts';
import { createRunFolder } from '../../store/run-folder.ts';
import { writeWhole } from '../../store/whole-file.mjs';
import { loadAllBuiltin } from '../../subject/load.ts';
import { loadOutside } from '../../subject/load-outside.ts';
import type { Outside } from '../../subject/outside.ts';
import { type How, judgeSide, textsOf, withStdin } from './judge-side.ts';
import { say, type Teller } from './progress.ts';
import { FOR_PEOPLE, type Report } from './reports.ts';

/** What a run is held against, and what the run judges. */
export interface Against {
  before: Side;
  after: { kind: 'outside'; outside: Outside } | { kind: 'builtin'; subject: string };
}

/**
 * What the word of `--against` stands for, looked at before anything boots: whoever mistypes it need not wait for the run.
 * @throws UsageError, SubjectInvalid, PatchUnreadable if nothing can be judged there, or if not exactly one subject is held against it
 */
export async function againstFrom(
  word: string,
  { outside, subjects }: { outside?: Outside | undefined; subjects: readonly string[] },
): Promise<Against> {
  const builtin = await loadAllBuiltin();
  const names = builtin.map(({ name }) => name);
  const after = afterOf(outside, subjects, names);
  if (after === undefined)
    throw new UsageError(
      `--against ${word}: it is one subject that is held against it; name that by --tree, --patch or --subject (${names.join(', ')})`,
    );
  const before = withStdin(sideOf(word, outside?.tree, names));
  await using scratch = await createRunFolder();
  if (before.kind === 'outside') await loadOutside(before.outside, scratch.path, builtin);
  if (before.kind === 'report') await readSide(before.file, before.subject);
  return { before, after };
}

function afterOf(
  outside: Outside | undefined,
  [subject, ...more]: readonly string[],
  builtin: readonly string[],
): Against['after'] | undefined {
  if (outside && subject === undefined) return { kind: 'outside', outside };
  if (outside || subject === undefined || more.length > 0 || !builtin.includes(subject)) return undefined;
  return { kind: 'builtin', subject };
}

/** Judges what is named, on the same machines, and holds the report of the run against it. */
export async function heldAgainst(
  { before, after }: Against,
  report: RunReport,
  how: How,
  tell: Teller,
): Promise<Comparison> {
  const [name = ''] = subjectsOf(report);
  const cells = report.cells.filter(({ subject }) => subject === name);
  // Both images are put to the same place.
  const seed = how.seed ?? cells.find((cell) => cell.seed !== undefined)?.seed;
  const called = before.name === name ? { ...before, name: `${name} before` } : before;
  const judged = await judgeSide(called, { ...how, seed }, tell);
  await using scratch = await createRunFolder();
  const sides = [called, { name, ...after }];
  const texts = await textsOf(sides, await loadAllBuiltin(), scratch.path, how.signal);
  // A report is called after its subject, or, if that is this one's name, too, after its file.
  const held = judged.name === name ? { ...judged, name: called.name } : judged;
  return compare(held, { name, cells, provenance: report.provenance }, texts);
}

/** Writes the block for a reply, if it is wanted; and for people the whole comparison, or the line that sums it up. */
export async function writeComparison(
  comparison: Comparison,
  wanted: readonly Report[],
  { quiet }: { quiet: boolean },
): Promise<void> {
  const block = wanted.find(({ format }) => format === 'markdown');
  if (block?.file !== undefined) writeWhole(block.file, asMarkdown(comparison));
  else if (block) process.stdout.write(asMarkdown(comparison));
  const onStdout = wanted.find(({ file }) => file === undefined);
  if (onStdout && !FOR_PEOPLE.includes(onStdout.format)) {
    // What a program reads there stays what it is.
    if (!block || block !== onStdout) say(summaryOf(comparison));
  } else process.stdout.write(quiet ? `${lastLine(comparison)}\n` : `\n${await asText(comparison)}`);
}
