// SPDX-License-Identifier: GPL-2.0-only
// How much memory an image takes, from its program headers (ELF-64, little endian: System V gABI, chapter 5).

import { closeSync, openSync, readSync } from 'node:fs';

/** Ten times what a guest has. */
export const LARGEST_IMAGE = 16n << 20n;

const PT_LOAD = 1;

/** Bytes from the lowest to the highest address that the ELF file at `path` loads or clears. */
export function imageBytes(path: string): bigint {
  const file = openSync(path, 'r');
  try {
    const read = (at: number, size: number): Buffer => {
      const bytes = Buffer.alloc(size);
      readSync(file, bytes, 0, size, at);
      return bytes;
    };
    const header = read(0, 64);
    const [offset, size, count] = [
      Number(header.readBigUInt64LE(32)),
      header.readUInt16LE(54),
      header.readUInt16LE(56),
    ];
    let [low, high] = [1n << 64n, 0n];
    for (let n = 0; n < count; n++) {
      const segment = read(offset + n * size, size);
      const [at, memory] = [segment.readBigUInt64LE(16), segment.readBigUInt64LE(40)];
      if (segment.readUInt32LE(0) !== PT_LOAD || memory === 0n) continue;
      if (at < low) low = at;
      if (at + memory > high) high = at + memory;
    }
    return high > low ? high - low : 0n;
  } finally {
    closeSync(file);
  }
}
