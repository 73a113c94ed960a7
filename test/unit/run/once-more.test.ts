// SPDX-License-Identifier: GPL-2.0-only

import { expect, test } from 'vitest';
import { nameOf } from '../../../harness/base/plan.ts';
import type { Verdict } from '../../../harness/base/verdict.ts';
import { busyCases, withFound } from '../../../harness/run/once-more.ts';
import { TOO_BUSY } from '../../../harness/verdict/busy.ts';
import { cell, result } from '../report/sample.ts';

const busy = { verdict: 'error', reason: `${TOO_BUSY}x` } as const;
const before = () =>
  cell(
    'max-smp2',
    [
      result('control', 'c'),
      result('a', 'one', { verdict: 'fail', reason: 'why' }),
      result('smp', 'one', busy),
      result('smp', 'two', busy),
      result('bench', 'console'),
    ],
    { verdict: 'error', folder: '/tmp/x' },
  );

test('what a busy host kept from being judged is what is asked for once more', () => {
  expect(busyCases(before())).toEqual(['smp.one', 'smp.two']);
});

test.for([
  { why: 'found out', again: ['pass', 'pass'], verdict: 'fail', smp: ['pass', 'pass'] },
  { why: 'still not', again: ['pass', 'busy'], verdict: 'fail', smp: ['pass', 'error'] },
  { why: 'it erred', again: ['error', 'pass'], verdict: 'error', smp: ['error', 'pass'] },
] as const)('$why: $again', ({ again, verdict, smp }) => {
  const [one, two] = again.map((word) => (word === 'busy' ? busy : { verdict: word as Verdict }));
  const found = cell('max-smp2', [result('smp', 'one', one), result('smp', 'two', two)]);
  const now = withFound(before(), found);
  expect(now).toMatchObject({ verdict, folder: '/tmp/x' });
  expect(now.results.filter(({ suite }) => suite === 'smp').map((one) => one.verdict)).toEqual(smp);
  expect(now.results.map(nameOf)).toEqual(before().results.map(nameOf));
});

test('a control that fails the second time is not lost', () => {
  const found = cell('max-smp2', [
    result('control', 'c', { verdict: 'error', reason: 'blind' }),
    result('smp', 'one'),
    result('smp', 'two'),
  ]);
  expect(withFound(before(), found)).toMatchObject({ verdict: 'error' });
});
