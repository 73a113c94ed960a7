// SPDX-License-Identifier: GPL-2.0-only
// The boot arguments that an image brings along.

import { SctError } from '../base/exit.ts';
import type { ImageFacts } from './facts.ts';

/**
 * A copy of an image that takes these words for its boot arguments where whoever starts it names none of them.
 * @throws SctError if they do not fit
 */
export function withOwnArgs(
  image: Uint8Array,
  room: ImageFacts['ownArgs'],
  words: string,
  form: 'flat' | 'elf' = 'flat',
): Buffer {
  const bytes = Buffer.from(`${words}\0`, 'latin1');
  if (!room) throw new SctError('this image has no room for boot arguments of its own');
  if (bytes.length > room.size)
    throw new SctError(
      `the image has room for ${room.size} bytes of boot arguments, and these are ${bytes.length}: ask for fewer cases, or for whole suites`,
    );
  const at = form === 'flat' ? room.offset : room.inElf;
  const copy = Buffer.from(image);
  copy.fill(0, at, at + room.size);
  bytes.copy(copy, at);
  return copy;
}
