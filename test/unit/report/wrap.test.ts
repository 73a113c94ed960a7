// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { broken, cut, hanging, rowsOf, widthOf } from '../../../harness/report/wrap.ts';

const terminal = { isTTY: true, columns: 72 };

test('as wide as COLUMNS says, or the terminal; a file has no width', () => {
  expect(widthOf(terminal, {})).toBe(72);
  expect(widthOf(terminal, { COLUMNS: '132' })).toBe(132);
  expect(widthOf(terminal, { COLUMNS: 'wide' })).toBe(72);
  expect(widthOf({ isTTY: false }, {})).toBe(undefined);
  expect(widthOf({ isTTY: false }, { COLUMNS: '60' })).toBe(60);
  // As a pseudo-terminal says whose size nobody has set.
  expect(widthOf({ isTTY: true, columns: 0 }, {})).toBe(undefined);
  expect(widthOf({ isTTY: true, columns: 3 }, {})).toBe(40);
});

test('what is broken hangs behind its margin, and is whole where there is no width', () => {
  expect(broken('one two three', '  ', undefined)).toEqual(['  one two three']);
  expect(broken('one two three', '  ', 9)).toEqual(['  one two', '  three']);
  expect(hanging('one two three', '  ', 9)).toEqual(['one two', '  three']);
});

test('what cannot be broken is cut', () => {
  expect(cut('12345', 4)).toBe('123…');
  expect(cut('12345', 5)).toBe('12345');
  expect(cut('12345', undefined)).toBe('12345');
});

test('a line longer than the terminal takes several rows, an empty one takes one', () => {
  expect(rowsOf(['12345', '', '123', '\u001b[31m1234\u001b[39m'], 4)).toBe(5);
  expect(rowsOf(['12345', ''], undefined)).toBe(2);
});
