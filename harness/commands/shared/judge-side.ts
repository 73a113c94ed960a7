// SPDX-License-Identifier: GPL-2.0-only
// What is held against something else, judged: for `sct compare`, and for `sct run --against`.

import { tallied } from '../../base/tally.ts';
import { VERDICTS, verdictsOf } from '../../base/verdict.ts';
import type { Difference, Judged } from '../../compare/comparison.ts';
import { readSide } from '../../compare/read-side.ts';
import type { Side } from '../../compare/side.ts';
import { differencesOf } from '../../compare/texts.ts';
import { createBuilder } from '../../compile/build.ts';
import { type RunOptions, run } from '../../run/run.ts';
import { loadOutside } from '../../subject/load-outside.ts';
import { STDIN } from '../../subject/patch/inputs.ts';
import type { Subject } from '../../subject/subject.ts';
import { inWords } from '../../verdict/outcome.ts';
import { allOfStdin } from './outside-options.ts';
import type { Teller } from './progress.ts';

/** What both sides of a comparison have in common: where and how they are judged. */
export type How = Omit<RunOptions, 'outside' | 'subjects' | 'alone' | 'onProgress'> & { signal: AbortSignal };

/** With what `-` stands for; it can be read once. */
export function withStdin(side: Side): Side {
  if (side.kind !== 'outside' || !side.outside.patches?.includes(STDIN)) return side;
  return { ...side, outside: { ...side.outside, stdin: allOfStdin(STDIN) } };
}

/** Runs a side, or reads what was reported of it. @throws what `run` throws, UsageError for a report that is none */
export async function judgeSide(side: Side, how: How, tell: Teller): Promise<Judged> {
  const { name } = side;
  if (side.kind === 'report') return readSide(side.file, side.subject);
  const { report, folder } = await run({
    ...how,
    outside: side.kind === 'outside' ? side.outside : undefined,
    subjects: side.kind === 'builtin' ? [side.subject] : [],
    alone: true,
    onProgress: (progress) => {
      if (progress.kind === 'building') tell.progress(`${name}: building`);
      if (progress.kind !== 'cell') return;
      const { cell, done, total } = progress;
      tell.progress(
        `${name}: [${done}/${total}] ${cell.machine}: ${inWords(cell.verdict)} (${tallied(VERDICTS, verdictsOf(cell.results))})`,
      );
    },
  });
  how.signal.throwIfAborted();
  if (folder !== null) tell.say(`${name}: kept ${folder}`);
  for (const note of report.notes) tell.say(`${name}: ${note}`);
  // Patches say themselves what they are, where their file does not.
  const isPatches = side.kind === 'outside' && (side.outside.patches?.length ?? 0) > 0;
  return { ...report, name: (isPatches && report.provenance?.subjects[0]?.name) || name };
}

/** How the two subjects differ; undefined if one of them is but a report. */
export async function textsOf(
  sides: readonly Side[],
  builtin: readonly Subject[],
  scratch: string,
  signal: AbortSignal,
): Promise<Difference[] | undefined> {
  const subjects: Subject[] = [];
  for (const side of sides) {
    if (side.kind === 'outside') subjects.push((await loadOutside(side.outside, scratch, builtin)).subject);
    const found = builtin.find(({ name }) => side.kind === 'builtin' && name === side.subject);
    if (found) subjects.push(found);
  }
  const [before, after] = subjects;
  if (!before || !after) return undefined;
  return differencesOf([before, after], createBuilder({ signal }), scratch);
}
