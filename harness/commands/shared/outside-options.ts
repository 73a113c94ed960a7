// SPDX-License-Identifier: GPL-2.0-only
// `--tree` and `--patch`, the same for every command that takes a subject.

import { readSync } from 'node:fs';
import { isatty } from 'node:tty';
import { InvalidArgumentError, Option } from 'commander';
import { UsageError } from '../../base/exit.ts';
import type { Outside } from '../../subject/outside.ts';
import { STDIN } from '../../subject/patch/inputs.ts';

/** How long to wait for what is not there yet, ms. */
const RETRY = 20;

/** `--tree`, once. */
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

/** `--rev`, of that tree. */
export function revOption(): Option {
  return new Option(
    '--rev <revision>',
    'the tree as it is at a revision, or at the end of a range A..B, whatever is checked out',
  );
}

/** `--patch`, as often as there are files. */
export function patchOption(): Option {
  return new Option(
    '--patch <file...>',
    'a subject from patches, mboxes, mails that quote one, a folder or maildir of them, .gz; - is stdin',
  )
    .argParser((file: string, before: string[]) => [...before, file])
    .default([], 'none');
}

/**
 * What these options ask for; undefined if none is given.
 * @throws UsageError for a revision of no tree
 */
export function outsideFromOptions({
  tree,
  rev,
  patch,
}: {
  tree?: string | undefined;
  rev?: string | undefined;
  patch: string[];
}): Outside | undefined {
  if (rev !== undefined && tree === undefined)
    throw new UsageError(`--rev ${rev}: of which tree? Give it with --tree.`);
  if (tree === undefined && patch.length === 0) return undefined;
  return { tree, rev, patches: patch, ...(patch.includes(STDIN) && { stdin: allOfStdin('--patch -') }) };
}

/**
 * All of stdin, once, however late it comes. `option`: who wants it.
 * @throws UsageError if nobody writes to it, or it cannot be read
 */
export function allOfStdin(option: string): Buffer {
  // Not process.stdin: whoever touches that makes a pipe non-blocking, and what is not there yet an error.
  if (isatty(0))
    throw new UsageError(`${option}: stdin is the terminal; pipe a patch into it, or name its file`);
  const chunks: Buffer[] = [];
  const buffer = Buffer.alloc(1 << 16);
  for (;;)
    try {
      const read = readSync(0, buffer);
      if (read === 0) return Buffer.concat(chunks);
      chunks.push(Buffer.from(buffer.subarray(0, read)));
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== 'EAGAIN') throw new UsageError(`${option}: stdin cannot be read: ${message}`);
      // A pipe that some other program made non-blocking.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY);
    }
}

/**
 * The tree of which all is built.
 * @throws UsageError if there is none, or more than that
 */
export function wholeTree({ tree, patch }: { tree?: string; patch: readonly string[] }): string {
  if (tree === undefined || patch.length > 0)
    throw new UsageError(
      '--in-tree builds a kernel of --tree DIR as it is: give that alone, with the patch applied',
    );
  return tree;
}
