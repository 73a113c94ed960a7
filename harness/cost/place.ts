// SPDX-License-Identifier: GPL-2.0-only
// What one place has to say: from what it printed to costs, comparisons and controls.

import { median } from 'simple-statistics';
import type { Document } from '../report/documents.ts';
import { CONTROL, type Control, controlsOf, reach } from './controls.ts';
import { differences, type PerCall, type Readings, readingsOf } from './per-call.ts';
import type { Printed, Workload } from './read-log.ts';
import { type Interval, LEAST_SAMPLES, medianInterval, seeded, verdictOf } from './statistics.ts';

/** What the experiment came to in one place, as `--json` has it. */
export type CostPlace = Document<'cost'>['places'][number];
type Comparison = CostPlace['workloads'][number]['comparisons'][number];
type Unit = 'instructions' | 'cycles';

/** What the forms are compared with. */
export const AGAINST = 'kcfi';

/** What is compared with it: whatever takes the place of the check. */
const COMPARED = ['subject', 'reviewed', 'v7', 'branch', 'generic', 'direct'];

/** What is known of a place beside what it printed. */
export interface About {
  name: string;
  /** Its times are an emulator's. */
  emulated: boolean;
  subject: string;
  compiler: string;
  date: string;
  seed: number;
  margin: number;
}

/** @param printed of one boot */
export function placeOf(printed: Printed, about: About): CostPlace {
  const { emulated, ...known } = about;
  const how = howOf(printed, emulated);
  const base = {
    ...known,
    runtime: printed.place['place.kind'] === 'process' ? ('process' as const) : ('kernel' as const),
    midr: midrOf(printed),
    kernel: kernelOf(printed),
    kind: how.kind,
    how: how.words,
    placements: new Set(printed.samples.map(({ placement }) => placement)).size,
    notes: notesOf(printed),
  };
  // Its numbers are nobody's cost: not even to be kept.
  if (how.kind === 'emulated')
    return {
      ...base,
      unit: 'none',
      verdict: printed.wrong.length > 0 || !printed.ended ? 'error' : 'pass',
      frequency: null,
      controls: [],
      workloads: [],
      samples: [],
    };
  const { unit, byTime } = how;
  const exact = how.kind === 'counted';
  const random = seeded(about.seed);
  const readings = readingsOf(printed.samples, byTime);
  const controls = [
    ...controlsOf({ readings, unit, exact, byTime, random }),
    countersCount(printed, exact),
    reach(printed),
  ];
  const holds = controls.every(({ verdict }) => verdict !== 'fails');
  const frequencies = readings.frequencies(Number(printed.place['place.cntfrq'] ?? 0));
  const left = readings.unsteady.length;
  return {
    ...base,
    unit,
    verdict: holds && printed.wrong.length === 0 && printed.ended ? 'pass' : 'error',
    frequency: exact || frequencies.length === 0 ? null : Math.round(median(frequencies)),
    controls,
    workloads: printed.workloads
      .filter(({ name }) => !CONTROL.test(name))
      .map((workload) =>
        workloadOf(workload, { readings, unit, exact, random, margin: about.margin, printed }),
      ),
    notes: [
      ...base.notes,
      ...(left > 0 ? [`the frequency changed within ${left} placements: they are left out`] : []),
    ],
    samples: printed.samples,
  };
}

/** What can be counted here, and in which words. */
function howOf(
  { samples, place }: Printed,
  emulated: boolean,
):
  | { kind: 'emulated'; words: string }
  | { kind: 'counted' | 'measured'; unit: Unit; byTime: boolean; words: string } {
  const has = (event: string) => samples.some(({ counts }) => event in counts);
  if (!has('cntvct') && has('instructions'))
    return {
      kind: 'counted',
      unit: 'instructions',
      byTime: false,
      words: 'instructions, counted exactly by QEMU with -icount: not time',
    };
  if (emulated)
    return { kind: 'emulated', words: "an emulator's times are no cost: nothing of them is shown" };
  if (has('cycles')) {
    const words = place['events.cycles'] === 'perf' ? 'perf_event_open' : 'PMCCNTR';
    return { kind: 'measured', unit: 'cycles', byTime: false, words: `cycles, by ${words}` };
  }
  return {
    kind: 'measured',
    unit: 'cycles',
    byTime: true,
    words: 'cycles, by CNTVCT and the time that an addition takes: nobody counts them here',
  };
}

interface Setting {
  readings: Readings;
  unit: Unit;
  exact: boolean;
  random: () => number;
  margin: number;
  printed: Printed;
}

