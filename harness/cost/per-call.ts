// SPDX-License-Identifier: GPL-2.0-only
// From raw counts to what one call costs in one placement.

import { median } from 'simple-statistics';
import type { Sample } from './read-log.ts';

/** Of how many placements the additions may take longer or less than of the next one: the frequency has changed in between. */
const STEADY = 0.02;

/** What a call costs in each placement, by event. */
export type PerCall = ReadonlyMap<number, number>;

/** The samples of one place, ready to be asked. */
export interface Readings {
  /** In the order in which they came. */
  workloads: readonly string[];
  formsOf(workload: string): string[];
  /** `empty` is taken off; `cycles` may be those of additions where nobody counts them. By placement; empty if there are none. */
  perCall(workload: string, form: string, event: string): PerCall;
  /** The counts of whole runs, with nothing taken off, one a placement. */
  wholeRuns(workload: string, form: string, event: string): PerCall;
  /** Whether any sample has this event. */
  has(event: string): boolean;
  /** Hz of the CPU in each measurement of it, by `cntfrq`. */
  frequencies(cntfrq: number): number[];
  /** Cycles that the counter counts for each addition: 1 where it is right. */
  cyclesPerAddition(): number[];
  /** Placements in whose midst the frequency changed; they are left out. */
  unsteady: readonly string[];
}

/** @param byTime no counter of cycles: they are told by CNTVCT and the additions of the same placement */
export function readingsOf(samples: readonly Sample[], byTime: boolean): Readings {
  const clocks = samples.filter(({ form }) => form === 'clock');
  const ticksPerCycle = (sample: Sample) => (sample.counts.cntvct ?? 0) / sample.calls;
  const clockOf = new Map<string, number>();
  for (const one of clocks) clockOf.set(placeOf(one), ticksPerCycle(one));
  const unsteady = unsteadyPlaces(clocks, ticksPerCycle);
  const bad = new Set(unsteady);
  const byKey = new Map<string, Sample[]>();
  for (const sample of samples) {
    const key = `${sample.workload} ${sample.form}`;
    byKey.set(key, [...(byKey.get(key) ?? []), sample]);
  }
  const of = (workload: string, form: string) => byKey.get(`${workload} ${form}`) ?? [];
  /** What one sample says of an event; undefined if nothing. */
  const value = (sample: Sample, event: string): number | undefined => {
    if (event !== 'cycles' || !byTime) return sample.counts[event];
    const clock = clockOf.get(placeOf(sample));
    return clock && sample.counts.cntvct !== undefined ? sample.counts.cntvct / clock : undefined;
  };
  /** By placement; of several passes the middle. */
  const runs = (workload: string, form: string, event: string, each: (s: Sample) => number | undefined) => {
    const values = new Map<number, number[]>();
    for (const sample of of(workload, form)) {
      const one = bad.has(placeOf(sample)) && event !== 'instructions' ? undefined : each(sample);
      if (one !== undefined) values.set(sample.placement, [...(values.get(sample.placement) ?? []), one]);
    }
    return new Map(Array.from(values, ([placement, all]) => [placement, median(all)]));
  };
  return {
    workloads: [...new Set(samples.map(({ workload }) => workload))],
    formsOf: (workload) => [
      ...new Set(
        samples.filter((one) => one.workload === workload && one.form !== 'clock').map(({ form }) => form),
      ),
    ],
    perCall(workload, form, event) {
      const empties = new Map(of(workload, 'empty').map((one) => [`${one.placement} ${one.pass}`, one]));
      return runs(workload, form, event, (sample) => {
        const empty = empties.get(`${sample.placement} ${sample.pass}`);
        const [whole, loop] = [value(sample, event), empty && value(empty, event)];
        return whole === undefined || loop === undefined ? undefined : (whole - loop) / sample.calls;
      });
    },
    wholeRuns: (workload, form, event) => runs(workload, form, event, (sample) => value(sample, event)),
    has: (event) => samples.some(({ counts }) => (counts[event] ?? 0) > 0),
    frequencies: (cntfrq) =>
      clocks
        .map(ticksPerCycle)
        .filter((ticks) => ticks > 0)
        .map((ticks) => cntfrq / ticks),
    cyclesPerAddition: () =>
      clocks.flatMap(({ counts, calls }) => (counts.cycles === undefined ? [] : [counts.cycles / calls])),
    unsteady,
  };
}

/** The same for all forms of a placement, and all passes: what they share is one time. */
function placeOf({ workload, placement }: Sample): string {
  return `${workload} ${placement}`;
}

/** The additions of a placement and those of the next one are those before its forms and those behind. */
function unsteadyPlaces(clocks: readonly Sample[], ticksPerCycle: (sample: Sample) => number): string[] {
  const found = clocks.filter((one, index) => {
    const next = clocks.slice(index + 1).find((other) => placeOf(other) !== placeOf(one));
    if (next === undefined || next.workload !== one.workload) return false;
    const [before, behind] = [ticksPerCycle(one), ticksPerCycle(next)];
    // A tick or two of CNTVCT are no change.
    const slack = STEADY * before + 2 / one.calls;
    return Math.abs(before - behind) > slack;
  });
  return [...new Set(found.map(placeOf))];
}

/** Paired by placement. */
export function differences(one: PerCall, other: PerCall): number[] {
  return Array.from(one, ([placement, value]) => {
    const paired = other.get(placement);
    return paired === undefined ? [] : [value - paired];
  }).flat();
}
