// SPDX-License-Identifier: GPL-2.0-only
// Cases, suites and plans: the words for what a cell must report.

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

/** The suite that proves that the bench can see a fault; it runs in every boot, and in it only pass and skip are fine. */
export const CONTROL_SUITE = 'control';

/** The suite that is judged on the host, from the image. */
export const ABI_SUITE = 'abi';

/** The suite that counts what a call costs. */
export const COST_SUITE = 'cost';

/** In which CPUs wait for one another. */
export const SMP_SUITE = 'smp';
/** The metric in which it says so, exact where the clock is. */
export const INSTRUCTIONS = 'instructions';

/** The suite of the one result of a subject that did not build. */
export const BUILD_SUITE = 'build';

/** The result that judges a boot itself: whether the guest kept to docs/console.md. */
export const CONSOLE_CASE = { suite: 'bench', case: 'console' } as const;

/** The part of a plan that a boot runs: the suites and single cases of these names (all, if there is none), and the controls always. */
export function planFor(plan: Plan, names: readonly string[] = []): Plan {
  if (names.length === 0) return plan;
  const wanted = new Set([CONTROL_SUITE, ...names]);
  return plan.filter((one) => wanted.has(one.suite) || wanted.has(nameOf(one)));
}

/** Names that `planFor` makes this part of the plan of: those of suites, and of single cases where a suite is not whole. */
export function namesOf(part: Plan, plan: Plan): string[] {
  const isWhole = (suite: string) =>
    plan.every((one) => one.suite !== suite || part.some((other) => nameOf(other) === nameOf(one)));
  return suitesOf(part).flatMap((suite) =>
    isWhole(suite) ? [suite] : part.filter((one) => one.suite === suite).map(nameOf),
  );
}

/** The suites of a plan, in order. */
export function suitesOf(plan: Plan): string[] {
  return [...new Set(plan.map(({ suite }) => suite))];
}
