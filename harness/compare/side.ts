// SPDX-License-Identifier: GPL-2.0-only
// What the two words behind `sct compare` may be: a built-in subject, a kernel tree, a patch, a revision of a tree, a report.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { UsageError } from '../base/exit.ts';
import { nearest } from '../base/nearest.ts';
import type { Outside } from '../subject/outside.ts';
import { STDIN } from '../subject/patch/inputs.ts';
import { revisionTree } from '../subject/source-tree.ts';

/** What is to be compared: a subject that is run, or what a run has reported. */
export type Side = { name: string } & (
  | { kind: 'builtin'; subject: string }
  | { kind: 'outside'; outside: Outside }
  | { kind: 'report'; file: string; subject: string | undefined }
);

/** What stands for the files as they lie in the tree. */
const WORK_TREE = 'work tree';

/**
 * The two sides that words and `--tree` stand for. In a tree they are revisions, HEAD and the work tree unless told; elsewhere, or if there
 * is no such revision, names of built-in subjects, folders (of sources or of patches), patches (`-` is stdin) and reports (`FILE#SUBJECT` of one with several).
 * @throws UsageError
 */
export function sidesOf(
  words: readonly string[],
  tree: string | undefined,
  builtin: readonly string[],
): [Side, Side] {
  const [first = tree === undefined ? undefined : 'HEAD', second] = bothEnds(words, tree);
  if (first === undefined || (second === undefined && tree === undefined))
    throw new UsageError(
      `two things are compared, ${words.length === 1 ? 'and only one is' : 'and none is'} named: built-in subjects (${builtin.join(', ')}), folders, patches, reports; with --tree, revisions`,
    );
  const before = sideOf(first, tree, builtin);
  const after =
    second === undefined
      ? ({ name: WORK_TREE, kind: 'outside', outside: { tree } } as const)
      : sideOf(second, tree, builtin);
  if (before.name !== after.name) return [before, after];
  return [
    { ...before, name: longer(first) },
    { ...after, name: longer(second ?? after.name) },
  ];
}

/** What is compared: of one range in a tree its two ends, as git has it (gitrevisions(7): an end that is left out is HEAD). */
function bothEnds(words: readonly string[], tree: string | undefined): readonly string[] {
  const [range = '', ...more] = words;
  const [, from, to] = /^([^.].*?)?\.{2,3}([^.].*)?$/.exec(range) ?? [];
  if (tree === undefined || more.length > 0 || (from === undefined && to === undefined)) return words;
  return [from ?? 'HEAD', to ?? 'HEAD'];
}

/** A name that tells two of the same from each other, without all of where they are. */
function longer(word: string): string {
  return word.split('/').slice(-2).join('/');
}

/**
 * What one word stands for, in a tree or elsewhere.
 * @throws UsageError if that is nothing
 */
export function sideOf(word: string, tree: string | undefined, builtin: readonly string[]): Side {
  const notRevision = tree === undefined ? undefined : refusal(tree, word);
  if (tree !== undefined && notRevision === undefined)
    return { name: word, kind: 'outside', outside: { tree, rev: word } };
  if (builtin.includes(word)) return { name: word, kind: 'builtin', subject: word };
  const [, file = word, subject] = /^(.*\.json)#([\w.-]+)$/.exec(word) ?? [];
  const found = statSync(file, { throwIfNoEntry: false });
  if (word === STDIN) return { name: 'stdin', kind: 'outside', outside: { tree, patches: [word] } };
  if (found?.isDirectory()) {
    const outside = isSources(file) ? { tree: file } : { tree, patches: [file] };
    return { name: basename(resolve(file)), kind: 'outside', outside };
  }
  if (found) {
    if (isReport(file)) return { name: subject ?? basename(file, '.json'), kind: 'report', file, subject };
    const name = basename(file).replace(/(?:\.(?:patch|diff|mbox|mbx|eml|txt))?(?:\.gz)?$/i, '');
    return { name, kind: 'outside', outside: { tree, patches: [file] } };
  }
  if (notRevision) throw notRevision;
  throw new UsageError(
    `${word} is no built-in subject (${builtin.join(', ')}) and no file or folder; did you mean ${nearest(word, builtin, 1).join('')}? Revisions need --tree.`,
  );
}

/** Why a word is no revision of a tree; undefined if it is one. @throws UsageError for a tree that is none */
function refusal(tree: string, word: string): UsageError | undefined {
  try {
    revisionTree(tree, word);
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
}

/** A folder of patches has no sources below it. */
function isSources(folder: string): boolean {
  return ['arch', 'include', 'kernel'].some((name) => existsSync(join(folder, name)));
}

/** A report is JSON, and no patch begins like it. */
function isReport(file: string): boolean {
  return readFileSync(file, 'latin1').slice(0, 64).trimStart().startsWith('{');
}
