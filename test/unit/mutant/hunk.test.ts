// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { hunkOf } from '../../../harness/mutant/hunk.ts';

const LINES = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];
const text = (lines: string[]) => `${lines.join('\n')}\n`;

test('a line in the midst', () => {
  expect(hunkOf('f', text(LINES), text(LINES.with(4, 'x'))).split('\n')).toEqual([
    '--- a/f',
    '+++ b/f',
    '@@ -2,7 +2,7 @@',
    ' 2',
    ' 3',
    ' 4',
    '-5',
    '+x',
    ' 6',
    ' 7',
    ' 8',
  ]);
});

test('the first line, and lines that go', () => {
  expect(hunkOf('f', text(LINES), text(LINES.slice(2))).split('\n')).toEqual([
    '--- a/f',
    '+++ b/f',
    '@@ -1,5 +1,3 @@',
    '-1',
    '-2',
    ' 3',
    ' 4',
    ' 5',
  ]);
});

test('a line like its neighbour', () => {
  expect(
    hunkOf('f', text(['a', 'a']), text(['a', 'a', 'a']))
      .split('\n')
      .slice(2),
  ).toEqual(['@@ -1,2 +1,3 @@', ' a', ' a', '+a']);
});
