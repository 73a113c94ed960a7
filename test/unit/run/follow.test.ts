// SPDX-License-Identifier: GPL-2.0-only
// What is made of a guest's words by somebody who reads them late, since the host does much else.

import { expect, test } from 'vitest';
import { nameOf, type PlannedCase } from '../../../harness/base/plan.ts';
import type { ConsoleEvent } from '../../../harness/console/event.ts';
import { LIMITS } from '../../../harness/machine/limits.ts';
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

/** A guest that says this, in pieces of so many bytes; the least that its threads have had is nothing. */
function says(
  pieces: { bytes: number; events: ConsoleEvent[] }[],
  { took, known = [] }: { took?: ReadonlyMap<string, number>; known?: bigint[] } = {},
) {
  const done: string[] = [];
  const hangs = { ...noHangs(), places: [...known] };
  let read = 0;
  const follower = follow({
    guest: {
      shares: () => new Map([['1', { ran: 0, waited: 0 }]]),
      allowSilence: () => {},
      expectExit: () => {},
      stop: () => done.push('stop'),
      endFlood: (bytes) => done.push(`flood of ${bytes}`),
    },
    patience: patienceFor(max, took, hangs),
    limits: LIMITS,
    placeOf: (address) => address,
    hangs,
    tell: { fail: () => {}, error: async () => {} },
    canLearn: true,
    read: () => read,
  });
  for (const { bytes, events } of pieces) {
    for (const event of events) {
      read += 1;
      follower.event(event);
    }
    follower.bytes(bytes);
  }
  return { done, cutAt: follower.cutAt(), starving: follower.starving(), places: hangs.places };
}

const took = new Map([one, two].map((planned) => [nameOf(planned), 10] as const));

test('what came in one piece with a case is not what the case printed', () => {
  const late = { bytes: 50_000, events: [begin(one), HUNG, notOk(one), begin(two)] };
  expect(says([late], { took, known: [0x1000n] }).done).toEqual([]);
  const floods = [{ bytes: 50, events: [begin(one)] }, ...[1, 2].map(() => ({ bytes: 200_000, events: [] }))];
  expect(says(floods, { took }).done).toEqual(['flood of 400000']);
});

test('a case that began and ran over its time at once, as it seems, says nothing of the subject', () => {
  const { done, starving, places, cutAt } = says([{ bytes: 99, events: [begin(one), HUNG, notOk(one)] }], {
    took,
  });
  expect({ done, starving, places, cutAt }).toEqual({
    done: ['stop'],
    starving: 's.one',
    places: [],
    cutAt: 2,
  });
});

test('what a guest says that was stopped is for the next boot', () => {
  const events: ConsoleEvent[] = [begin(one), HUNG, notOk(one), { kind: 'intact' }, begin(two), HUNG];
  expect(says([{ bytes: 99, events }])).toEqual({
    done: ['stop'],
    cutAt: 4,
    starving: undefined,
    places: [0x1000n],
  });
});
