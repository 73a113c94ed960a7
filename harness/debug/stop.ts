// SPDX-License-Identifier: GPL-2.0-only
// Where a debugging session begins.

import { UsageError } from '../base/exit.ts';
import { nearest } from '../base/nearest.ts';
import { pick } from '../base/pick.ts';
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
  if (suite !== undefined) pick('suite', suitesOf(plan).map(named), [suite]);
  if (wanted === undefined) return plan.find((one) => one.suite === suite) ?? null;

  const found = plan.find((one) => nameOf(one) === wanted);
  if (!found) throw new UsageError(unknownCase(wanted, plan));
  if (suite !== undefined && !planFor(plan, [suite]).includes(found))
    throw new UsageError(`with --suite ${suite} the guest does not run ${wanted}; leave out one of the two`);
  return found;
}

/** Who left out the suite is told of every case of that name. */
function unknownCase(wanted: string, plan: Plan): string {
  const namesakes = plan.filter((one) => one.case === wanted).map(nameOf);
  const close = namesakes.length > 0 ? namesakes : nearest(wanted, plan.map(nameOf));
  return `there is no case ${wanted}; did you mean ${close.join(', ')}? \`sct list\` names all of them.`;
}

function named(name: string): { name: string } {
  return { name };
}
