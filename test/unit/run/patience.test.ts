// SPDX-License-Identifier: GPL-2.0-only

import { expect, test } from 'vitest';
import { LIMITS } from '../../../harness/machine/limits.ts';
import { MACHINES } from '../../../harness/machine/machines.ts';
import { hasHungAt, noHangs, patienceFor, placesOf } from '../../../harness/run/patience.ts';

const machineNamed = (wanted: string) =>
  MACHINES.find(({ name }) => name === wanted) ?? expect.fail(`no ${wanted}`);
const max = machineNamed('max');
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
  const smp = machineNamed('max-smp2');
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

test.each([
  ['that waited for the host, and hardly ran', 'max-smp2', [{ ran: 0.1, waited: 0.4 }], true],
  [
    'of which one thread did',
    'max-smp2',
    [
      { ran: 0.9, waited: 0 },
      { ran: 0, waited: 0.9 },
    ],
    true,
  ],
  ['that had its time, and waited too', 'max-smp2', [{ ran: 0.3, waited: 0.6 }], false],
  ['that slept', 'max-smp2', [{ ran: 0.1, waited: 0.1 }], false],
  ['of which nobody knows', 'max-smp2', undefined, false],
  ['whose clock knows no host', 'max-icount4', [{ ran: 0.1, waited: 0.4 }], false],
])('a CPU %s', (_, name, shares, kept) => {
  expect(patienceFor(machineNamed(name), took, noHangs()).wasKeptAway(shares)).toBe(kept);
});

test('a CPU gets more time to come back where a busy host may have kept it from that, and three times that is no silence', () => {
  const again = (scale: number) => patienceFor(max, undefined, noHangs(), 1, { name: 's.c', scale });
  expect(patienceFor(max, took, noHangs()).bootargs().join()).not.toContain('collect');
  expect(again(4).bootargs()).toContain('sct.collect_ms=3000');
  expect(again(16).collect).toBe(3);
  expect(3 * again(16).collect).toBeLessThan(LIMITS.idle);
});

test('silence is taken for a hang sooner once one was seen, but never in a control', () => {
  const fresh = patienceFor(max, took, noHangs());
  const hurried = patienceFor(max, took, { ...noHangs(), places: [1n] });
  expect([fresh.silence(CASE), hurried.silence(CASE)]).toEqual([1.25, 0.2]);
  expect(hurried.silence({ suite: 'control', case: 'c' })).toBe(1.25);
});

test('so it is where QEMU did not answer, on a machine whose QEMU does not for that very reason', () => {
  const exact = MACHINES.find(({ name }) => name === 'max-icount') ?? expect.fail('no max-icount');
  const silences = [exact, max].map((machine) => {
    const [fresh, mute] = [false, true].map((one) => patienceFor(machine, took, { ...noHangs(), mute: one }));
    return (mute?.silence(CASE) ?? 0) < (fresh?.silence(CASE) ?? 0);
  });
  expect(silences).toEqual([true, false]);
});

test('a case is not known to hang while a thread of QEMU waits for a CPU; more time does not ask for more CPU', () => {
  const patience = patienceFor(max, took, noHangs());
  const busy = { ran: 0.9, waited: 0.1 };
  const starved = { ran: 0.2, waited: 0.8 };
  const asleep = { ran: 0, waited: 0 };
  const served = { ran: 0.5, waited: 3.5 };
  const said = [[busy], [busy, asleep], [busy, starved], [served], undefined].map((shares) =>
    patience.wasStarved(CASE, shares, 4),
  );
  expect(said).toEqual([false, false, true, false, false]);
  // Begin and end were seen at once.
  expect(patience.wasStarved(CASE, [busy], 0.001)).toBe(true);
  const again = patienceFor(max, took, noHangs(), 1, { name: 's.c', scale: 4 });
  expect(again.wasStarved(CASE, [served], 4)).toBe(false);
  expect(again.bootargs()).toContain('sct.slow=s.slow:1600,s.slowest:4000,s.c:4000');
  expect(again.silence(CASE)).toBe(4.25);
});

test('on a busy host a right case is left as many times the time, and one that hangs asks for no more of the CPU', () => {
  const hung = { ...noHangs(), places: [1n] };
  const busy = patienceFor(max, took, hung, 1, undefined, 9);
  expect(busy.bootargs()).toContain('sct.short_ms=450');
  expect(patienceFor(max, took, hung, 1, undefined, 0.3).bootargs()).toContain('sct.short_ms=50');
  // No longer than where no hang was seen.
  expect(patienceFor(max, took, hung, 1, undefined, 900).bootargs()).toContain('sct.short_ms=1000');
  const [little, enough] = [0.01, 0.03].map((ran) => ({ ran, waited: 0.45 - ran }));
  expect([little, enough].map((share) => share && busy.wasStarved(CASE, [share], 0.46))).toEqual([
    true,
    false,
  ]);
  // Under icount the guest's clock knows no host.
  const icount = MACHINES.find(({ name }) => name === 'max-icount') ?? expect.fail('no max-icount');
  expect(patienceFor(icount, took, hung, 1, undefined, 9).bootargs()).toContain('sct.short_ms=50');
});

test('CPUs that wait for one another are never hurried', () => {
  const smp2 = MACHINES.find(({ name }) => name === 'max-smp2') ?? expect.fail('no max-smp2');
  const times = new Map([...took, ['smp.c', 100]]);
  const hurried = patienceFor(smp2, times, { ...noHangs(), places: [1n] });
  expect([hurried.silence(CASE), hurried.silence({ suite: 'smp', case: 'c' })]).toEqual([0.2, 12.5]);
  const starved = [{ ran: 2, waited: 10 }];
  expect(hurried.wasStarved({ suite: 'smp', case: 'c' }, starved, 12)).toBe(true);
  expect(hurried.wasStarved(CASE, starved, 12)).toBe(false);
});

test('a flood: fewer bytes are one if its time is over, or if there was one before', () => {
  const fresh = patienceFor(max, took, noHangs());
  const again = patienceFor(max, took, { ...noHangs(), floods: true });
  const said = [20_000, 40_000, 300_000].map((bytes) => [
    fresh.isFlood(bytes, false),
    again.isFlood(bytes, false),
    fresh.isFlood(bytes, true),
  ]);
  expect(said).toEqual([
    [false, false, true],
    [false, true, true],
    [true, true, true],
  ]);
});

test('one place is a loop long', () => {
  const hangs = { ...noHangs(), places: [0x1000n] };
  expect([0xfc1n, 0x1000n, 0x103fn].map((place) => hasHungAt(hangs, place))).toEqual([true, true, true]);
  expect([0xfc0n, 0x1040n].map((place) => hasHungAt(hangs, place))).toEqual([false, false]);
});

test('all trampolines are one place, wherever the image is', () => {
  const sections = [
    { name: '.text', from: '0x1000', bytes: 0x1000, access: 'rx' },
    { name: '.static_call.text', from: '0x2000', bytes: 0x400, access: 'rx' },
  ] as const;
  const placeOf = placesOf(sections, 0x1000n, 0xf000n);
  expect([0xf010n, 0x10000n, 0x103ffn, 0x10400n].map(placeOf)).toEqual([0x10n, 0x1000n, 0x1000n, 0x1400n]);
  expect(placesOf([], 0x1000n, 0xf000n)(0x10010n)).toBe(0x1010n);
});
