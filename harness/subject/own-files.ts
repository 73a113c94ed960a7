// SPDX-License-Identifier: GPL-2.0-only
// Which files of a kernel tree are a subject's own: its header, and whatever defines its patch routine, wherever that is.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { GENERIC_FILES, isGeneric, SUBJECT_FILES } from './subject.ts';

/** What a kernel calls to have a trampoline lead elsewhere; who defines it is the subject. */
export const TRANSFORM = 'arch_static_call_transform';

/** Files that may come along as the kernel's helpers, and are the subject's own only if they define its patch routine. */
const HELPERS: readonly string[] = [
  'kernel/static_call.c',
  'arch/arm64/lib/insn.c',
  'arch/arm64/kernel/patching.c',
];

/** Below which folders of a kernel tree a patch routine is looked for, and in what files. */
export const SOURCES_BELOW = ['arch/arm64', 'kernel'] as const;
const SOURCE = /^(?:arch\/arm64|kernel)\/(?:[\w-]+\/)*[\w-]+\.c$/;
/** Assembly is a subject's own where it says so by its name: of what it is for nothing else speaks. */
const ASSEMBLY = /^arch\/arm64\/(?:kernel|lib)\/static_call[\w-]*\.S$/;

/** Whether a file of this path in a kernel tree may define a patch routine. */
export function maySource(path: string): boolean {
  return SOURCE.test(path);
}

/** Whether it is assembly that a subject may bring along. */
export function isOwnAssembly(path: string): boolean {
  return ASSEMBLY.test(path);
}

/** Where a subject's own files lie whose names say so. */
export const OWN_FOLDERS = ['arch/arm64/kernel', 'arch/arm64/lib'] as const;
/** C that is the subject's beside the file with its patch routine, by its name as well: a helper of its own. */
const BESIDE = /^arch\/arm64\/(?:kernel|lib)\/static_call[\w-]+\.[ch]$/;

/** Whether it is C, or a header of no folder for headers, that a subject may bring along. */
export function isOwnHelper(path: string): boolean {
  return BESIDE.test(path);
}

/** Whether a C file defines a function of this name, its body in the file. A macro of that name, a call and a declaration are no definition. */
export function defines(text: string, name: string): boolean {
  if (!text.includes(name)) return false;
  const plain = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*|"(?:\\.|[^"\\\n])*"/g, ' ');
  return new RegExp(`^(?![ \\t]*#).*\\b${name}\\s*\\([^(){};]*\\)\\s*(?:__\\w+\\s*)*\\{`, 'm').test(plain);
}

/**
 * A subject's own files in its folder, by path in a kernel tree: the header first, then sources. Whatever C or assembly lies there is its own, but for
 * helpers that do not define its patch routine.
 */
export function ownFiles(folder: string): string[] {
  if (isGeneric(folder)) return Object.values(GENERIC_FILES);
  const sources = filesBelow(folder, '')
    .filter((path) => ['.c', '.S'].includes(extname(path)))
    .filter(
      (path) => !HELPERS.includes(path) || defines(readFileSync(join(folder, path), 'latin1'), TRANSFORM),
    )
    .sort((a, b) => Number(b === SUBJECT_FILES.source) - Number(a === SUBJECT_FILES.source));
  return [...(existsSync(join(folder, SUBJECT_FILES.header)) ? [SUBJECT_FILES.header] : []), ...sources];
}

/** A link to a folder is one: a mutant's project is made of links. */
function filesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.'))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      const link = entry.isSymbolicLink() ? statSync(join(root, path), { throwIfNoEntry: false }) : undefined;
      return (link ?? entry).isDirectory() ? filesBelow(root, path) : [path];
    })
    .sort();
}
