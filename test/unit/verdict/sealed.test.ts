// SPDX-License-Identifier: GPL-2.0-only
// Read-only memory as QEMU has it at a boot's end, against the image.

import { expect, test } from 'vitest';
import type { Sealed } from '../../../harness/inspect/sealed.ts';
import type { FinalMemory } from '../../../harness/machine/final-memory.ts';
import { brokenSeal } from '../../../harness/verdict/sealed.ts';

const BASE = 0xffff800080000000n;
const at = (offset: number) => `0x${(BASE + BigInt(offset)).toString(16)}`;

/** Eight words: a relocation of word 5 (three words), code, an address, a literal, code that powers off. */
const IMAGE = [BASE + 0x28n, 0x403n, BASE + 0x18n, 0x1111n, 0x2222n, BASE + 0x18n, BASE + 0x20n, 0x3333n];
const SEALED: Sealed = {
  memory: { from: at(0), to: at(0x40) },
  relocations: { from: at(0), to: at(0x18) },
  open: [{ from: at(0x30), to: at(0x38) }],
  off: [{ from: at(0x38), to: at(0x40) }],
};

const bytesOf = (words: readonly bigint[]) => new Uint8Array(new BigUint64Array(words).buffer);
const withWord = (index: number, value: bigint) => bytesOf(IMAGE.with(index, value));

function seal(found: Partial<FinalMemory>, displacement = 0n): string | undefined {
  const same = { loaded: bytesOf(IMAGE), mapped: bytesOf(IMAGE), pc: BASE + displacement + 0x3cn };
  return brokenSeal(SEALED, bytesOf([...IMAGE, 0xdadan]), displacement, { ...same, ...found });
}

test.each([
  { what: 'all as it was', found: {}, says: undefined },
  {
    what: 'a literal that was updated',
    found: { loaded: withWord(6, 1n), mapped: withWord(6, 1n) },
    says: undefined,
  },
  {
    what: 'code',
    found: { loaded: withWord(3, 1n), mapped: withWord(3, 1n) },
    says: /: 1 word at pc=0xffff800080000018: expected 0x1111, got 0x1$/,
  },
  {
    what: 'the lower half of a word',
    found: { loaded: withWord(4, 0x2221n) },
    says: /expected 0x2222, got 0x2221/,
  },
  { what: 'a copy that is mapped instead', found: { mapped: withWord(3, 1n) }, says: /: 1 word at/ },
  { what: 'what was loaded, behind another map', found: { loaded: withWord(4, 1n) }, says: /: 1 word at/ },
  {
    what: 'two words',
    found: { loaded: bytesOf(IMAGE.with(3, 0n).with(7, 0n)) },
    says: /: 2 words, the first at pc=0xffff800080000018/,
  },
  { what: 'no map', found: { mapped: undefined }, says: /not mapped any more/ },
  {
    what: "a power-off of the subject's",
    found: { pc: BASE + 0x18n },
    says: /not turned off by the bench, but at pc=0xffff800080000018/,
  },
  { what: 'a place that nobody knows', found: { pc: undefined }, says: undefined },
])('$what', ({ found, says }) => {
  const told = seal(found);
  if (says) expect(told).toMatch(says);
  else expect(told).toBeUndefined();
});

test('an image that was moved holds moved addresses, and no others', () => {
  const by = 0x200000000000n;
  const moved = bytesOf(IMAGE.with(5, (IMAGE[5] ?? 0n) + by));
  expect(seal({ loaded: moved, mapped: moved }, by)).toBeUndefined();
  expect(seal({}, by)).toMatch(
    /1 word at pc=0xffffa00080000028: expected 0xffffa00080000018, got 0xffff800080000018/,
  );
});
