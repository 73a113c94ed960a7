// SPDX-License-Identifier: GPL-2.0-only
// Address to function and source line, for people.

import type { Locate } from '../base/locate.ts';
import { slowness } from '../base/slowness.ts';
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
 * A function that names addresses of an image. It starts the symbolizer once for all that it is asked at a time, and asks for no address
 * twice; without it, or where there is no line, the function's name alone is given. Never rejects.
 */
export function locator(
  image: Pick<Image, 'elf'>,
  code: readonly CodeRange[],
  findSymbolizer: () => string = () => findTool('llvm-symbolizer-19'),
): Locate {
  const ranges = code.map(({ name, start, end }) => ({
    name,
    start: BigInt(`0x${start}`),
    end: BigInt(`0x${end}`),
  }));
  const lines = new Map<bigint, Promise<string | undefined>>();
  return async (addresses) => {
    const places = [...new Set(addresses)].flatMap((address) => {
      const range = ranges.findLast(({ start, end }) => address >= start && address < end);
      return range ? [{ address, ...range }] : [];
    });
    const unknown = places.map(({ address }) => address).filter((address) => !lines.has(address));
    const asked = unknown.length > 0 ? sourceLines(image.elf, unknown, findSymbolizer) : undefined;
    for (const [index, address] of unknown.entries())
      lines.set(
        address,
        Promise.resolve(asked).then((found) => found?.[index]),
      );
    const named = places.map(async ({ address, name, start }): Promise<[bigint, string]> => {
      const line = await lines.get(address);
      const offset = address === start ? '' : `+0x${(address - start).toString(16)}`;
      return [address, `${name}${offset}${line ? ` (${line})` : ''}`];
    });
    return new Map(await Promise.all(named));
  };
}

/** What names the addresses of several files, none of which has another's. */
export function together(...locates: readonly Locate[]): Locate {
  return async (addresses) => {
    const found = await Promise.all(locates.map((locate) => locate(addresses)));
    return new Map(found.flatMap((places) => [...places]));
  };
}

/** Bits 63:56 and 54:48: all ones in a kernel address of 48 bits, unless it is signed (FEAT_PAuth). */
const SIGNATURE = 0xff7f000000000000n;

/** The same of an image that runs `displacement` away from where it is linked, and of return addresses that are signed. */
export function movedLocator(locate: Locate, displacement: bigint): Locate {
  const linked = (address: bigint) => (address & (1n << 55n) ? address | SIGNATURE : address) - displacement;
  return async (addresses) => {
    const places = await locate(addresses.map(linked));
    return new Map(
      addresses.flatMap((address): [bigint, string][] => {
        const place = places.get(linked(address));
        return place === undefined ? [] : [[address, place]];
      }),
    );
  };
}

/** `guest/cases/dispatch.c:41` for each of these addresses, in their order; undefined where there is no line. */
async function sourceLines(
  elf: string,
  addresses: readonly bigint[],
  findSymbolizer: () => string,
): Promise<(string | undefined)[]> {
  try {
    const { execa } = await import('execa');
    const { stdout } = await execa(findSymbolizer(), [`--obj=${elf}`, '--functions=none', '--no-inlines'], {
      input: addresses.map((address) => `0x${address.toString(16)}\n`).join(''),
      reject: false,
      timeout: 10_000 * slowness(),
    });
    // An answer is a line, and an empty line behind it.
    return `${stdout}`.split('\n\n').map((answer) => {
      const [, file, line] = /^(?:\.\/)?([^?].*?):(\d+)(?::\d+)?$/m.exec(answer) ?? [];
      return file && line !== '0' ? `${file}:${line}` : undefined;
    });
  } catch {
    // A report without source lines is better than none.
    return [];
  }
}
