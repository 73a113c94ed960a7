// SPDX-License-Identifier: GPL-2.0-only

import { expect, test } from 'vitest';
import { exitCode } from '../../../harness/base/exit.ts';
import type { Outcome, Verdict } from '../../../harness/base/verdict.ts';
import { outcomeOf, worst } from '../../../harness/verdict/outcome.ts';

const cells: [Verdict[], Outcome][] = [
  [[], 'error'],
  [['pass'], 'pass'],
  [['pass', 'skip', 'xfail'], 'pass'],
  [['pass', 'fail', 'xfail'], 'fail'],
  [['fail', 'error', 'pass'], 'error'],
  [['error'], 'error'],
];

test.each(cells)('a cell with %j is %s', (verdicts, outcome) => {
  const results = verdicts.map((verdict) => ({
    suite: 's',
    case: 'c',
    verdict,
    reason: '',
    metrics: [],
    details: [],
  }));
  expect(outcomeOf(results)).toBe(outcome);
});

const runs: [Outcome[], Outcome, number][] = [
  [[], 'error', 4],
  [['pass', 'pass'], 'pass', 0],
  [['pass', 'fail'], 'fail', 1],
  [['error', 'fail', 'pass'], 'error', 4],
  [['pass', 'unjudged'], 'unjudged', 2],
  [['unjudged', 'fail', 'pass'], 'fail', 1],
  [['unjudged', 'error'], 'error', 4],
  [['fail', 'error'], 'error', 4],
];

test.each(runs)('a run with %j is %s, exit code %i', (outcomes, outcome, code) => {
  expect(worst(outcomes)).toBe(outcome);
  expect(exitCode(outcome)).toBe(code);
});
