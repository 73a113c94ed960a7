// SPDX-License-Identifier: GPL-2.0-only
// What a C file uses and includes no header for, from what a compiler says of it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GUEST } from './sources.ts';

/** As clang and gcc name what nobody has declared. */
const UNDECLARED: readonly RegExp[] = [
  /undeclared (?:function|identifier|library function) '(\w+)'/g,
  /implicit declaration of function '(\w+)'/g,
  /'(\w+)' undeclared/g,
];

/** More names than these say nothing more. */
const NAMES = 4;

/**
 * The warning about a file that compiles only with the neighbours' headers before it.
 * @param file the file, as people are to read it
 * @param refused what the compiler said of it without them
 * @param root the project
 */
export function leansOnNeighbours(file: string, refused: string, root: string): string {
  const used = [
    ...new Set(UNDECLARED.flatMap((one) => Array.from(refused.matchAll(one), ([, name = '']) => name))),
  ].sort();
  const missing = [...new Set(used.flatMap((name) => headerOf(name, root) ?? []))];
  const first = refused.split('\n').find((line) => /\berror:/.test(line)) ?? '';
  const what = used.length === 0 ? first : listed(used.slice(0, NAMES), used.length - NAMES);
  const mend = missing.length === 0 ? 'what declares it' : missing.map((header) => `<${header}>`).join(', ');
  return `${file} uses ${what} and does not include ${mend}: it compiles only where the kernel's configuration lets another header bring that`;
}

function listed(names: readonly string[], more: number): string {
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The neighbour that has this name. */
function headerOf(name: string, root: string): string | undefined {
  const read = (header: string) => readFileSync(join(root, GUEST.include, header), 'latin1');
  const headers = Array.from(read(GUEST.neighbours).matchAll(/^#include <(.+)>$/gm), ([, one = '']) => one);
  return headers.find((header) => new RegExp(`\\b${name}\\b`).test(read(header)));
}
