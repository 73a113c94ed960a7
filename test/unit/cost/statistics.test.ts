// SPDX-License-Identifier: GPL-2.0-only
// Whether the intervals hold what they say they hold, and what is made of them.

import { describe, expect, test } from 'vitest';
import { medianInterval, seeded, verdictOf } from '../../../harness/cost/statistics.ts';

/** As many experiments as a coverage is told by: 2 percentage points are four standard errors. */
const RUNS = 2000;
/** Of those, each with fewer resamples than a result has: what that adds is noise of its own, and it takes a seventh of the time. */
const RESAMPLES = 300;
const PLACEMENTS = 30;

/** Box and Muller. */
function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** What differences of two forms may look like; the true one is `DIFFERENCE` in each. */
const DIFFERENCE = -1.5;
const NOISES: Readonly<Record<string, (random: () => number) => number>> = {
  noise: (random) => DIFFERENCE + gaussian(random),
  'one in ten is an interrupt, in either form': (random) =>
    DIFFERENCE + gaussian(random) * (random() < 0.1 ? 200 : 1),
  'noise of many sizes': (random) => DIFFERENCE + gaussian(random) * Math.exp(gaussian(random)),
};

describe('an interval of 95 % holds the true difference in 93 to 97 % of experiments', () => {
  test.for(Object.keys(NOISES))('%s', (name) => {
    const random = seeded(20_261_129);
    const noise = NOISES[name] ?? (() => 0);
    let held = 0;
    for (let run = 0; run < RUNS; run++) {
      const samples = Array.from({ length: PLACEMENTS }, () => noise(random));
      const { low, high } = medianInterval(samples, random, { resamples: RESAMPLES });
      if (low <= DIFFERENCE && DIFFERENCE <= high) held++;
    }
    expect(held / RUNS).toBeGreaterThanOrEqual(0.93);
    expect(held / RUNS).toBeLessThanOrEqual(0.97);
  });

  test('one of 50 % does not', () => {
    const random = seeded(1);
    let held = 0;
    for (let run = 0; run < 400; run++) {
      const samples = Array.from({ length: PLACEMENTS }, () => gaussian(random));
      const { low, high } = medianInterval(samples, random, { resamples: 200, confidence: 0.5 });
      if (low <= 0 && 0 <= high) held++;
    }
    expect(held / 400).toBeLessThan(0.62);
  });
});

test('samples that are all the same have no width', () => {
  expect(medianInterval([7, 7, 7], seeded(1))).toEqual({ estimate: 7, low: 7, high: 7 });
});

test('the same samples have the same interval', () => {
  const samples = Array.from({ length: 30 }, (_, index) => (index * 7) % 11);
  expect(medianInterval(samples, seeded(3))).toEqual(medianInterval(samples, seeded(3)));
});

test.for([
  [-3, -2, 1, 'faster'],
  [2, 3, 1, 'slower'],
  [-0.9, 0.9, 1, 'no difference'],
  // It is there, and nobody need care.
  [-0.9, -0.1, 1, 'no difference'],
  [-1.4, -0.2, 1, 'faster'],
  [-1.4, 0.2, 1, 'cannot tell'],
  [-5, 5, 1, 'cannot tell'],
  [0, 0, 0, 'no difference'],
] as const)('%s to %s with a margin of %s: %s', ([low, high, margin, verdict]) => {
  expect(verdictOf({ estimate: (low + high) / 2, low, high }, margin)).toBe(verdict);
});
