// SPDX-License-Identifier: GPL-2.0-only
// What a subject from outside brings along of its kernel, beside its own files: helpers in the place of the guest's, and headers.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../base/exit.ts';
import { packageRoot } from '../store/places.ts';
import type { PatchedFiles } from './patched-files.ts';

/**
 * Files that the guest has a stand-in for. Each group comes from the tree as a whole, or not at all: header and source must agree.
 * A patch may change them only where there is a tree to take them from.
 */
export const STAND_INS: readonly (readonly string[])[] = [
  ['include/linux/static_call.h', 'include/linux/static_call_types.h', 'kernel/static_call.c'],
  [
    'arch/arm64/include/asm/insn.h',
    'arch/arm64/include/asm/insn-def.h',
    'arch/arm64/include/asm/brk-imm.h',
    'arch/arm64/lib/insn.c',
  ],
  ['arch/arm64/include/asm/text-patching.h', 'arch/arm64/kernel/patching.c'],
];

/** What such a file was called before Linux 6.13. */
const FORMER_NAME: Readonly<Record<string, string>> = {
  'arch/arm64/include/asm/text-patching.h': 'arch/arm64/include/asm/patching.h',
};

/** Every name that such a file has or had. */
export const STOOD_IN: ReadonlySet<string> = new Set([...STAND_INS.flat(), ...Object.values(FORMER_NAME)]);

/** Headers that may come along if the subject includes them and the guest has none of that name. */
const INCLUDE_FOLDERS = ['arch/arm64/include', 'include'] as const;
/** Such a header, by path in a kernel tree. */
export const HEADER = /^(?:arch\/arm64\/include\/asm|include\/linux)\/[\w-]+\.h$/;

/** The files of a group as this tree names them, if all of them are there. One that a patch touches must not be dropped silently. */
export function wholeGroup(
  names: readonly string[],
  files: PatchedFiles,
  touched: ReadonlySet<string>,
): string[] {
  const group = names.map((path) => {
    const former = FORMER_NAME[path];
    return former && !files.has(path) && files.has(former) ? former : path;
  });
  const missing = group.filter((path) => !files.has(path));
  if (missing.length === 0) return group;
  const changed = group.filter((path) => touched.has(path));
  if (changed.length > 0)
    throw new UsageError(
      `the patch changes ${changed.join(', ')}, which the guest takes only together with ${missing.join(', ')}, and the tree has none.\nGive the whole kernel tree with --tree.`,
    );
  return [];
}

/** Headers that these files include, that are there, and that the guest has none of; and what those include. */
export function headersFor(paths: readonly string[], files: PatchedFiles): string[] {
  const guest = join(packageRoot(), 'guest/kernel/include');
  const found = new Set<string>();
  const todo = [...paths];
  for (let path = todo.pop(); path !== undefined; path = todo.pop()) {
    for (const [, name = ''] of (files.read(path) ?? '').matchAll(
      /^[ \t]*#[ \t]*include[ \t]*[<"]([\w/.-]+)[>"]/gm,
    )) {
      if (existsSync(join(guest, name))) continue;
      const header = INCLUDE_FOLDERS.map((folder) => `${folder}/${name}`).find(
        (one) => HEADER.test(one) && files.has(one),
      );
      if (!header || found.has(header) || paths.includes(header)) continue;
      found.add(header);
      todo.push(header);
    }
  }
  return [...found].sort();
}
