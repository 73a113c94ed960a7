// SPDX-License-Identifier: GPL-2.0-only
// What is made of a guest's words by somebody who reads them late, since the host does much else.

import { afterEach, expect, test, vi } from 'vitest';
import { nameOf, type PlannedCase } from '../../../harness/base/plan.ts';
import type { ConsoleEvent } from '../../../harness/console/event.ts';
import { LIMITS } from '../../../harness/machine/limits.ts';
import type { Share } from '../../../harness/machine/load.ts';
import { MACHINES } from '../../../harness/machine/machines.ts';
import { follow } from '../../../harness/run/follow.ts';
import { noHangs, patienceFor } from '../../../harness/run/patience.ts';

const max = MACHINES.find(({ name }) => name === 'max') ?? expect.fail('no max');
const [one, two]: [PlannedCase, PlannedCase] = [
  { suite: 's', case: 'one' },
  { suite: 's', case: 'two' },
];
const begin = (planned: PlannedCase): ConsoleEvent => ({ kind: 'begin', ...planned });
const HUNG: ConsoleEvent = { kind: 'fault', fields: { kind: 'watchdog', elr: '0x1000' } };
const notOk = ({ suite, case: name }: PlannedCase): ConsoleEvent => ({
  kind: 'result',
  suite,
  case: name,
  number: 1,
  word: 'error',
  reason: 'hang',
});

const ended = (planned: PlannedCase): ConsoleEvent => ({
  ...(notOk(planned) as ConsoleEvent & { kind: 'result' }),
  word: 'pass',
  reason: '',
});

/** A guest that says this, in pieces of so many bytes; the least that its threads have had is nothing. */
function says(
  pieces: { bytes: number; events: ConsoleEvent[] }[],
  {
    took,
    known = [],
    shares = () => ({ ran: 0, waited: 0 }),
  }: { took?: ReadonlyMap<string, number>; known?: bigint[]; shares?: () => Share } = {},
) {
  const done: string[] = [];
  const hangs = { ...noHangs(), places: [...known] };
  let read = 0;
  let allowed: number | undefined;
  const follower = follow({
    guest: {
      shares: () => new Map([['1', shares()]]),
      allowSilence(seconds) {
        allowed = seconds;
      },
      expectExit: () => {},
      stop: () => done.push('stop'),
      endFlood: (bytes) => done.push(`flood of ${bytes}`),
    },
    patience: patienceFor(max, took, hangs),
    limits: LIMITS,
    timeoutScale: 1,
    together: true,
    placeOf: (address) => address,
    hangs,
    tell: { fail: () => {}, error: async () => {} },
    learn: async () => patienceFor(max, new Map([[nameOf(one), 10]]), hangs),
    read: () => read,
  });
  for (const { bytes, events } of pieces) {
    for (const event of events) {
      read += 1;
      follower.event(event);
    }
    follower.bytes(bytes);
  }
  return {
    done,
    cutAt: follower.cutAt(),
    starving: follower.starving(),
    follower,
    doubtful: follower.doubtful,
    allowed: () => allowed,
    places: hangs.places,
  };
}

afterEach(() => {
  vi.useRealTimers();
});

const took = new Map([one, two].map((planned) => [nameOf(planned), 10] as const));

test('what came in one piece with a case is not what the case printed', () => {
  const late = { bytes: 50_000, events: [begin(one), HUNG, notOk(one), begin(two)] };
  expect(says([late], { took, known: [0x1000n] }).done).toEqual([]);
  const floods = [{ bytes: 50, events: [begin(one)] }, ...[1, 2].map(() => ({ bytes: 200_000, events: [] }))];
  expect(says(floods, { took }).done).toEqual(['flood of 400000']);
});

test('a case that began and ran over its time at once, as it seems, says nothing of the subject', () => {
  const events = [begin(one), HUNG, notOk(one)];
  const { done, starving, places, cutAt } = says([{ bytes: 99, events }], { took });
  expect({ done, starving, places, cutAt }).toEqual({
    done: ['stop'],
    starving: 's.one',
    places: [],
    cutAt: 2,
  });
});

test('a CPU that does not come back is lost only if the host gave it its time', () => {
  const lost: ConsoleEvent = {
    ...(notOk(one) as ConsoleEvent & { kind: 'result' }),
    reason: 'CPU 1 does not come back',
  };
  // At the case's beginning, and when its result comes: this much more of each.
  const judged = (more: Share) => {
    const had = [
      { ran: 1, waited: 1 },
      { ran: 1 + more.ran, waited: 1 + more.waited },
    ];
    const smp: PlannedCase = { suite: 'smp', case: 'one' };
    return says([{ bytes: 99, events: [begin(smp), { ...lost, suite: 'smp' } as ConsoleEvent] }], {
      shares: () => had.shift() ?? { ran: 0, waited: 0 },
    });
  };
  expect(judged({ ran: 0.1, waited: 0.9 })).toMatchObject({ done: ['stop'], starving: 'smp.one' });
  expect(judged({ ran: 0.3, waited: 0.7 })).toMatchObject({ done: [], starving: undefined });
  expect(judged({ ran: 0, waited: 0.1 })).toMatchObject({ done: [], starving: undefined });
});

test('what a guest says that was stopped is for the next boot', () => {
  const events: ConsoleEvent[] = [begin(one), HUNG, notOk(one), { kind: 'intact' }, begin(two), HUNG];
  expect(says([{ bytes: 99, events }])).toMatchObject({
    done: ['stop'],
    cutAt: 4,
    starving: undefined,
    places: [0x1000n],
  });
});

test.each([
  ['says nothing for longer than nearly all take', [begin(one)], 's.one'],
  ['has ended', [begin(one), ended(one)], undefined],
  ['waits for other CPUs', [begin({ suite: 'smp', case: 'one' })], undefined],
])('where nobody knows how long a case may take, and it %s', async (_, events, doubtful) => {
  vi.useFakeTimers();
  const heard = says([{ bytes: 99, events }]);
  await vi.advanceTimersByTimeAsync(390);
  expect(heard.doubtful()).toBe(undefined);
  await vi.advanceTimersByTimeAsync(60);
  expect(heard.doubtful()).toBe(doubtful);
  // It goes on meanwhile, for no longer than it may now that this is known; and what ends after all is right.
  expect(heard.done).toEqual([]);
  if (doubtful === undefined) return;
  expect(heard.allowed()).toBe(1.25);
  heard.follower.event(ended(one));
  expect([heard.doubtful(), heard.allowed()]).toEqual([undefined, LIMITS.idle]);
});

test('a host that lets QEMU wait is no reason for doubt, up to a second', async () => {
  vi.useFakeTimers();
  let waited = 0;
  const heard = says([{ bytes: 99, events: [begin(one)] }], {
    shares() {
      waited += 0.1;
      return { ran: 0, waited };
    },
  });
  await vi.advanceTimersByTimeAsync(950);
  expect(heard.doubtful()).toBe(undefined);
  await vi.advanceTimersByTimeAsync(300);
  expect(heard.doubtful()).toBe('s.one');
});

test('where it is known how long a case may take, nobody doubts', async () => {
  vi.useFakeTimers();
  const heard = says([{ bytes: 99, events: [begin(one)] }], { took });
  await vi.advanceTimersByTimeAsync(5000);
  expect([heard.done, heard.doubtful()]).toEqual([[], undefined]);
});
