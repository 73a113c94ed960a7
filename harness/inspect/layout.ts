// SPDX-License-Identifier: GPL-2.0-only
// Where an image has its trampolines and their literals, as it is linked: enough to draw it, and short, since there may be a thousand of them.

import type { Layout } from '../base/layout.ts';
import type { Elf, Section } from './elf.ts';
import type { Trampoline } from './trampoline.ts';

/** ADRP counts in pages of 4 KiB, whatever the granule is (Arm ARM C6.2.10). */
const ADRP_PAGE = 4096n;
const LITERAL = 8n;
const INSTRUCTION = 4n;

/** The layout of an image. `trampolines`: in order of address; `named`: the one to tell of, the first unless there is such a one. */
export function layoutOf(elf: Elf, trampolines: readonly Trampoline[], named = ''): Layout {
  const literals = trampolines.flatMap(({ literal }) => (literal ? [literal.address] : []));
  const shown = trampolines.find(({ symbol }) => symbol.name === named) ?? trampolines[0];
  return {
    sections: elf.sections
      .filter(({ alloc, size }) => alloc && size > 0n)
      .sort((a, b) => Number(a.address - b.address))
      .map((section) => ({
        name: section.name,
        from: hex(section.address),
        bytes: Number(section.size),
        access: accessOf(section),
      })),
    trampolines: runsOf(
      trampolines.map(({ symbol, body }) => ({
        at: symbol.address,
        bytes: BigInt(body.length) * INSTRUCTION,
      })),
    ),
    literals: runsOf([...new Set(literals)].sort(ascending).map((at) => ({ at, bytes: LITERAL }))),
    reach: reachOf(trampolines),
    ...(shown
      ? {
          example: {
            symbol: shown.symbol.name,
            at: hex(shown.symbol.address),
            ...(shown.literal ? { literal: hex(shown.literal.address) } : {}),
          },
        }
      : {}),
  };
}

const ascending = (a: bigint, b: bigint): number => Number(a - b);

function hex(address: bigint): string {
  return `0x${address.toString(16)}`;
}

function accessOf({ write, exec }: Section): Layout['sections'][number]['access'] {
  if (exec) return write ? 'rwx' : 'rx';
  return write ? 'rw' : 'r';
}

/** Things of one size at one distance from each other, as one. */
function runsOf(things: readonly { at: bigint; bytes: bigint }[]): Layout['trampolines'] {
  const runs: { from: bigint; bytes: bigint; stride: bigint; count: number }[] = [];
  for (const { at, bytes } of things) {
    const run = runs.at(-1);
    const last = run && run.from + run.stride * BigInt(run.count - 1);
    const stride = last === undefined ? 0n : at - last;
    if (run && run.bytes === bytes && (run.count === 1 || run.stride === stride)) {
      run.stride = stride;
      run.count += 1;
    } else {
      runs.push({ from: at, bytes, stride: 0n, count: 1 });
    }
  }
  return runs.map(({ from, bytes, stride, count }) => ({
    from: hex(from),
    bytes: Number(bytes),
    stride: Number(stride),
    count,
  }));
}

/** From which page of code to which page of literals, and how many. */
function reachOf(trampolines: readonly Trampoline[]): Layout['reach'] {
  const counts = new Map<string, Layout['reach'][number]>();
  for (const { symbol, literal } of trampolines) {
    if (!literal) continue;
    const [from, to] = [symbol.address, literal.address].map((at) => hex((at / ADRP_PAGE) * ADRP_PAGE));
    const known = counts.get(`${from} ${to}`);
    if (known) known.count += 1;
    else if (from !== undefined && to !== undefined) counts.set(`${from} ${to}`, { from, to, count: 1 });
  }
  return [...counts.values()];
}
