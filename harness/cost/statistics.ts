// SPDX-License-Identifier: GPL-2.0-only
// Intervals, by the bootstrap, and what they say of a difference.

import { errorFunction, median, probit, quantileSorted, sampleWithReplacement } from 'simple-statistics';

/** An estimate and the interval around it, in the unit of the samples. */
export interface Interval {
  estimate: number;
  low: number;
  high: number;
}

/** How many samples are drawn of the samples: the ends of an interval of 95 % then are the 50th from either end. */
const RESAMPLES = 2000;

/** What an interval is to hold, unless told. */
const CONFIDENCE = 0.95;

/** Fewer placements than this give no interval that anybody should believe. */
export const LEAST_SAMPLES = 10;

/**
 * The median and its interval, by the percentile bootstrap, expanded for few samples (Hesterberg, What Teachers Should Know About the Bootstrap, 2015,
 * section 3.3): the plain one holds 93 of 100 where 30 samples are drawn. Of the median, since an interrupt makes a sample as late as it likes.
 * @param samples at least one
 * @param random numbers from 0 to 1, so that the same samples give the same interval
 */
export function medianInterval(
  samples: readonly number[],
  random: () => number,
  { confidence = CONFIDENCE, resamples = RESAMPLES } = {},
): Interval {
  const values = [...samples];
  const estimate = median(values);
  if (values.every((value) => value === values[0])) return { estimate, low: estimate, high: estimate };
  const medians = Array.from({ length: resamples }, () =>
    median(sampleWithReplacement(values, values.length, random)),
  ).sort((a, b) => a - b);
  const tail = expandedTail(confidence, values.length);
  return { estimate, low: quantileSorted(medians, tail), high: quantileSorted(medians, 1 - tail) };
}

/** How much of the resampled medians lies beyond either end. */
function expandedTail(confidence: number, samples: number): number {
  const freedom = samples - 1;
  const z = -probit((1 - confidence) / 2);
  // Student's t by its expansion in 1/freedom (Abramowitz and Stegun, 26.7.5).
  const t = z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2);
  return normal(-t * Math.sqrt(samples / freedom));
}

/** How much of a normal distribution lies below `x`. */
function normal(x: number): number {
  return (1 + errorFunction(x / Math.SQRT2)) / 2;
}

/** What a difference comes to. */
export type Verdict = 'faster' | 'slower' | 'no difference' | 'cannot tell';

/**
 * What an interval of differences says. Within the margin there is none worth speaking of, whatever side of 0 it is on; without 0 in it, one is
 * faster; else it is too wide.
 */
export function verdictOf({ low, high }: Interval, margin: number): Verdict {
  if (low >= -margin && high <= margin) return 'no difference';
  if (high < 0) return 'faster';
  if (low > 0) return 'slower';
  return 'cannot tell';
}

/** Random numbers from 0 to 1, the same ones for the same seed: mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let z = Math.imul(state ^ (state >>> 15), 1 | state);
    z = (z + Math.imul(z ^ (z >>> 7), 61 | z)) ^ z;
    return ((z ^ (z >>> 14)) >>> 0) / 4294967296;
  };
}
