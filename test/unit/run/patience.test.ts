// SPDX-License-Identifier: GPL-2.0-only

import { expect, test } from 'vitest';
import { MACHINES } from '../../../harness/machine/machines.ts';
import { noHangs, patienceFor } from '../../../harness/run/patience.ts';

const max = MACHINES.find(({ name }) => name === 'max') ?? expect.fail('no max');
const CASE = { suite: 's', case: 'c' };
const took = new Map([
  ['s.c', 100],
  ['s.slow', 80_000],
  ['s.slowest', 10_000_000],
]);

test('a case of which nothing is known gets what the machine says', () => {
  expect(patienceFor(max, undefined, noHangs()).bootargs()).toEqual([
    'sct.watchdog_ms=4000',
    'sct.short_ms=4000',
  ]);
});

test('20 times what it takes reviewed, but no more than where nothing is known', () => {
  expect(patienceFor(max, took, noHangs()).bootargs()).toEqual([
    'sct.watchdog_ms=1000',
    'sct.short_ms=50',
    'sct.give_up=1',
    'sct.slow=s.slow:1600,s.slowest:4000',
  ]);
});

test('what waits until enough was seen of several CPUs is left the time to say that it was not', () => {
  const smp = MACHINES.find(({ name }) => name === 'max-smp2') ?? expect.fail('no max-smp2');
  const quick = new Map([
    ['smp.c', 100],
    ['control.c', 100],
    ['s.c', 100],
  ]);
  expect(patienceFor(smp, quick, noHangs()).bootargs()).toContain('sct.slow=smp.c:12000,control.c:12000');
  expect(patienceFor(max, quick, noHangs()).bootargs().join(' ')).not.toContain('sct.slow');
});

test('the guest is told where the image hung already, but for what is no address of it', () => {
  const hangs = { ...noHangs(), places: [0x1234n, -5n, 1n << 40n] };
  expect(patienceFor(max, took, hangs).bootargs().at(-1)).toBe('sct.hung=4660');
});

test('silence is taken for a hang sooner once one was seen, but never in a control', () => {
  const fresh = patienceFor(max, took, noHangs());
  const hurried = patienceFor(max, took, { ...noHangs(), places: [1n] });
  expect([fresh.silence(CASE), hurried.silence(CASE)]).toEqual([1.5, 0.2]);
  expect(hurried.silence({ suite: 'control', case: 'c' })).toBe(1.5);
});

test('a case that had no CPU is not known to hang; more time does not ask for more CPU', () => {
  const patience = patienceFor(max, took, noHangs());
  expect([0.2, 0.5, undefined].map((cpu) => patience.wasStarved(CASE, cpu))).toEqual([true, false, false]);
  expect(patienceFor(max, took, noHangs(), 1, 4).wasStarved(CASE, 0.5)).toBe(false);
});