function workloadOf({ name, why, keys, sites }: Workload, setting: Setting): CostPlace['workloads'][number] {
  const { readings, unit, random, printed } = setting;
  const forms = readings.formsOf(name).filter((form) => form !== 'empty');
  const events = eventsOf(printed).filter((event) => event !== unit && event !== 'cntvct');
  return {
    name,
    why,
    keys,
    sites,
    forms: forms
      .map((form) => ({ form, values: readings.perCall(name, form, unit) }))
      .filter(({ values }) => values.size > 0)
      .map(({ form, values }) => ({
        form,
        cost: rounded(medianInterval([...values.values()], random)),
        events: Object.fromEntries(
          events
            .map((event) => [event, [...readings.perCall(name, form, event).values()]] as const)
            .filter(([, found]) => found.length > 0)
            .map(([event, found]) => [event, round(median(found))]),
        ),
      })),
    comparisons: COMPARED.filter((form) => forms.includes(form)).flatMap((form) =>
      comparisonOf(name, form, readings.perCall(name, form, unit), setting),
    ),
    absent: printed.absent
      .filter((one) => one.workload === name)
      .map(({ form, why: reason }) => ({ form, why: reason })),
  };
}

function comparisonOf(
  workload: string,
  form: string,
  values: PerCall,
  { readings, unit, exact, random, margin }: Setting,
): Comparison[] {
  const found = differences(values, readings.perCall(workload, AGAINST, unit));
  if (found.length === 0) return [];
  const difference = rounded(medianInterval(found, random));
  const few = !exact && found.length < LEAST_SAMPLES;
  const verdict = exact ? 'counted' : few ? 'cannot tell' : verdictOf(difference, margin);
  const says = few
    ? `cannot tell: ${found.length} placements, of at least ${LEAST_SAMPLES}`
    : inWords(verdict, difference, unit, margin);
  return [{ form, against: AGAINST, difference, verdict, says }];
}

function inWords(verdict: Comparison['verdict'], difference: Interval, unit: string, margin: number): string {
  const { estimate, low, high } = difference;
  const range = (a: number, b: number) => `${Math.min(a, b).toFixed(2)} to ${Math.max(a, b).toFixed(2)}`;
  switch (verdict) {
    case 'counted':
      return estimate === 0
        ? `as many ${unit}`
        : `${Math.abs(estimate)} ${unit} ${estimate < 0 ? 'fewer' : 'more'}`;
    case 'faster':
    case 'slower':
      return `${verdict} by ${Math.abs(estimate).toFixed(2)} ${unit} (${range(Math.abs(low), Math.abs(high))})`;
    case 'no difference':
      return `no difference worth speaking of: ${range(low, high)}, within ${margin}`;
    case 'cannot tell':
      return `cannot tell: ${range(low, high)} ${unit}`;
  }
}

/** A counter that is there and never moves counts nothing; what it is said to count is nowhere to be seen then. */
function countersCount(printed: Printed, exact: boolean): Control {
  const events = eventsOf(printed).filter((event) => event !== 'cntvct');
  const total = (event: string) => printed.samples.reduce((sum, { counts }) => sum + (counts[event] ?? 0), 0);
  const must = exact ? ['instructions'] : ['cycles', 'instructions', 'mispredicts'];
  const dead = events.filter((event) => must.includes(event) && total(event) === 0);
  // All programs have fewer than 2^52 of anything; more is a counter that ran backwards.
  const wild = events.filter((event) => printed.samples.some(({ counts }) => (counts[event] ?? 0) > 2 ** 31));
  if (dead.length > 0)
    return { name: 'counters', verdict: 'fails', says: `never counts: ${dead.join(', ')}` };
  if (wild.length > 0)
    return { name: 'counters', verdict: 'fails', says: `more than a run can have: ${wild.join(', ')}` };
  return events.length === 0
    ? { name: 'counters', verdict: 'absent', says: 'there are none' }
    : { name: 'counters', verdict: 'holds', says: `each moves: ${events.join(', ')}` };
}

function eventsOf({ samples }: Printed): string[] {
  return [...new Set(samples.flatMap(({ counts }) => Object.keys(counts)))];
}

function midrOf({ place }: Printed): string | null {
  const midr = place['place.midr'];
  return midr === undefined || Number(midr) === 0 ? null : midr;
}

function kernelOf({ place }: Printed): string | null {
  const [name, release] = [place['kernel.name'], place['kernel.release']];
  return release === undefined ? null : `${name ?? ''} ${release}`.trim();
}

function notesOf({ events, wrong, ended, place }: Printed): string[] {
  const refused = Object.entries(events).filter(([, said]) => said.startsWith('errno'));
  return [
    ...(ended ? [] : ['the log ends before the experiment does']),
    ...wrong.map((one) => `not as it should be: ${one}`),
    ...(refused.length > 0
      ? [`the kernel does not let it count ${refused.map(([name, why]) => `${name} (${why})`).join(', ')}`]
      : []),
    ...(place['place.pinned'] === 'no' ? ['it could not be pinned to a CPU'] : []),
  ];
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function rounded({ estimate, low, high }: Interval): Interval {
  return { estimate: round(estimate), low: round(low), high: round(high) };
}
