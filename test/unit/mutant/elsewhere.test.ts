// SPDX-License-Identifier: GPL-2.0-only
// The table on another machine than its rows name.

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { noticedByAny, rowsElsewhere } from '../../../harness/mutant/elsewhere.ts';
import { loadMutants } from '../../../harness/mutant/mutant.ts';
import { packageRoot } from '../../../harness/store/places.ts';
import { readMutants } from '../../../scripts/linux/mutant-rows.mjs';
import { result } from '../report/sample.ts';

const table = loadMutants(packageRoot());
const row = table.find(({ name }) => name === 'cfi-ignores-updates') ?? expect.fail('no such row');
const failed = (suite: string) => result(suite, 'c', { verdict: 'fail', reason: 'no' });

test('rows that only the host judges are left out, and named', () => {
  const { rows, notes } = rowsElsewhere(table, 'process');
  expect(rows.map(({ name }) => name)).toContain('null-in-between');
  expect(rows.map(({ name }) => name)).not.toContain('no-symbol-size');
  expect(notes.join()).toContain('no-symbol-size');
  expect(rows.every(({ machine, changes }) => machine === 'process' && changes === 'subject')).toBe(true);
});

test('what changes calls without trampolines is left out in Linux alone, and named', () => {
  const { rows, notes } = rowsElsewhere(table, 'linux-cfi');
  expect(rows.map(({ subject }) => subject)).not.toContain('typed-ret0');
  expect(notes.join()).toMatch(/calls without trampolines.*generic-null-not-written/);
  expect(rowsElsewhere(table, 'process').rows.map(({ subject }) => subject)).toContain('typed-ret0');
});

test('the script that tries all of them in Linux knows the same rows', () => {
  const names = readMutants(join(packageRoot(), 'guest/mutants'));
  expect(names).toEqual(rowsElsewhere(table, 'linux-cfi').rows.map(({ name }) => name));
});

test('whoever notices has noticed, but for what boots nothing', () => {
  const skipped = result('kcfi', 'c', { verdict: 'skip', reason: 'built without kCFI' });
  expect(noticedByAny(row, [skipped, result('dispatch', 'd')])).toBeUndefined();
  expect(noticedByAny(row, [skipped, failed('abi'), failed('bench')])).toBeUndefined();
  expect(noticedByAny(row, [skipped, failed('dispatch')])).toMatchObject({
    verdict: 'killed',
    by: ['dispatch.c'],
  });
});
