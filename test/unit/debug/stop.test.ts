// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../harness/base/exit.ts';
import { chooseStop } from '../../../harness/debug/stop.ts';

const PLAN = [
  { suite: 'control', case: 'hang' },
  { suite: 'cost', case: 'update' },
  { suite: 'dispatch', case: 'first' },
  { suite: 'dispatch', case: 'update' },
];

test.each([
  ['the case', { case: 'dispatch.update' }, { suite: 'dispatch', case: 'update' }],
  ['the case in its suite', { case: 'dispatch.update', suite: 'dispatch' }, PLAN[3]],
  ['the first of the suite', { suite: 'dispatch' }, { suite: 'dispatch', case: 'first' }],
  ['before all cases', {}, null],
])('stops at %s', (_what, asked, stop) => {
  expect(chooseStop(PLAN, asked)).toEqual(stop);
});

describe('refuses', () => {
  test.each([
    [
      'a case that does not exist',
      { case: 'dispatch.frist' },
      'there is no case dispatch.frist; did you mean dispatch.first, ',
    ],
    ['several cases', { case: '*.update' }, 'stops at one case, and *.update are several: cost.update, '],
    ['several suites', { suite: '*o*' }, '--suite *o*: name one suite'],
    [
      'a case without its suite',
      { case: 'update' },
      'there is no case update; did you mean cost.update, dispatch.update?',
    ],
    [
      'a suite that does not exist',
      { suite: 'dispath' },
      'there is no suite dispath; there are: control, cost, dispatch',
    ],
    [
      'a suite that is judged without a boot',
      { suite: 'abi' },
      'suite abi is judged from the image: no guest boots',
    ],
    [
      'a case that is judged without a boot',
      { case: 'abi.section' },
      'suite abi is judged from the image: no guest boots',
    ],
    [
      'a case that the suite leaves out',
      { case: 'cost.update', suite: 'dispatch' },
      'with --suite dispatch the guest does not run cost.update',
    ],
  ])('%s', (_what, asked, message) => {
    const attempt = () => chooseStop(PLAN, asked);
    expect(attempt).toThrow(UsageError);
    expect(attempt).toThrow(message);
  });
});

test('a control may be named with any suite: controls run in every boot', () => {
  expect(chooseStop(PLAN, { case: 'control.hang', suite: 'dispatch' })).toEqual(PLAN[0]);
});
