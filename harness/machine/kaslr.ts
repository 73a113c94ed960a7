// SPDX-License-Identifier: GPL-2.0-only
// Where a machine with KASLR puts the image. The guest is told; so sct knows it of a guest that never said a word, too.

/** As Linux does with 48-bit virtual addresses: from the first quarter of the kernel's half to the third one's end. */
const LEAST = 2n ** 45n;
const SPAN = 2n ** 46n;
/** The largest granule, so that no address changes its place in its page. */
const STEP = 0x10000n;

/** How far from its linked address the image runs: always the same for a seed. */
export function displacementFor(seed: number): bigint {
  return LEAST + (mix(BigInt(seed)) % (SPAN / STEP)) * STEP;
}

/** SplitMix64, so that neighbouring seeds give distant places. */
function mix(seed: bigint): bigint {
  const u64 = (x: bigint) => BigInt.asUintN(64, x);
  let x = u64(seed + 0x9e3779b97f4a7c15n);
  x = u64((x ^ (x >> 30n)) * 0xbf58476d1ce4e5b9n);
  x = u64((x ^ (x >> 27n)) * 0x94d049bb133111ebn);
  return x ^ (x >> 31n);
}
