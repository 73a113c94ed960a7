// SPDX-License-Identifier: GPL-2.0-only
// What several runs of the same are said to agree on.

import { expect, test } from 'vitest';
import type { RunReport, Verdict } from '../../../harness/base/verdict.ts';
import { agreement } from '../../../harness/run/repeat.ts';

/** A run of one cell with these verdicts. */
function report(verdicts: Record<string, Verdict>): RunReport {
  const results = Object.entries(verdicts).map(([name, verdict]) => ({
    suite: 's',
    case: name,
    verdict,
    reason: '',
    metrics: [],
    details: [],
  }));
  return {
    verdict: 'pass',
    notes: [],
    cells: [{ subject: 'v7', machine: 'max', verdict: 'pass', argv: [], folder: null, results }],
  };
}

test('all agree', () => {
  expect(agreement([report({ a: 'pass', b: 'skip' }), report({ a: 'pass', b: 'skip' })])).toEqual([
    '2 runs: 2 of 2 cases had the same verdict in each',
  ]);
});

test('one that passes now and then is named with its counts, and so is one that a run lacks', () => {
  const runs = [report({ a: 'pass', b: 'pass' }), report({ a: 'fail', b: 'pass' }), report({ a: 'pass' })];
  expect(agreement(runs)).toEqual([
    '3 runs: 0 of 2 cases had the same verdict in each',
    's.a (v7 on max): 2 pass, 1 fail',
    's.b (v7 on max): 2 pass, 1 absent',
  ]);
});

test('of many that differ a few are named', () => {
  const run = (verdict: Verdict) =>
    report(Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`c${i}`, verdict])));
  expect(agreement([run('pass'), run('fail')]).slice(-1)).toEqual(['4 more cases differ']);
});
