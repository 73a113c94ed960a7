// SPDX-License-Identifier: GPL-2.0-only
// Guests of a few instructions, by hand: what a real QEMU does, without a build.

/** `movz xN, #value, lsl #shift`, and the same for movk. */
const movz = (n: number, value: number, shift = 0) => 0xd2800000 | ((shift / 16) << 21) | (value << 5) | n;
const movk = (n: number, value: number, shift: number) =>
  0xf2800000 | ((shift / 16) << 21) | (value << 5) | n;
const HVC = 0xd4000002;
const WFI = 0xd503207f;
const BACK = 0x17ffffff; // b . - 4
const SPIN = 0x14000000; // b .

/** PSCI by hvc, with the function 0x84000000 + `number`. */
const psci = (number: number) => [movz(0, number), movk(0, 0x8400, 16), HVC];
/** One character on virt's PL011 at 0x9000000. */
const print = (character: string) => [
  movz(1, 0x0900, 16),
  movz(2, character.charCodeAt(0)),
  0xb9000022, // str w2, [x1]
];

/** What each guest does, instruction by instruction. */
export const TINY_GUESTS = {
  powersOff: [...print('x'), ...psci(8), WFI, BACK],
  resetsAtOnce: [...psci(9), WFI, BACK],
  resets: [...print('x'), ...psci(9), WFI, BACK],
  waits: [...print('x'), WFI, BACK],
  spins: [movz(30, 0x1234), SPIN],
} as const;

/** Offset of the first instruction of a tiny guest from where QEMU puts the Image. */
const HEADER = 64;

/** An arm64 `Image`: the header of 64 bytes, which begins with a branch over itself, then the instructions. */
export function tinyImage(words: readonly number[]): Buffer {
  const image = Buffer.alloc(HEADER + 4 * words.length);
  image.writeUInt32LE(0x14000000 | (HEADER / 4), 0);
  image.writeBigUInt64LE(0n, 8); // text_offset
  image.writeBigUInt64LE(BigInt(image.length), 16); // image_size
  image.write('ARM\x64', 56, 'latin1');
  words.forEach((word, index) => {
    image.writeUInt32LE(word >>> 0, HEADER + 4 * index);
  });
  return image;
}
