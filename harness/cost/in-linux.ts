// SPDX-License-Identifier: GPL-2.0-only
// What a call costs in real Linux: the calls of suite `cost`, counted in the module by a counter that perf hands out. The experiment's own workloads emit
// code and map pages, which are Linux's to do there.

import { COST_SUITE, INSTRUCTIONS } from '../base/plan.ts';
import type { CaseResult } from '../base/verdict.ts';
import type { Machine } from '../machine/machine.ts';
import type { Control } from './controls.ts';
import { AGAINST, type CostPlace } from './place.ts';

/** The workload that these calls are. */
export const CALLS = 'suite_cost';

/** Cases of the suite, and the form of the experiment that each is. */
const FORM_OF: Readonly<Record<string, string>> = {
  direct: 'direct',
  generic: 'generic',
  kcfi_loaded: 'kcfi',
  tramp: 'subject',
  tramp_null: 'subject_null',
};

/** What the guest kernel counts of those that no subject changes: by hand, in docs/cost.md. */
const AS_IN_THE_GUEST: Readonly<Record<string, number>> = { direct: 3, generic: 5, kcfi: 10 };

/** The case that says whether there is a counter, and whether it is true. */
const COUNTER = 'inst_retired';

/** What is known of the place beside its results. */
export interface LinuxAbout {
  machine: Pick<Machine, 'name' | 'clock' | 'midr'>;
  /** `uname -r`. */
  release: string;
  subject: string;
  compiler: string;
  date: string;
  seed: number;
  margin: number;
}

/** @param results of the suite, on one boot of Linux */
export function linuxPlace(results: readonly CaseResult[], about: LinuxAbout): CostPlace {
  const { machine, release, ...known } = about;
  const exact = machine.clock === 'icount';
  const forms = exact ? formsOf(results) : [];
  const controls = exact ? [formsAsInTheGuest(forms), counterCounts(results)] : [];
  const wrong = results.filter(({ verdict }) => verdict === 'fail' || verdict === 'error');
  const holds = controls.every(({ verdict }) => verdict === 'holds');
  return {
    ...known,
    name: machine.name,
    kind: exact ? 'counted' : 'emulated',
    unit: exact ? 'instructions' : 'none',
    how: exact
      ? 'instructions, counted exactly by QEMU with -icount, in Linux, by a counter of perf (INST_RETIRED): not time'
      : "an emulator's times are no cost: nothing of them is shown",
    verdict: holds && wrong.length === 0 ? 'pass' : 'error',
    runtime: 'module',
    midr: machine.midr === null ? null : `0x${machine.midr.toString(16)}`,
    kernel: `Linux ${release}`,
    placements: exact ? 1 : 0,
    frequency: null,
    controls,
    workloads: exact ? [workloadOf(forms)] : [],
    notes: [
      ...wrong.map((one) => `${one.suite}.${one.case}: ${one.reason}`),
      ...(exact ? [] : [whyNotCounted(results, machine.name)]),
    ],
    samples: [],
  };
}

type Form = CostPlace['workloads'][number]['forms'][number];

function formsOf(results: readonly CaseResult[]): Form[] {
  return results.flatMap(({ suite, case: name, metrics }) => {
    const form = suite === COST_SUITE ? FORM_OF[name] : undefined;
    const value = metrics.find((metric) => metric.name === INSTRUCTIONS)?.value;
    return form === undefined || value === undefined ? [] : [{ form, cost: exactly(value), events: {} }];
  });
}

function exactly(value: number): Form['cost'] {
  return { estimate: value, low: value, high: value };
}

function formsAsInTheGuest(forms: readonly Form[]): Control {
  const count = (form: string) => forms.find((one) => one.form === form)?.cost.estimate;
  const others = Object.entries(AS_IN_THE_GUEST).filter(([form, value]) => count(form) !== value);
  const says = (entries: [string, number][]) =>
    entries.map(([form]) => `${form} ${count(form) ?? 'not counted'}`).join(', ');
  return others.length === 0
    ? {
        name: 'forms',
        verdict: 'holds',
        says: `as in the guest kernel: ${says(Object.entries(AS_IN_THE_GUEST))}`,
      }
    : { name: 'forms', verdict: 'fails', says: `not as in the guest kernel: ${says(others)}` };
}

function counterCounts(results: readonly CaseResult[]): Control {
  const found = counterOf(results);
  return found?.verdict === 'pass'
    ? {
        name: 'counters',
        verdict: 'holds',
        says: 'the instructions of a loop that is known are counted as many as they are',
      }
    : { name: 'counters', verdict: 'fails', says: found?.reason ?? `${COST_SUITE}.${COUNTER} did not run` };
}

function counterOf(results: readonly CaseResult[]): CaseResult | undefined {
  return results.find(({ suite, case: name }) => suite === COST_SUITE && name === COUNTER);
}

function workloadOf(forms: Form[]): CostPlace['workloads'][number] {
  const check = forms.find(({ form }) => form === AGAINST)?.cost.estimate;
  const compared = forms.filter(({ form }) => ['subject', 'generic', 'direct'].includes(form));
  return {
    name: CALLS,
    why: 'The calls of suite cost, sixteen in a row, as a module of Linux makes them.',
    keys: 1,
    sites: 16,
    forms,
    comparisons:
      check === undefined ? [] : compared.map(({ form, cost }) => comparison(form, cost.estimate - check)),
    absent: ['reviewed', 'v7', 'branch'].map((form) => ({
      form,
      why: 'it is emitted beside the subject, and a module emits no code here',
    })),
  };
}

function comparison(form: string, more: number): CostPlace['workloads'][number]['comparisons'][number] {
  const says =
    more === 0 ? 'as many instructions' : `${Math.abs(more)} instructions ${more < 0 ? 'fewer' : 'more'}`;
  return { form, against: AGAINST, difference: exactly(more), verdict: 'counted', says };
}

/** Which counter was read, why not a better one, and what has it. */
function whyNotCounted(results: readonly CaseResult[], name: string): string {
  const reason = counterOf(results)?.reason ?? 'suite cost did not come to it';
  const other = name.startsWith('linux-cfi') ? 'linux-cfi-icount' : 'linux-stock-icount';
  return `CNTVCT and PMCCNTR alone, which are QEMU's time; no instructions: ${reason}. --machine ${other} counts them`;
}
