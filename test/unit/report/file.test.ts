// SPDX-License-Identifier: GPL-2.0-only
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { reportFile } from '../../../harness/report/file.ts';

test.each([[true], ['-']])('%j is stdout', (value) => {
  expect(reportFile('--html', value)).toBeUndefined();
});

test('any other is a file', () => {
  expect(reportFile('--html', 'r.html')).toBe(resolve('r.html'));
  expect(reportFile('--html', './-')).toBe(resolve('./-'));
});
