// SPDX-License-Identifier: GPL-2.0-only
// Every case is seen failing: each mutant is tried as `sct mutate` does, less those that others of their kind stand for; together the rows that are
// tried here name every case that any image plans.

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CONSOLE_CASE } from '../../harness/base/plan.ts';
import { loadMutants, names } from '../../harness/mutant/mutant.ts';
import { createBench } from '../../harness/mutant/try-mutant.ts';
import { packageRoot } from '../../harness/store/places.ts';
import { subjectNames } from '../../harness/subject/load.ts';
import { prepared as build } from './prepared.ts';

const root = packageRoot();
const all = loadMutants(root);
const mutants = all.filter(({ matrix }) => matrix === 'default');
const bench = createBench({ root }, mutants, all);

describe.concurrent('mutants', () => {
  test.for(mutants)('$name', { timeout: 120_000 }, async (mutant, { expect }) => {
    const { verdict, problems, by, folder } = await (await bench).tryMutant(mutant);
    const told = [...problems, `noticed by: ${by.join(', ') || 'nobody'}`, `kept: ${folder}`].join('\n');
    expect(verdict, `${mutant.mistake}\n${told}`).toBe(mutant.equivalent ? 'equivalent' : 'killed');
  });
});

test.for(subjectNames(join(root, 'guest/subjects')))(
  'every case of %s is named by some mutant',
  async (subject) => {
    const prepared = await build(subject);
    if (!prepared.ok) return expect.fail(prepared.failure.details.join('\n'));
    const cases = [...prepared.facts.plan, ...prepared.facts.abi, CONSOLE_CASE];
    const patterns = mutants.flatMap(({ killedBy }) => killedBy);
    const unseen = cases.filter((one) => !patterns.some((pattern) => names(pattern, one)));
    expect(unseen.map((one) => `${one.suite}.${one.case}`)).toEqual([]);
  },
);
