// SPDX-License-Identifier: GPL-2.0-only
// What of the bench a subject reaches for. It may use what a kernel's headers name, and no more: it is not to find what judges it.

import type { OwnFile } from './lacks.ts';
import { readObject } from './object-file.ts';

/** The guest's headers that stand for the kernel's own, as paths in the guest have them, and those of the bench, as an `#include` names them. */
export const KERNEL_HEADER = /\/include\/(?:linux|asm)\//;
const BENCH_HEADER = /(?:^|\/)include\/(sct\/[\w-]+\.h)$/;

/** Sections that the bench's linker script has for its own: the cases, the boot stub, the pages without GP and those that cases map elsewhere. */
const BENCH_SECTION = /^\.(?:sct\b|head\.text|idmap\.text|unguarded\.text|far\.text)/;

/** What compiled files of one image are, as far as it matters here. */
export interface Compiled {
  /** Whose it is: see `Role`. */
  role: string;
  /** As the compiler is told. */
  path: string;
  /** Absolute path. */
  object: string;
}

/** Words of files, as they may name a symbol. */
export type Knows = (word: string) => boolean;

/**
 * What the objects that see the subject reach for and must not: a symbol that is defined elsewhere in the image, and that no header of the kernel's
 * and no key of the cases names; a section of the bench's. A line of a compiler's message for the first, undefined if there is none.
 * @param compiled all that the image was linked of
 * @param kernelKnows whether a word stands in a header that stands for the kernel's own
 * @param keysKnow the same of the files that define the cases' keys, and of their headers
 */
export function reachesFor(
  compiled: readonly Compiled[],
  own: readonly OwnFile[],
  kernelKnows: Knows,
  keysKnow: Knows,
): string | undefined {
  const seeing = compiled.filter(({ role }) => role === 'subject' || role === 'key');
  const objects = seeing.map(({ role, object }) => ({ role, ...readObject(object) }));
  const theirs = new Set(objects.flatMap(({ defines }) => defines));
  for (const { object } of compiled.filter(({ role }) => role === 'standIn'))
    for (const symbol of readObject(object).defines) theirs.add(symbol);
  for (const { role, needs, sections } of objects) {
    const symbol = needs.find(
      (name) =>
        !theirs.has(name) &&
        !name.startsWith('__SC') &&
        !kernelKnows(name) &&
        !(role === 'key' && keysKnow(name)),
    );
    if (symbol !== undefined)
      return told(own, symbol, `it uses ${symbol}, which is the bench's own and no kernel's`);
    const section = sections.find((name) => BENCH_SECTION.test(name));
    if (section !== undefined)
      return told(own, section, `it puts something into ${section}, which is the bench's own`);
  }
  return undefined;
}

/** The bench's header among what one of the subject's own files includes itself. @param includes what the compiler said that it includes, with depths */
export function includesBench(
  includes: readonly { depth: number; path: string }[],
  source: string,
  own: readonly OwnFile[],
  except: string,
): string | undefined {
  const isOwn = (path: string) => own.some((file) => file.path === path);
  const above = [source];
  for (const { depth, path } of includes) {
    const header = BENCH_HEADER.exec(path)?.[1];
    const by = above[depth - 1] ?? source;
    above.length = depth;
    above[depth] = path;
    if (header !== undefined && header !== except && isOwn(by))
      return told(own, header, `it includes ${header}, which is the bench's own and no kernel's`);
  }
  return undefined;
}

/** In a compiler's form, at the first line of the subject's own files that has the words. */
function told(own: readonly OwnFile[], words: string, why: string): string {
  for (const { path, text } of own) {
    const line = text.split('\n').findIndex((one) => one.includes(words));
    if (line >= 0) return `${path}:${line + 1}:1: error: ${why}`;
  }
  return `${own[0]?.path}:1:1: error: ${why}`;
}

/**
 * Symbols that both the subject and the bench define, of which a kernel has none: by accident, for each has its own. None, if any other symbol is
 * there twice.
 * @param message the linker's
 */
export function clashes(message: string, compiled: readonly Compiled[], kernelKnows: Knows): string[] {
  const errors = message.split(/^(?=\S*ld\.lld\S*: error: )/m).filter((text) => /: error: /.test(text));
  const twice = errors.map((text) => /: error: duplicate symbol: (\S+)/.exec(text)?.[1]);
  const known = twice.filter((name) => name !== undefined);
  if (known.length < errors.length) return [];
  const symbols = [...new Set(known)];
  const counts = new Map<string, number>();
  for (const { role, object } of compiled)
    if (role === 'subject')
      for (const name of readObject(object).defines) counts.set(name, (counts.get(name) ?? 0) + 1);
  return symbols.every((name) => counts.get(name) === 1 && !kernelKnows(name) && !name.startsWith('__SC'))
    ? symbols
    : [];
}
