// SPDX-License-Identifier: GPL-2.0-only
// Single cases: the guest runs those that are named and the controls, however many there are.

import { expect, test } from 'vitest';
import { nameOf } from '../../harness/base/plan.ts';
import type { CaseResult, CellResult } from '../../harness/base/verdict.ts';
import { sct } from './sct.ts';

async function resultsOf(machines: string, ...words: string[]): Promise<CaseResult[]> {
  const cell = ['run', '--subject', 'reviewed', '--machine', machines];
  const { exitCode, stdout, stderr } = await sct([...cell, ...words, '--json']);
  expect(exitCode, stderr).toBe(0);
  const { cells } = JSON.parse(stdout) as { cells: CellResult[] };
  return cells.flatMap(({ results }) => results);
}

const ofSubject = ({ suite }: CaseResult) => suite !== 'control' && suite !== 'bench';

test('one case, and one that is judged without a boot', async () => {
  const results = await resultsOf('host,max', '--case', 'abi.section,dispatch.update');
  expect(results.filter(ofSubject).map(nameOf)).toEqual(['abi.section', 'dispatch.update']);
});

test('two hundred cases by name, none of whose suites is whole: the boot arguments hold them all', async () => {
  const all = (await resultsOf('max')).filter(ofSubject);
  const isFirst = (one: CaseResult) => all.find(({ suite }) => suite === one.suite) === one;
  const some = all.filter((one) => !isFirst(one));
  expect(some.length).toBeGreaterThan(200);
  const results = await resultsOf('max', '--case', some.map(nameOf).join(','));
  const verdicts = (list: readonly CaseResult[]) => list.map((one) => `${nameOf(one)}: ${one.verdict}`);
  expect(verdicts(results.filter(ofSubject))).toEqual(verdicts(some));
});
