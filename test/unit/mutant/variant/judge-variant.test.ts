// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from 'vitest';
import type { CaseResult, Verdict } from '../../../../harness/base/verdict.ts';
import { judgeVariant, matches } from '../../../../harness/mutant/variant/judge-variant.ts';
import type { Gap, Variant } from '../../../../harness/mutant/variant/variant.ts';

const RIGHT: Variant = {
  name: 'layout/one',
  kind: 'right',
  why: '',
  base: 'reviewed',
  exit: 0,
  fails: [],
  suites: [],
  machines: [],
  hangs: false,
  full: false,
  gap: undefined,
  patch: '',
};
const WRONG: Variant = { ...RIGHT, kind: 'wrong', exit: 1, fails: ['bti.one', 'abi.*'] };

function result(name: string, verdict: Verdict): CaseResult {
  const [suite = '', testCase = ''] = name.split('.');
  return { suite, case: testCase, verdict, reason: 'why', metrics: [], details: [] };
}
const gap = (...exits: number[]): Gap => ({ exits, why: 'w' });
const BOTH = [result('bti.one', 'fail'), result('abi.section', 'error'), result('bti.two', 'pass')];

describe('judgeVariant', () => {
  test.each([
    ['right and passed', RIGHT, 0, [result('bti.one', 'pass'), result('bti.two', 'skip')], 'due'],
    ['right and failed', RIGHT, 1, BOTH, 'off'],
    ['right and failed, as is known', { ...RIGHT, gap: gap(1) }, 1, BOTH, 'gap'],
    ['right and an error, but known to fail', { ...RIGHT, gap: gap(1) }, 4, BOTH, 'off'],
    ['right and passed, but known to fail', { ...RIGHT, gap: gap(1) }, 0, [], 'closed'],
    ['wrong and failed by all it names', WRONG, 1, BOTH, 'due'],
    ['wrong and failed by one of them', WRONG, 1, [result('bti.one', 'fail')], 'off'],
    ['wrong and failed, but by another exit code', WRONG, 4, BOTH, 'off'],
    ['wrong and passed', WRONG, 0, [], 'off'],
    ['wrong and passed, as is known', { ...WRONG, gap: gap(0) }, 0, [], 'gap'],
    ['wrong and failed, but known to pass', { ...WRONG, gap: gap(0) }, 1, BOTH, 'closed'],
    ['noticed by luck', { ...WRONG, gap: gap(0, 1) }, 1, BOTH, 'gap'],
    ['not noticed by bad luck', { ...WRONG, gap: gap(0, 1) }, 0, [], 'gap'],
  ] as const)('%s: %s', (_, variant, exit, results, verdict) => {
    expect(judgeVariant(variant, { exit, results }).verdict).toBe(verdict);
  });

  test('names each wrong case once, and what is not as is due', () => {
    const results = [result('bti.two', 'fail'), result('bti.two', 'fail')];
    expect(judgeVariant(WRONG, { exit: 4, results })).toMatchObject({
      by: ['bti.two'],
      problems: [
        'exit code 4, 1 is due',
        'bti.one does not fail it',
        'abi.* does not fail it',
        'bti.two: fail: why',
        'bti.two: fail: why',
      ],
    });
  });
});

test.each([
  ['*.*', 'bti.one', true],
  ['bti.*', 'btix.one', false],
  ['layout/*', 'layout/x17', true],
  ['x17', 'layout/x17', false],
])('%s is %s: %s', (pattern, name, is) => {
  expect(matches(pattern, name)).toBe(is);
});
