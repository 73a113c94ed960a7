// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { displacementFor } from '../../../harness/machine/kaslr.ts';

/** The image's linked address and the guest's fixmap: what lies between them is for moved images, and for what their cases map. */
const LINKED = 0xffff800080000000n;
const FIXMAP = 0xfffffffffe000000n;
const SEEDS = Array.from({ length: 1000 }, (_, seed) => seed);

test('a displacement keeps every address in its place in the largest page, and clear of the fixmap', () => {
  for (const displacement of SEEDS.map(displacementFor)) {
    expect(displacement % 0x10000n).toBe(0n);
    expect(displacement).toBeGreaterThan(0x400000000n);
    expect(LINKED + displacement + 0x500000000n).toBeLessThan(FIXMAP);
  }
});

test('a seed means one place, and neighbours mean distant ones', () => {
  expect(displacementFor(1)).toBe(displacementFor(1));
  const places = new Set(SEEDS.map((seed) => displacementFor(seed) >> 30n));
  expect(places.size).toBeGreaterThan(900);
});
