// SPDX-License-Identifier: GPL-2.0-only
// A subject is made of its own files and the guest's: what else of this machine a compiler was made to read is refused, and never shown.

import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import type { OwnFile } from './lacks.ts';

/** Flags that have a compiler list what it includes, in `includesIn`'s form. */
export const LIST_INCLUDES: readonly string[] = ['-H'];

/** Where a compiler keeps headers of its own: clang's resource folder, gcc's. Of a path without links and `..`. */
const COMPILERS_OWN =
  /\/lib(?:64|32)?\/(?:clang\/[\d.]+|gcc(?:-cross)?\/[\w-]+\/[\d.]+)\/include(?:-fixed)?\//;

/** Splits what a compiler said into the files that it included, each with how deep (from 1), and the rest. */
export function includesIn(said: string): { included: { depth: number; path: string }[]; message: string } {
  const included: { depth: number; path: string }[] = [];
  const [told = ''] = said.split(/^Multiple include guards may be useful for:$/m);
  const rest = told.split('\n').filter((line) => {
    const [, dots = '', path] = /^(\.+)[!x]? (\S.*)$/.exec(line) ?? [];
    if (path !== undefined) included.push({ depth: dots.length, path });
    return path === undefined;
  });
  return { included, message: rest.join('\n') };
}

/** The files that diagnostics are about, or come by way of: an assembler's `.include` is in no list. */
export function filesToldOf(message: string): string[] {
  const told = message.matchAll(
    /^(?:(?:In file included|Included) from |\s+from )?(?!In file |Included from )([^\s:<][^:\n]*):\d+[:,]/gm,
  );
  return Array.from(told, ([, path = '']) => path);
}

/** Which files a build may read. */
export interface Realm {
  /** The first of these paths (relative to the project or absolute) that is a file, and none of the subject's, the guest's or the compiler's. */
  foreign(paths: readonly string[]): string | undefined;
}

/**
 * @param root the project
 * @param guest the guest's files, relative to it
 * @param own the subject's. A link may lead to a file of the same name at the same kernel path, as in a tree of links, and nowhere else.
 */
export function realmOf(root: string, guest: readonly string[], own: readonly OwnFile[]): Realm {
  // Each of many files includes the same headers.
  const asked = new Map<string, string | undefined>();
  const real = (path: string): string | undefined => {
    if (!asked.has(path)) asked.set(path, realPath(resolve(root, path)));
    return asked.get(path);
  };
  let files: Set<string> | undefined;
  const known = (): Set<string> => {
    files ??= new Set(
      [
        ...guest.map(real),
        ...own.map(({ path, name }) => {
          const to = real(path);
          return to === undefined ||
            to === join(real(dirname(path)) ?? '', path.split(sep).at(-1) ?? '') ||
            to.endsWith(`/${name}`)
            ? to
            : undefined;
        }),
      ].filter((path) => path !== undefined),
    );
    return files;
  };
  return {
    foreign: (paths) =>
      [...new Set(paths)].find((path) => {
        const to = real(path);
        return to !== undefined && !known().has(to) && !COMPILERS_OWN.test(to);
      }),
  };
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}

/** A directive of a subject's that reads a file, with which sct has no business. */
export interface Directive {
  file: string;
  line: number;
  what: string;
}

/**
 * What a compiler lists nowhere: `#embed`, and the assembler's `.incbin` and `.include`, in strings that may be put together of several. The first that
 * is not plainly of a file of the guest's. An assembler's macro can still hide one: docs/subjects.md says what is left.
 */
export function hiddenRead(own: readonly OwnFile[], realm: Realm): Directive | undefined {
  for (const { name: file, text } of own) {
    const plain = unspliced(text);
    const lineAt = (index: number) => plain.slice(0, index).split('\n').length;
    const embed = /^[ \t]*(?:#|%:)[ \t]*embed\b/m.exec(plain);
    if (embed) return { file, line: lineAt(embed.index + embed[0].length), what: '#embed' };
    for (const found of joined(plain).matchAll(/\.\s*(incbin|include)\b([^\n;]*)/gi)) {
      const [, word = '', operand = ''] = found;
      const path = /^\s*\\?["']([^"'\\]+)\\?["']/.exec(operand)?.[1];
      const plainly =
        path !== undefined && !isAbsolute(path) && !path.split('/').includes('..') && !realm.foreign([path]);
      if (!plainly) {
        const at = plain.toLowerCase().indexOf(word.toLowerCase());
        return { file, line: at < 0 ? 1 : lineAt(at), what: `.${word.toLowerCase()}` };
      }
    }
  }
  return undefined;
}

/** Without comments and with spliced lines made one; as many lines as before. */
function unspliced(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\/|("(?:\\[\s\S]|[^"\\\n])*")|\/\/.*/g, (whole, string) =>
      string === undefined ? ` ${whole.replace(/[^\n]/g, '')}` : whole,
    )
    .replace(/\\\n/g, '');
}

/** Neighbouring strings as one, and what their escapes stand for. */
function joined(text: string): string {
  return text
    .replace(/(?<!\\)"\s*"/g, '')
    .replace(/\\x([0-9a-f]{1,2})/gi, (_, digits) => String.fromCharCode(Number.parseInt(digits, 16)))
    .replace(/\\([0-7]{1,3})/g, (_, digits) => String.fromCharCode(Number.parseInt(digits, 8)))
    .replace(/\\[nt]/g, '\n');
}
