// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { Plan } from '../../../harness/base/plan.ts';
import { hostSeat } from '../../../harness/run/host-seat.ts';
import type { JudgedBoot } from '../../../harness/verdict/judge.ts';

const PLAN: Plan = [{ suite: 'dispatch', case: 'one' }];
const PASSED: JudgedBoot = {
  results: [{ suite: 'dispatch', case: 'one', verdict: 'pass', reason: '', metrics: [], details: [] }],
  wreck: null,
  subjectsDoing: false,
};
const HUNG: JudgedBoot = {
  results: [
    {
      suite: 'dispatch',
      case: 'one',
      verdict: 'error',
      reason: 'began, but never ended: timed out after 40 s without output, in this case',
      metrics: [],
      details: [],
      cut: 'hang',
    },
  ],
  wreck: { reason: 'timed out', case: null, deliberate: false },
  subjectsDoing: true,
};

test('one load at a time, in the order in which they were asked for', async () => {
  const seat = hostSeat(() => []);
  const log: string[] = [];
  const work = (name: string) => async () => {
    log.push(`${name} loads`);
    await new Promise((done) => setTimeout(done, 5));
    log.push(`${name} is gone`);
    return PASSED;
  };
  await Promise.all([seat.load(PLAN, work('a')), seat.load(PLAN, work('b'))]);
  expect(log).toEqual(['a loads', 'a is gone', 'b loads', 'b is gone']);
});

test('a load that throws gives the place back', async () => {
  const seat = hostSeat(() => []);
  await expect(
    seat.load(PLAN, async () => {
      throw new Error('no sudo');
    }),
  ).rejects.toThrow('no sudo');
  expect(await seat.load(PLAN, async () => PASSED)).toBe(PASSED);
});

test('behind a module that has not come back nothing is loaded, and both say so', async () => {
  const seat = hostSeat(() => ['sct']);
  const first = await seat.load(PLAN, async () => HUNG);
  expect(first.wreck).toBeNull();
  expect(first.results[0]).toMatchObject({
    reason: HUNG.results[0]?.reason,
    details: [
      expect.stringMatching(/^sct did not come back.*nobody can end it.*loads nothing more in this run/),
    ],
  });
  const second = await seat.load(PLAN, async () => expect.unreachable('it was loaded'));
  expect(second.wreck).toBeNull();
  expect(second.results).toMatchObject([
    {
      suite: 'dispatch',
      case: 'one',
      verdict: 'error',
      reason: expect.stringMatching(/^not tried: sct did not/),
    },
  ]);
});

test('a module that is gone by then is a hang like any other', async () => {
  const seat = hostSeat(() => []);
  expect(await seat.load(PLAN, async () => HUNG)).toBe(HUNG);
});
