// SPDX-License-Identifier: GPL-2.0-only

import type { Elf } from './elf.ts';
import { InspectionFailed } from './tool-output.ts';

/** One case that a cell must report. */
export interface PlannedCase {
  suite: string;
  case: string;
}

/** A case's name, as people write it. */
export function nameOf({ suite, case: name }: PlannedCase): string {
  return `${suite}.${name}`;
}

/** The cases a cell must report, in the order in which the guest runs them. */
export type Plan = readonly PlannedCase[];

/** The suite that proves that the bench can see a fault; it runs in every boot. */
export const CONTROL_SUITE = 'control';

/** Each case leaves a local symbol of this name at its entry in the guest's table of cases. */
const CASE_SYMBOL = /^sct_case\.(\w+)\.(\w+)$/;

/**
 * Every case in the image, in the order of the guest's table.
 * @throws InspectionFailed if a name is malformed or there twice: neither could be told apart in the output.
 */
export function readPlan(elf: Elf): Plan {
  const entries = elf.symbols.filter(({ name }) => name.startsWith('sct_case.'));
  entries.sort((a, b) => Number(a.address - b.address));
  const seen = new Set<string>();
  return entries.map(({ name }) => {
    const [, suite, testCase] = CASE_SYMBOL.exec(name) ?? [];
    if (!suite || !testCase)
      throw new InspectionFailed(`The image has a case named ${name}; expected sct_case.<suite>.<case>.`);
    if (seen.has(name))
      throw new InspectionFailed(`The image has two cases named ${suite}.${testCase}; rename one.`);
    seen.add(name);
    return { suite, case: testCase };
  });
}

/** The part of a plan that a boot runs: the named suites (all, if none is named), and the controls always. */
export function planFor(plan: Plan, suites: readonly string[] = []): Plan {
  if (suites.length === 0) return plan;
  return plan.filter(({ suite }) => suite === CONTROL_SUITE || suites.includes(suite));
}

/** The suites of a plan, in order. */
export function suitesOf(plan: Plan): string[] {
  return [...new Set(plan.map(({ suite }) => suite))];
}
