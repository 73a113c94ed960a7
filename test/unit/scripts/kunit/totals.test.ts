// SPDX-License-Identifier: GPL-2.0-only

import { expect, test } from 'vitest';
import { counted, ownLog } from '../../../../scripts/kunit/totals.mjs';

test("a known defect is `not ok` in a guest's log, and `ok` in the report", () => {
  const results = ['pass', 'xfail', 'skip', 'fail', 'error'].map((verdict) => ({ suite: 's', verdict }));
  expect(counted(results, 'log')).toEqual({ passed: 1, failed: 3, skipped: 1 });
  expect(counted(results, 'report')).toEqual({ passed: 2, failed: 2, skipped: 1 });
});

test("of a module's log its own lines are left, and what printk() has cut is joined", () => {
  const log = [
    'Booting Linux on physical CPU 0x0',
    'sct: KTAP version 1',
    'sct: 1..1',
    'ok 9 of somebody else',
    'sct+ ok 1 one # SKIP a long',
    'random: crng init done',
    'sct:  reason\r',
    'sct: # sct end',
    '',
  ].join('\n');
  expect(ownLog(log)).toBe('KTAP version 1\n1..1\nok 1 one # SKIP a long reason\n# sct end\n');
});

test('a log without marks is left as it is', () => {
  const log = 'KTAP version 1\n1..1\nok 1 one\n';
  expect(ownLog(log)).toBe(log);
});
