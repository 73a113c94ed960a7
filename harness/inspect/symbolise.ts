// SPDX-License-Identifier: GPL-2.0-only
// Address to function and source line, for people.

import { spawnSync } from 'node:child_process';
import type { Locate } from '../base/locate.ts';
import type { Image } from '../compile/image.ts';
import { findTool } from '../tool/tools.ts';
import { type Elf, type ElfSymbol, isMapping } from './elf.ts';

/** Code that a symbol names. Addresses are hexadecimal (JSON has no 64-bit integers); `end` is exclusive. */
export interface CodeRange {
  name: string;
  start: string;
  end: string;
}

/** The functions and code labels of an image, by address. One without a size reaches to the next, or to the end of its section. */
export function codeRanges(elf: Elf): CodeRange[] {
  const code = elf.symbols
    .filter((symbol) => symbol.section?.exec && !isMapping(symbol) && symbol.type !== 'Section')
    .sort((a, b) => Number(a.address - b.address) || rank(a) - rank(b));
  return code.flatMap(({ name, address, size, section }, index) => {
    const next = code[index + 1]?.address;
    if (!section || next === address) return [];
    const sectionEnd = section.address + section.size;
    const end = size > 0n ? address + size : next !== undefined && next < sectionEnd ? next : sectionEnd;
    return end > address ? [{ name, start: address.toString(16), end: end.toString(16) }] : [];
  });
}

/** Of several names for one address the one of the highest rank counts: a function rather than a mark of the linker script. */
function rank({ type, size }: ElfSymbol): number {
  return (type === 'Function' ? 2 : 0) + (size > 0n ? 1 : 0);
}

/**
 * A function that names addresses of an image. The symbolizer runs only when asked for an address, once for each; without it, or
 * where there is no line, the function's name alone is given.
 */
export function locator(
  image: Pick<Image, 'elf'>,
  code: readonly CodeRange[],
  findSymbolizer: () => string = () => findTool('llvm-symbolizer-19'),
): Locate {
  const known = new Map<bigint, string | undefined>();
  return (address) => {
    if (!known.has(address)) {
      const range = code.findLast(
        ({ start, end }) => address >= BigInt(`0x${start}`) && address < BigInt(`0x${end}`),
      );
      known.set(address, range && describe(range, address, sourceLine(image.elf, address, findSymbolizer)));
    }
    return known.get(address);
  };
}

/** Bits 63:56 and 54:48: all ones in a kernel address of 48 bits, unless it is signed (FEAT_PAuth). */
const SIGNATURE = 0xff7f000000000000n;

/** The same of an image that runs `displacement` away from where it is linked, and of return addresses that are signed. */
export function movedLocator(locate: Locate, displacement: bigint): Locate {
  return (address) => locate((address & (1n << 55n) ? address | SIGNATURE : address) - displacement);
}

function describe({ name, start }: CodeRange, address: bigint, line: string | undefined): string {
  const offset = address - BigInt(`0x${start}`);
  return `${name}${offset === 0n ? '' : `+0x${offset.toString(16)}`}${line ? ` (${line})` : ''}`;
}

/** `guest/cases/dispatch.c:41`. Synchronous, since it is asked for in the midst of a report, and only after something went wrong. */
function sourceLine(elf: string, address: bigint, findSymbolizer: () => string): string | undefined {
  let symbolizer: string;
  try {
    symbolizer = findSymbolizer();
  } catch {
    // A report without source lines is better than none.
    return undefined;
  }
  const args = [`--obj=${elf}`, '--functions=none', '--no-inlines', `0x${address.toString(16)}`];
  const { stdout } = spawnSync(symbolizer, args, { encoding: 'utf8', timeout: 10_000 });
  const [, file, line] = /^(?:\.\/)?([^?].*?):(\d+)(?::\d+)?$/m.exec(stdout ?? '') ?? [];
  return file && line !== '0' ? `${file}:${line}` : undefined;
}
