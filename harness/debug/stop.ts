// SPDX-License-Identifier: GPL-2.0-only
// Where a debugging session begins.

import { UsageError } from '../base/exit.ts';
import { isPattern } from '../base/pattern.ts';
import { pick, pickCases } from '../base/pick.ts';
import { ABI_SUITE, nameOf, type Plan, type PlannedCase, planFor, suitesOf } from '../base/plan.ts';

/** The case at whose first instruction the guest stops; null: where its C code begins, before any case. */
export type Stop = PlannedCase | null;

/**
 * Where to stop: at the case that is named; else at the first case of the suite; else before all of them.
 * `plan` is all that the image can do.
 * @throws UsageError for a name that the image does not have, with those that look like it; for `abi`, which boots nothing
 */
export function chooseStop(
  plan: Plan,
  { case: wanted, suite }: { case?: string | undefined; suite?: string | undefined },
): Stop {
  if (suite === ABI_SUITE || wanted?.startsWith(`${ABI_SUITE}.`))
    throw new UsageError(
      `suite ${ABI_SUITE} is judged from the image: no guest boots, so there is nothing to debug`,
    );
  if (suite !== undefined) {
    pick('suite', suitesOf(plan).map(named), [suite]);
    if (isPattern(suite)) throw new UsageError(`--suite ${suite}: name one suite`);
  }
  if (wanted === undefined) return plan.find((one) => one.suite === suite) ?? null;

  const [found, more] = pickCases(plan, [wanted]);
  if (!found || more)
    throw new UsageError(
      `the guest stops at one case, and ${wanted} are several: ${pickCases(plan, [wanted]).map(nameOf).join(', ')}`,
    );
  if (suite !== undefined && !planFor(plan, [suite]).includes(found))
    throw new UsageError(`with --suite ${suite} the guest does not run ${wanted}; leave out one of the two`);
  return found;
}

function named(name: string): { name: string } {
  return { name };
}
