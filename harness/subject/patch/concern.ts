// SPDX-License-Identifier: GPL-2.0-only
// A single patch of a series, as a hook hands it over: whether it is about static calls at all, and what there is to judge then.

import { execFileSync } from 'node:child_process';
import { SctError } from '../../base/exit.ts';
import { findTool } from '../../tool/tools.ts';
import { FROM_TREE, type Outside } from '../outside.ts';
import { maySource, TRANSFORM } from '../own-files.ts';
import { SUBJECT_FILES } from '../subject.ts';
import { STDIN } from './inputs.ts';
import { mailTexts } from './mail.ts';
import { readPatches } from './read.ts';
import { type FilePatch, pathOf } from './series.ts';
import { NoPatch } from './unreadable.ts';

const OWN: readonly string[] = Object.values(SUBJECT_FILES);
/** So far back a series is looked for in the history of what is checked out; a longer one nobody sends. */
const MOST_COMMITS = 256;

/** What a patch is about. `candidates`: what may be judged, the best first; what cannot be loaded makes way for the next. */
export type Concern = { about: 'nothing' } | { about: 'helpers' | 'subject'; candidates: Outside[] };

/**
 * What there is to judge of a patch in a tree. A commit of the tree that has the files as the patch makes them is the best: with all that comes
 * before it in its series. Else a patch that creates both files speaks for itself; any other one is applied to the files that lie there.
 * @param tree undefined where there is none
 * @throws PatchUnreadable if it is about static calls and cannot be read
 */
export async function concernOf(bytes: Buffer, tree: string | undefined): Promise<Concern> {
  const touched = await touchedBy(bytes);
  if (touched.length === 0) return { about: 'nothing' };
  const alone: Outside = { patches: [STDIN], stdin: bytes };
  const creates = (is: (patch: FilePatch) => boolean) =>
    touched.some((patch) => patch.oldPath === null && is(patch));
  const createsBoth =
    creates(({ newPath }) => newPath === SUBJECT_FILES.header) &&
    creates((patch) => patch.newPath === SUBJECT_FILES.source || hasRoutine(patch));
  const rev = tree === undefined ? undefined : commitOf(touched, tree);
  const candidates: Outside[] = [
    ...(rev === undefined ? [] : [{ tree, rev }]),
    ...(createsBoth ? [alone] : []),
    ...(tree === undefined ? [] : [{ tree, ...alone }]),
  ];
  return {
    about: touched.some((patch) => OWN.includes(pathOf(patch)) || hasRoutine(patch)) ? 'subject' : 'helpers',
    candidates: candidates.length > 0 ? candidates : [alone],
  };
}

/** The parts of a patch that the guest is built with. Of anything else nobody need read more than the names. */
async function touchedBy(bytes: Buffer): Promise<FilePatch[]> {
  const texts = await mailTexts(bytes);
  const named = texts.some(({ lines }) =>
    lines.some((line) => [...FROM_TREE, TRANSFORM].some((word) => line.includes(word))),
  );
  if (!named) return [];
  try {
    return (await readPatches(bytes, 'stdin')).filter(
      (patch) => FROM_TREE.includes(pathOf(patch)) || hasRoutine(patch),
    );
  } catch (error) {
    if (error instanceof NoPatch) return [];
    throw error;
  }
}

/** Whether a patch touches what defines the patch routine, wherever that is; as far as its lines tell. */
function hasRoutine(patch: FilePatch): boolean {
  return (
    maySource(pathOf(patch)) &&
    patch.hunks.some(({ lines }) => lines.some(({ text }) => text.includes(TRANSFORM)))
  );
}

/** The first commit of this series, checked out here, that has these files as the patch makes them; undefined if there is none. */
function commitOf(touched: readonly FilePatch[], tree: string): string | undefined {
  const wanted = touched.flatMap(({ newPath, newBlob }) =>
    newPath !== null && newBlob !== undefined ? [{ path: newPath, blob: newBlob }] : [],
  );
  if (wanted.length < touched.length) return undefined;
  const git = (words: readonly string[], input?: string) =>
    execFileSync(findTool('git'), ['-C', tree, ...words], {
      encoding: 'latin1',
      stdio: ['pipe', 'pipe', 'ignore'],
      ...(input !== undefined && { input }),
    });
  try {
    const below = git(['rev-parse', '--show-prefix']).trim();
    const log = git(['rev-list', '--first-parent', `--max-count=${MOST_COMMITS}`, 'HEAD']);
    const commits = log.split('\n').filter((line) => line !== '');
    const asked = commits.flatMap((commit) => wanted.map(({ path }) => `${commit}:${below}${path}\n`));
    const answers = git(['cat-file', '--batch-check=%(objectname)'], asked.join('')).split('\n');
    const has = (at: number) =>
      wanted.every(({ blob }, i) => answers[at * wanted.length + i]?.startsWith(blob));
    return commits.findLast((_, at) => has(at));
  } catch (error) {
    // No repository, or one without a commit.
    if (error instanceof SctError) throw error;
    return undefined;
  }
}
