// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { format } from '../../../../harness/report/formats/markdown.ts';
import { cell, result, SAMPLE } from '../sample.ts';

test('cells, costs, and whatever is not a pass', () => {
  const text = format(SAMPLE);
  expect(text).toMatch(/^static calls: \*\*ERROR\*\*\n/);
  expect(text).toMatch(/\| v7 +\| max +\| fail +\| 3 pass, 1 fail, 1 skip +\|/);
  expect(text).toMatch(/\| tramp +\| 8 +\| - +\|/);
  expect(text).toContain('- FAIL `dispatch.first` (v7 on max): dispatch.c:41: expected 0x2, got 0x3');
  expect(text).toContain('- XFAIL `abi.adrp` (v7 on host)');
});

test('a reason with a bar or a line break stays in its line', () => {
  const odd = result('s', 'c', { verdict: 'fail', reason: 'a | b\n# c', details: [] });
  const text = format({ verdict: 'fail', cells: [cell('max', [odd])], notes: [] });
  expect(text).toContain('a \\| b # c');
});

test('nothing of the machine it ran on', () => {
  expect(format(SAMPLE)).not.toContain('/tmp/');
});
