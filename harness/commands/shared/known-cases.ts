// SPDX-License-Identifier: GPL-2.0-only
// Which cases there are, which is in the images.

import { nameOf, type PlannedCase } from '../../base/plan.ts';
import { createBuilder } from '../../compile/build.ts';
import { prepare } from '../../run/prepare.ts';
import { packageRoot } from '../../store/places.ts';
import { loadBuiltinSubjects } from '../../subject/load.ts';
import { casesOfLinux } from '../../verdict/causes/reasons.ts';

/** Every case of the built-in subjects' images, each once, suite by suite: `abi`, then what is booted, then what Linux alone has. Builds what the cache has not. */
export async function knownCases(): Promise<PlannedCase[]> {
  const builder = createBuilder();
  const prepared = await Promise.all(
    (await loadBuiltinSubjects()).map((subject) => prepare(subject, builder)),
  );
  const facts = prepared.flatMap((one) => (one.ok ? [one.facts] : []));
  const booted = facts.flatMap(({ plan }) => plan);
  const all = [...facts.flatMap(({ abi }) => abi), ...booted, ...casesOfLinux(packageRoot())];
  const cases = new Map(all.map((one) => [nameOf(one), { suite: one.suite, case: one.case }]));
  return [...cases.values()];
}
