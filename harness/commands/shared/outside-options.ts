// SPDX-License-Identifier: GPL-2.0-only
// `--tree` and `--patch`, the same for every command that takes a subject.

import { InvalidArgumentError, Option } from 'commander';
import type { Outside } from '../../subject/outside.ts';

export function treeOption(): Option {
  return new Option(
    '--tree <folder>',
    'a subject from a kernel tree, or any folder with the two files at their kernel paths',
  ).argParser((folder: string, before?: string) => {
    // The last one would win, and the verdict be another tree's.
    if (before !== undefined)
      throw new InvalidArgumentError(`${before} is named already: one tree is judged at a time.`);
    return folder;
  });
}

export function patchOption(): Option {
  return new Option(
    '--patch <file>',
    'a subject from a patch, an mbox, or a mail that quotes one; repeat for a series',
  )
    .argParser((file: string, before: string[]) => [...before, file])
    .default([], 'none');
}

/** What these two options ask for; undefined if neither is given. */
export function outsideFromOptions({
  tree,
  patch,
}: {
  tree?: string | undefined;
  patch: string[];
}): Outside | undefined {
  return tree === undefined && patch.length === 0 ? undefined : { tree, patches: patch };
}
