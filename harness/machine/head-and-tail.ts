// SPDX-License-Identifier: GPL-2.0-only
// Both ends of a stream that may be endless.

/** The first and the last bytes of a stream of any length. */
export interface HeadAndTail {
  take(chunk: Uint8Array): void;
  head(): Buffer;
  tail(): Buffer;
}

/** Keeps `size` bytes of either end; of a short stream both hold all of it. */
export function headAndTail(size: number): HeadAndTail {
  const first: Uint8Array[] = [];
  let room = size;
  let last: Uint8Array[] = [];
  let kept = 0;
  const tail = () => Buffer.concat(last).subarray(-size);
  return {
    take(chunk) {
      if (room > 0) first.push(chunk.subarray(0, room));
      room -= Math.min(room, chunk.length);
      last.push(chunk);
      kept += chunk.length;
      // Now and then, so that each byte is copied about once.
      if (kept > 4 * size) last = [tail()];
      if (last.length === 1) kept = last[0]?.length ?? 0;
    },
    head: () => Buffer.concat(first),
    tail,
  };
}
