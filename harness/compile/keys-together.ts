// SPDX-License-Identifier: GPL-2.0-only
// The files of keys see the subject's header, so a save of it has them all compiled again: most of that is starting a compiler.

import { join, parse } from 'node:path';
import { hashOf } from '../store/hash.ts';
import type { Part } from './jobs.ts';
import type { Source } from './sources.ts';

/** A file on its way to an object, as far as it matters here. */
interface Unit extends Part {
  source: Source;
  args: string[];
  object: string;
}

/** Files of keys whose place is looked at, by the linker script or by `abi`, or whose first byte is meant to put the next keys off. */
const BY_THEMSELVES: readonly string[] = ['dispatch_keys', 'macro_keys', 'placement_low_keys'];

/** What one compiler makes of several files, in place of one for each. */
export interface Together<U> {
  /** The files, should it not compile: a header may well name something of its own by the line that it is used in. */
  parts: readonly U[];
}

/**
 * Units in which C files of keys that are compiled alike are one, where the first of them was. Keys of one file and of several are the
 * same to a kernel, and those that stay by themselves still show what a header defines once a file.
 * @param cache the folder of the build cache
 */
export function keysTogether<U extends Unit>(
  units: readonly U[],
  cache: string,
): (U & Partial<Together<U>>)[] {
  const alike = new Map<string, U[]>();
  const groups = units.map((unit) => {
    const way = isJoined(unit.source) ? wayOf(unit) : undefined;
    const group = (way !== undefined && alike.get(way)) || [];
    group.push(unit);
    if (way !== undefined) alike.set(way, group);
    return group;
  });
  return [...new Set(groups)].flatMap((parts) => {
    const last = parts.at(-1);
    if (!last || parts.length < 2) return parts;
    const before = parts.slice(0, -1).flatMap(({ source }) => ['-include', source.path]);
    const key = hashOf(['together', ...parts.map((part) => part.key)]);
    return [
      {
        ...last,
        key,
        args: [...before, ...last.args],
        object: join(cache, 'objects', `${key}-keys.o`),
        parts,
      },
    ];
  });
}

function isJoined({ role, language, path }: Source): boolean {
  return role === 'key' && language === 'c' && !BY_THEMSELVES.includes(parse(path).name);
}

/** How a file is compiled, whichever it is. */
function wayOf({ source, args }: Unit): string {
  return args.filter((argument) => argument !== source.path).join('\n');
}
