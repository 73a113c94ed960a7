// SPDX-License-Identifier: GPL-2.0-only
// A subject from outside as a run sees it: with a name for the command line, and with a word on everything that is not in it.

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Outside } from './outside.ts';
import { SUBJECT_FILES, type Subject } from './subject.ts';

/**
 * A subject of what the user brought, its files below `folder`, and notes for people on what else was in it.
 * @throws what `loadOutsideSubject` throws
 */
export async function loadOutside(
  outside: Outside,
  folder: string,
  builtin: readonly Subject[],
): Promise<{ subject: Subject; notes: string[] }> {
  const { loadOutsideSubject } = await import('./outside.ts');
  const names = builtin.map(({ name }) => name);
  const { subject, brought, ignored, notes } = await loadOutsideSubject(outside, folder, names);
  const { tree, rev, patches = [] } = outside;
  const selector = [
    ...(tree === undefined ? [] : ['--tree', resolve(tree)]),
    ...(rev === undefined ? [] : ['--rev', rev]),
    ...patches.flatMap((patch) => ['--patch', patch === '-' ? patch : resolve(patch)]),
  ];
  const lists = [
    { what: "used instead of the guest's own", files: brought },
    { what: 'ignored, since the guest has no use for it', files: ignored },
  ];
  const listed = lists
    .filter(({ files }) => files.length > 0)
    .map(({ what, files }) => `${subject.name}: ${what}: ${files.join(', ')}`);
  return {
    subject: { ...subject, selector },
    notes: [...listed, ...notes.map((note) => `${subject.name}: ${note}`)],
  };
}

/** For somebody who stands in a kernel tree and named no subject: what to type to have that tree judged. Undefined elsewhere. */
export function hintInTree(folder: string): string | undefined {
  if (!existsSync(join(folder, SUBJECT_FILES.header)) || !existsSync(join(folder, SUBJECT_FILES.source)))
    return undefined;
  return 'the built-in subjects were judged, not the kernel tree in this folder: that is `--tree .`';
}
