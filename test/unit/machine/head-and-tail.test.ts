// SPDX-License-Identifier: GPL-2.0-only

import { expect, test } from 'vitest';
import { headAndTail } from '../../../harness/machine/head-and-tail.ts';

test.each([
  { of: 'nothing', chunks: [], head: '', tail: '' },
  { of: 'a short stream', chunks: ['ab', 'c'], head: 'abc', tail: 'abc' },
  { of: 'as many bytes as there is room for', chunks: ['abcd'], head: 'abcd', tail: 'abcd' },
  { of: 'one long chunk', chunks: ['abcdefghij'.repeat(3)], head: 'abcd', tail: 'ghij' },
  { of: 'chunks that straddle', chunks: ['abc', 'def', 'ghi'], head: 'abcd', tail: 'fghi' },
  { of: 'a long chunk and short ones', chunks: ['x'.repeat(30), 'a', '', 'b'], head: 'xxxx', tail: 'xxab' },
  { of: 'many short ones', chunks: [...'abcdefghijklmnopqrstuvwxyz'], head: 'abcd', tail: 'wxyz' },
])('both ends of $of', ({ chunks, head, tail }) => {
  const ends = headAndTail(4);
  for (const chunk of chunks) ends.take(Buffer.from(chunk));
  expect([ends.head().toString(), ends.tail().toString()]).toEqual([head, tail]);
});
