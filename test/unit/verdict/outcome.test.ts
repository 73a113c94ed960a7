// SPDX-License-Identifier: GPL-2.0-only

import { expect, test } from 'vitest';
import { exitCode } from '../../../harness/base/exit.ts';
import type { CaseResult, Outcome, Verdict } from '../../../harness/base/verdict.ts';
import { TOO_BUSY } from '../../../harness/verdict/busy.ts';
import { isBusy, outcomeOf, outcomeOfCells, outcomeOfRuns, worst } from '../../../harness/verdict/outcome.ts';

/** A verdict, or an error of a busy host. */
type Word = Verdict | 'busy';

const resultsOf = (words: readonly Word[]): CaseResult[] =>
  words.map((word) => ({
    suite: 's',
    case: 'c',
    verdict: word === 'busy' ? 'error' : word,
    reason: word === 'busy' ? `${TOO_BUSY}x` : '',
    metrics: [],
    details: [],
  }));

const cells: [Word[], Outcome][] = [
  [[], 'error'],
  [['pass'], 'pass'],
  [['pass', 'skip', 'xfail'], 'pass'],
  [['pass', 'fail', 'xfail'], 'fail'],
  [['fail', 'error', 'pass'], 'error'],
  [['error'], 'error'],
  [['pass', 'busy'], 'error'],
  [['fail', 'busy', 'pass'], 'fail'],
  [['fail', 'busy', 'error'], 'error'],
];

test.each(cells)('a cell with %j is %s', (words, outcome) => {
  expect(outcomeOf(resultsOf(words))).toBe(outcome);
});

/** A cell of these results, or one that was not judged. */
const cellOf = (words: Word[] | 'unjudged') =>
  words === 'unjudged'
    ? { subject: 's', machine: 'm', argv: [], folder: null, verdict: words, results: resultsOf(['skip']) }
    : {
        subject: 's',
        machine: 'm',
        argv: [],
        folder: null,
        verdict: outcomeOf(resultsOf(words)),
        results: resultsOf(words),
      };

const together: [(Word[] | 'unjudged')[], Outcome, number][] = [
  [[], 'error', 4],
  [[['pass'], ['pass', 'busy']], 'error', 4],
  [[['fail'], ['pass', 'busy']], 'fail', 1],
  [
    [
      ['pass', 'busy'],
      ['fail', 'busy'],
    ],
    'fail',
    1,
  ],
  [[['fail'], ['error']], 'error', 4],
  [[['fail'], []], 'error', 4],
  [['unjudged', ['pass', 'busy']], 'error', 4],
  [['unjudged', ['fail']], 'fail', 1],
];

test.each(together)('a run of cells with %j is %s, exit code %i', (words, outcome, code) => {
  expect(outcomeOfCells(words.map(cellOf))).toBe(outcome);
  expect(exitCode(outcome)).toBe(code);
});

test('a cell is busy where nothing else is wrong', () => {
  expect(
    [['pass', 'busy'], ['busy', 'fail'], ['busy', 'error'], ['pass'], []].map((words) =>
      isBusy(cellOf(words as Word[])),
    ),
  ).toEqual([true, false, false, false, false]);
});

test('of several runs a fail outranks one that a busy host spoilt, and not one of which cells never began', () => {
  const run = (verdict: Outcome, words: Word[]) => ({ verdict, cells: [cellOf(words)] });
  const [failed, spoilt, cut] = [run('fail', ['fail']), run('error', ['busy']), run('error', ['pass'])];
  expect(outcomeOfRuns([failed, spoilt])).toBe('fail');
  expect(outcomeOfRuns([failed, cut])).toBe('error');
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

test.each(runs)('%j together are %s, exit code %i', (outcomes, outcome, code) => {
  expect(worst(outcomes)).toBe(outcome);
  expect(exitCode(outcome)).toBe(code);
});
