// SPDX-License-Identifier: GPL-2.0-only
// Which cases there are, which is in the images.

import { nameOf, type PlannedCase } from '../../base/plan.ts';
import { createBuilder } from '../../compile/build.ts';
import { prepare } from '../../run/prepare.ts';
import { loadBuiltinSubjects } from '../../subject/load.ts';

/** Every case of the built-in subjects' images, each once, suite by suite: `abi`, then what is booted. Builds what the cache has not. */
export async function knownCases(): Promise<PlannedCase[]> {
  const builder = createBuilder();
  const prepared = await Promise.all(
    (await loadBuiltinSubjects()).map((subject) => prepare(subject, builder)),
  );
  const facts = prepared.flatMap((one) => (one.ok ? [one.facts] : []));
  const all = [...facts.flatMap(({ abi }) => abi), ...facts.flatMap(({ plan }) => plan)];
  const cases = new Map(all.map((one) => [nameOf(one), { suite: one.suite, case: one.case }]));
  return [...cases.values()];
}
