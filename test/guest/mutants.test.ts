// SPDX-License-Identifier: GPL-2.0-only
// Every case is seen failing: each mutant is built, run, and must be noticed by the cases that its row names; together the rows name every case.

import { describe, expect, test } from 'vitest';
import { packageRoot } from '../../harness/build/cache.ts';
import { bootCell, hostCell } from '../../harness/cell.ts';
import { ABI_SUITE } from '../../harness/inspect/abi.ts';
import { MACHINES } from '../../harness/machine/machines.ts';
import { loadMutants, type Mutant, names, plant } from '../../harness/mutant/mutant.ts';
import { createRunFolder } from '../../harness/run-folder/run-folder.ts';
import { findTool } from '../../harness/tool/tools.ts';
import type { CaseResult } from '../../harness/verdict/verdict.ts';
import { prepared as build } from './prepared.ts';

const root = packageRoot();
const mutants = loadMutants(root);

/** A mutant that hangs should do so for a second, not for the seconds that an honest guest is given. */
const IMPATIENT = 0.3;

async function resultsOf(mutant: Mutant): Promise<CaseResult[]> {
  await using folder = await createRunFolder();
  plant(mutant, root, folder.path);
  const prepared = await build(mutant.subject, folder.path);
  if (!prepared.ok) return [prepared.failure];
  const suites = [...new Set(mutant.killedBy.map((one) => one.split('.')[0] ?? ''))];
  const booted = suites.filter((suite) => suite !== ABI_SUITE);
  const host = suites.includes(ABI_SUITE) ? hostCell(prepared).results : [];
  if (booted.length === 0) return host;
  const machine = MACHINES.find(({ name }) => name === mutant.machine);
  if (!machine) throw new Error(`there is no machine ${mutant.machine}`);
  const qemu = findTool('qemu-system-aarch64');
  const cell = await bootCell(prepared, machine, {
    qemu,
    runFolder: folder,
    suites: booted,
    timeoutScale: IMPATIENT,
  });
  return [...host, ...cell.results];
}

describe.concurrent('mutants', () => {
  test.for(mutants)('$name', { timeout: 120_000 }, async (mutant, { expect }) => {
    const results = await resultsOf(mutant);
    const noticed = results.filter(({ verdict }) => verdict === 'fail' || verdict === 'error');
    const missed = mutant.killedBy.flatMap((pattern) => {
      const meant = results.filter((result) => names(pattern, result));
      if (meant.length === 0) return [`${pattern}: no such case ran`];
      return meant
        .filter((result) => !noticed.includes(result))
        .map((one) => `${one.suite}.${one.case}: ${one.verdict}`);
    });
    expect(
      missed,
      `${mutant.mistake}; noticed by: ${noticed.map((one) => `${one.suite}.${one.case}`)}`,
    ).toEqual([]);
  });
});

test('every case is named by some mutant', async () => {
  const prepared = await build('reviewed');
  if (!prepared.ok) return expect.fail(prepared.failure.details.join('\n'));
  const all = [...prepared.facts.plan, ...prepared.facts.abi];
  const patterns = mutants.flatMap(({ killedBy }) => killedBy);
  const unseen = all.filter((one) => !patterns.some((pattern) => names(pattern, one)));
  // literal_aligned: LDR's scaled offset makes the linker refuse such a literal (literal-misaligned); test/unit/inspect/abi.test.ts shows it failing.
  expect(unseen.map((one) => `${one.suite}.${one.case}`)).toEqual(['abi.literal_aligned']);
});
