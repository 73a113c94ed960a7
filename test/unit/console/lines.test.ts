// SPDX-License-Identifier: GPL-2.0-only

import { expect, test } from 'vitest';
import { CUT_MARK, LINE_LIMIT, readLines } from '../../../harness/console/lines.ts';

async function* chunks(...pieces: (string | number[] | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    yield typeof piece === 'string' ? new TextEncoder().encode(piece) : Uint8Array.from(piece);
  }
}

async function linesOf(source: AsyncIterable<Uint8Array>): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of readLines(source)) lines.push(line);
  return lines;
}

test.each([
  ['nothing', [], []],
  ['an empty chunk', [''], []],
  ['one line', ['ok 1 a\n'], ['ok 1 a']],
  ['CR LF', ['ok 1 a\r\nok 2 b\r\n'], ['ok 1 a', 'ok 2 b']],
  ['CR CR LF, as a tty in between makes it', ['ok 1 a\r\r\n'], ['ok 1 a']],
  ['a CR within a line', ['a\rb\r\n'], ['a\rb']],
  ['an unterminated last line', ['ok 1 a\nok 2'], ['ok 1 a', 'ok 2']],
  ['blank lines', ['\n\r\na\n'], ['', '', 'a']],
  ['a line in three chunks', ['ok', ' 1 ', 'a\nb\n'], ['ok 1 a', 'b']],
  ['CR and LF in two chunks', ['a\r', '\nb'], ['a', 'b']],
  ['a character in two chunks', [[0xc3], [0xa9, 0x0a]], ['é']],
  ['bytes that are not UTF-8', [[0x61, 0xff, 0xfe, 0x62, 0x0a]], ['a\ufffd\ufffdb']],
  ['a byte order mark', [[0xef, 0xbb, 0xbf, 0x61, 0x0a]], ['\ufeffa']],
])('%s', async (_, pieces, expected) => {
  expect(await linesOf(chunks(...pieces))).toEqual(expected);
});

test('a line of exactly the limit is whole', async () => {
  const whole = 'x'.repeat(LINE_LIMIT);
  expect(await linesOf(chunks(`${whole}\nnext\n`))).toEqual([whole, 'next']);
});

test.each([
  ['in one chunk', [`${'x'.repeat(LINE_LIMIT + 1)}\nnext`]],
  ['in several', ['x'.repeat(LINE_LIMIT), 'x', 'yyy', 'zzz\nnext\n']],
])('a line that is too long is cut and marked once, %s', async (_, pieces) => {
  expect(await linesOf(chunks(...pieces))).toEqual([`${'x'.repeat(LINE_LIMIT)}${CUT_MARK}`, 'next']);
});

test('a line is given as soon as its end is there', async () => {
  let asked = 0;
  async function* slow() {
    for (const text of ['one\n', 'two\n']) {
      asked += 1;
      yield new TextEncoder().encode(text);
    }
  }
  const lines = readLines(slow());
  expect(await lines.next()).toEqual({ done: false, value: 'one' });
  expect(asked).toBe(1);
});

// So many that more than linear time would be more than the test has.
test('hostile lines take no more than linear time', async () => {
  const lines = await linesOf(chunks(`${'\r'.repeat(LINE_LIMIT - 1)}x\n`.repeat(64)));
  expect(lines).toHaveLength(64);
});
