// SPDX-License-Identifier: GPL-2.0-only
// What must hold, or nothing means anything: that the same twice is the same, and that what must show shows.

import { median } from 'simple-statistics';
import type { Document } from '../report/documents.ts';
import { differences, type Readings } from './per-call.ts';
import type { Printed } from './read-log.ts';
import { type Interval, LEAST_SAMPLES, medianInterval } from './statistics.ts';

/** What a control came to, as `--json` has it. */
export type Control = Document<'cost'>['places'][number]['controls'][number];

/** What the controls are asked about. */
export interface Asked {
  readings: Readings;
  unit: 'instructions' | 'cycles';
  /** Of a CPU that counts instructions, each number is exact. */
  exact: boolean;
  /** Whether cycles are told by time, and not by a counter. */
  byTime: boolean;
  random: () => number;
}

/** Workloads whose names begin like this are controls. */
export const CONTROL = /^control_/;

/** One workload in so many finds a difference where there is none, if each is asked at 95 %: so each is asked at more. */
const FALSE_ALARM = 0.01;
/** The least that a misprediction costs, cycles, half of them being mispredicted; on every core it is more than twice that. */
const MISPREDICT_CYCLES = 2;
/** Of two random targets every second is mispredicted; a predictor may have luck. */
const MISPREDICTS = 0.25;
/** The least that a line costs, cycles, that comes from beyond the L1D. */
const EVICT_CYCLES = 4;
const REFILLS = 0.5;
/** How far twice as many calls may be from twice the time. */
const TWICE = 0.05;
/** Instructions of a call in each form that the bench writes itself, the callee's two among them. */
const INSTRUCTIONS: Readonly<Record<string, number>> = {
  direct: 3,
  generic: 5,
  kcfi: 10,
  again: 10,
  reviewed: 7,
  v7: 8,
  branch: 5,
};
/** How far a count may be from them where interrupts are counted, too. */
const INSTRUCTION = 0.25;
/** DC CIVAC and DSB, before each call. */
const EVICTING = 2;
/** How far a cycle may be from an addition: the loop around them is not free. */
const ADDITION = 0.1;

/** Each control, whether or not this place can be asked. */
export function controlsOf(asked: Asked): Control[] {
  return [sameIsSame(asked), forms(asked), twice(asked), mispredict(asked), evict(asked), frequency(asked)];
}

/** The forms that the bench writes itself are what docs/cost.md says that they are: who counts instructions must count these. */
function forms({ readings, exact }: Asked): Control {
  const name = 'forms';
  if (!readings.has('instructions')) return absent(name, 'nobody counts instructions here');
  const wrong: string[] = [];
  for (const [form, due] of Object.entries(INSTRUCTIONS)) {
    const counted = [...readings.perCall('control_forms', form, 'instructions').values()];
    if (counted.length === 0) return unasked(name, `control_forms: nothing is left of ${form}`);
    const found = median(counted);
    const off = exact ? counted.some((one) => one !== due) : Math.abs(found - due) > INSTRUCTION;
    if (off) wrong.push(`${form} has ${Math.round(found * 100) / 100} instructions, not ${due}`);
  }
  return wrong.length > 0
    ? { name, verdict: 'fails', says: wrong.join(', ') }
    : { name, verdict: 'holds', says: 'each form has the instructions that it is said to have' };
}

/** The forms `kcfi` and `again` are one form. */
function sameIsSame({ readings, unit, exact, random }: Asked): Control {
  const name = 'a-a';
  const workloads = readings.workloads.filter((workload) => readings.formsOf(workload).includes('again'));
  if (workloads.length === 0) return unasked(name, 'no workload with `again` was run');
  const confidence = 1 - FALSE_ALARM / workloads.length;
  const wrong: string[] = [];
  for (const workload of workloads) {
    const found = differences(
      readings.perCall(workload, 'again', unit),
      readings.perCall(workload, 'kcfi', unit),
    );
    if (found.length === 0) {
      wrong.push(`${workload}: no sample`);
      continue;
    }
    const { low, high } = medianInterval(found, random, { confidence });
    if (exact ? found.some((one) => one !== 0) : low > 0 || high < 0)
      wrong.push(`${workload}: ${low.toFixed(2)} to ${high.toFixed(2)}`);
  }
  return wrong.length > 0
    ? { name, verdict: 'fails', says: `kcfi differs from itself: ${wrong.join(', ')}` }
    : { name, verdict: 'holds', says: `kcfi against itself: 0 in ${workloads.length} workloads` };
}

/** Of whole runs: what a run itself costs is little beside its calls. */
function twice({ readings, unit, exact, random }: Asked): Control {
  const name = 'twice';
  const [once, both] = ['once', 'twice'].map((form) => readings.wholeRuns('control_twice', form, unit));
  const ratios = Array.from(once ?? [], ([placement, value]) => {
    const other = both?.get(placement);
    return other === undefined || value === 0 ? [] : [other / value];
  }).flat();
  if (ratios.length === 0) return unasked(name, 'control_twice: no placement is left of it');
  const { low, high } = medianInterval(ratios, random);
  const says = `twice the calls take ${median(ratios).toFixed(3)} times as many ${unit}`;
  const [least, most] = exact ? ratios.map((one) => Math.abs(one - 2)).sort((a, b) => b - a) : [];
  const wrong = exact ? Math.max(least ?? 0, most ?? 0) > TWICE : low > 2 + TWICE || high < 2 - TWICE;
  return { name, verdict: wrong ? 'fails' : 'holds', says };
}

