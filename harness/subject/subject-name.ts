// SPDX-License-Identifier: GPL-2.0-only
// What a subject from outside is called.

import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { isPattern } from '../base/pattern.ts';

/** Where its name is to be found: what the user has named, and what the patches call themselves. */
export interface NamedBy {
  tree: string | undefined;
  /** The end of the revision, or of the range. */
  rev: string | undefined;
  patches: readonly string[];
  title: string | undefined;
}

/** Its name, which is none of `reserved`. */
export function subjectName({ tree, rev, patches, title }: NamedBy, reserved: readonly string[]): string {
  const last = patches.at(-1);
  if (last === undefined) return nameFor(rev ?? tree ?? '', 'tree', reserved);
  return nameFor(isSeries(patches) || callsNothing(last) ? (title ?? last) : last, 'patch', reserved);
}

/** Whether several files are named, or a pattern: the last one's name is not that of them all. */
function isSeries(patches: readonly string[]): boolean {
  return patches.length > 1 || patches.some((patch) => isPattern(patch));
}

/** Whether a path does not say what is there: stdin, a folder, the number of a mail. */
function callsNothing(path: string): boolean {
  return (
    path === '-' ||
    !/[a-z]/i.test(withoutSuffix(path)) ||
    (statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false)
  );
}

/** A subject's name out of a file's or folder's: letters, digits, dots, dashes and underscores; never a built-in one's. */
function nameFor(path: string, kind: 'tree' | 'patch', reserved: readonly string[]): string {
  const plain = (kind === 'patch' ? withoutSuffix(path) : basename(resolve(path)))
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 64);
  const name = plain === '' ? kind : plain;
  return reserved.includes(name) ? nameFor(`${name}-${kind}`, kind, reserved) : name;
}

/** The name of a patch file, without what only says that it is one. */
function withoutSuffix(path: string): string {
  return basename(resolve(path)).replace(/(?:\.(?:patch|diff|mbox|mbx|eml|txt))?(?:\.gz)?$/i, '');
}
