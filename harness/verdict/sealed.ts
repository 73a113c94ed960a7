// SPDX-License-Identifier: GPL-2.0-only
// Whether a guest ended as it was built: its read-only memory, from outside, against the image, and where it powered off.

import type { Range, Sealed } from '../inspect/sealed.ts';
import type { FinalMemory } from '../machine/final-memory.ts';

const WORD = 8;
const PAGE = 4096;

/** How what is wrong is told; causes/rules.ts knows it by these words. */
const NOT_AS_BUILT = 'QEMU has it otherwise than it was built';

/**
 * What is wrong, undefined if nothing is.
 * @param image the bytes of the Image, as linked
 * @param displacement how far from its linked address it ran
 */
export function brokenSeal(
  sealed: Sealed,
  image: Uint8Array,
  displacement: bigint,
  found: FinalMemory,
): string | undefined {
  const base = BigInt(sealed.memory.from);
  const wanted = wordsOf(image, Number(BigInt(sealed.memory.to) - base));
  move(wanted, sealed.relocations, base, displacement);
  if (!found.mapped) return `read-only memory: ${NOT_AS_BUILT}: it is not mapped any more`;
  for (const bytes of [found.loaded, found.mapped]) {
    const wrong = differences(wanted, wordsOf(bytes, wanted.length * 8), sealed.open, base);
    const [first] = wrong;
    if (first === undefined) continue;
    const is = wordsOf(bytes, wanted.length * 8)[first] ?? 0n;
    const at = `0x${(base + displacement + BigInt(first * 8)).toString(16)}`;
    const words = wrong.length === 1 ? '1 word' : `${wrong.length} words, the first`;
    return `read-only memory: ${NOT_AS_BUILT}: ${words} at pc=${at}: expected ${hex(wanted[first] ?? 0n)}, got ${hex(is)}`;
  }
  const { pc } = found;
  const isOff = sealed.off.some(({ from, to }) => {
    const at = (pc ?? 0n) - displacement;
    return at >= BigInt(from) && at <= BigInt(to);
  });
  if (pc !== undefined && !isOff) return `the machine was not turned off by the bench, but at pc=${hex(pc)}`;
  return undefined;
}

function wordsOf(bytes: Uint8Array, length: number): BigUint64Array {
  const words = new Uint8Array(length);
  words.set(bytes.subarray(0, length));
  return new BigUint64Array(words.buffer);
}

/** As boot/relocate.c does it: Elf64_Rela, whose first word is the address of the word to move. */
function move(words: BigUint64Array, { from, to }: Range, base: bigint, displacement: bigint): void {
  if (displacement === 0n) return;
  const [start, end] = [Number(BigInt(from) - base) / 8, Number(BigInt(to) - base) / 8];
  for (let entry = start; entry + 2 < end; entry += 3) {
    const at = Number((words[entry] ?? base) - base) / 8;
    if (at < words.length) words[at] = BigInt.asUintN(64, (words[at] ?? 0n) + displacement);
  }
}

/** Indexes of words that differ, and are not open to updates. */
function differences(
  wanted: BigUint64Array,
  found: BigUint64Array,
  open: readonly Range[],
  base: bigint,
): number[] {
  // By pages, which are compared at once: a comparison of BigInts takes ten times as long as one of numbers, and nearly all pages are alike.
  const [left, right] = [Buffer.from(wanted.buffer), Buffer.from(found.buffer)];
  const wrong: number[] = [];
  for (let page = 0; page < left.length; page += PAGE) {
    const end = Math.min(page + PAGE, left.length);
    if (left.compare(right, page, end, page, end) === 0) continue;
    for (let index = page / WORD; index < end / WORD; index++)
      if (wanted[index] !== found[index]) wrong.push(index);
  }
  if (wrong.length === 0) return wrong;
  const ranges = open.map(({ from, to }) => [BigInt(from), BigInt(to)] as const);
  return wrong.filter((index) => {
    const at = base + BigInt(index * 8);
    return !ranges.some(([from, to]) => at + 8n > from && at < to);
  });
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}