/** What must be more in the second form than in the first, by how much, in which events. */
interface Shows {
  name: string;
  workload: string;
  forms: readonly [string, string];
  least: Readonly<Record<string, number>>;
}

function shows({ readings, exact, random }: Asked, { name, workload, forms, least }: Shows): Control {
  if (exact) return absent(name, 'instructions are counted here: nothing is predicted, and nothing cached');
  const found: { event: string; interval: Interval; enough: boolean }[] = [];
  for (const [event, must] of Object.entries(least)) {
    const [first, second] = forms.map((form) => readings.perCall(workload, form, event));
    const more = first && second ? differences(second, first) : [];
    if (more.length < LEAST_SAMPLES || (event !== 'cycles' && !readings.has(event))) continue;
    const interval = medianInterval(more, random);
    found.push({ event, interval, enough: interval.low >= must });
  }
  if (found.length === 0)
    return unasked(name, `${workload}: fewer than ${LEAST_SAMPLES} placements are left of it`);
  const says = found.map(({ event, interval }) => `${event} +${interval.estimate.toFixed(2)}`).join(', ');
  const without = Object.keys(least).filter((event) => !found.some((one) => one.event === event));
  const rest = without.length > 0 ? ` (not counted here: ${without.join(', ')})` : '';
  return {
    name,
    verdict: found.every(({ enough }) => enough) ? 'holds' : 'fails',
    says: `a call: ${says}${rest}`,
  };
}

function mispredict(asked: Asked): Control {
  return shows(asked, {
    name: 'mispredict',
    workload: 'control_mispredict',
    forms: ['steady', 'random'],
    least: { cycles: MISPREDICT_CYCLES, mispredicts: MISPREDICTS },
  });
}

function evict(asked: Asked): Control {
  if (asked.exact) return evicts(asked);
  return shows(asked, {
    name: 'evict',
    workload: 'control_evict',
    forms: ['kept', 'evicted'],
    least: { cycles: EVICT_CYCLES, l1d_refills: REFILLS },
  });
}

/** Where nothing is cached: at least the instructions are there that would evict. */
function evicts({ readings, unit }: Asked): Control {
  const name = 'evict';
  const counted = [...readings.perCall('control_evict', 'evicted', unit).values()];
  if (counted.length === 0) return unasked(name, 'control_evict: nothing is left of it');
  const found = median(counted) - (INSTRUCTIONS.generic ?? 0);
  return found === EVICTING
    ? absent(name, `nothing is cached here; the ${EVICTING} instructions that evict are there`)
    : { name, verdict: 'fails', says: `what evicts is ${found} instructions, not ${EVICTING}` };
}

/** An addition that waits for another takes a cycle: a counter of cycles that says otherwise counts something else. */
function frequency({ readings, exact, byTime }: Asked): Control {
  const name = 'frequency';
  if (exact) return absent(name, 'there is no time here');
  if (byTime) return absent(name, 'no counter of cycles: the additions themselves say what a cycle is');
  const found = readings.cyclesPerAddition();
  if (found.length === 0) return absent(name, 'no additions were run');
  const each = median(found);
  const says = `an addition takes ${each.toFixed(3)} cycles`;
  return { name, verdict: Math.abs(each - 1) > ADDITION ? 'fails' : 'holds', says };
}

/** Not a target's own: the body without calls, and calls that lead nowhere. */
const WITHOUT_TARGETS = ['empty', 'subject_null'];

/** A working set is as large as it is said to be if each of its calls comes to a target of its own: the guest has looked, by taking their execution away. */
export function reach({
  workloads,
  samples,
  reached,
}: Pick<Printed, 'workloads' | 'samples' | 'reached'>): Control {
  const name = 'reach';
  const sets = workloads.filter(({ keys }) => keys > 1);
  if (sets.length === 0) return absent(name, 'no working set was asked for');
  const unseen = sets.flatMap((set) => {
    const seen = reached.filter(({ workload, keys }) => workload === set.name && keys === set.keys);
    const forms = new Set(samples.filter(({ workload }) => workload === set.name).map(({ form }) => form));
    return [...forms]
      .filter((form) => form !== 'clock' && !WITHOUT_TARGETS.includes(form))
      .filter((form) => !seen.some((one) => one.form === form))
      .map((form) => `${form} in ${set.name}`);
  });
  return unseen.length > 0
    ? unasked(name, `nobody saw each key reach its own target: ${unseen.join(', ')}`)
    : { name, verdict: 'holds', says: `each key reaches its own target in ${sets.length} working sets` };
}

/** What every place can be asked, and this one was not: nobody knows then whether its numbers are a machine's at all. */
function unasked(name: string, says: string): Control {
  return { name, verdict: 'fails', says };
}

function absent(name: string, says: string): Control {
  return { name, verdict: 'absent', says };
}
