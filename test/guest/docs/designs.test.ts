// SPDX-License-Identifier: GPL-2.0-only
// docs/designs.md says what each design that was proposed fails, and why: from its results on the host, on `max`, and on `max-kcfi` if it is
// expected to fail where calls are checked.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CaseResult } from '../../../harness/base/verdict.ts';
import { modelledInstructions } from '../../../harness/cost/models.ts';
import { HOST, MACHINES } from '../../../harness/machine/machines.ts';
import { hostCell } from '../../../harness/run/cell.ts';
import { bootCellSurely } from '../../../harness/run/once-more.ts';
import { packageRoot } from '../../../harness/store/places.ts';
import { createRunFolder } from '../../../harness/store/run-folder.ts';
import { builtinFolder, designNames, loadSubject } from '../../../harness/subject/load.ts';
import { findTool } from '../../../harness/tool/tools.ts';
import { prepared as build } from '../prepared.ts';
import { type DesignRow, designPage } from './design-page.ts';

const page = join(packageRoot(), 'docs/designs.md');
const machineOf = (wanted: string) => MACHINES.find(({ name }) => name === wanted);
const names = designNames(builtinFolder());
const rows: DesignRow[] = [];

test.for(names)('%s comes out as its expect.json says', { timeout: 120_000 }, async (name) => {
  const { expectation } = await loadSubject(join(builtinFolder(), name));
  const checked = expectation.xfail.some((defect) => defect.with === 'kcfi');
  const machines = ['max', ...(checked ? ['max-kcfi'] : [])].map(machineOf);
  const prepared = await build(name);
  if (!prepared.ok) return expect.fail(prepared.failure.details.join('\n'));
  const results: DesignRow['results'] = hostCell(prepared, HOST).results.map((one) => ({
    ...one,
    on: HOST.name,
  }));
  for (const machine of machines) {
    const image = machine && (await build(name, packageRoot(), machine.build));
    if (!machine || !image?.ok)
      return expect.fail(image && !image.ok ? image.failure.details.join('\n') : 'a machine is missing');
    await using runFolder = await createRunFolder();
    const booted = await bootCellSurely(image, machine, { qemu: findTool('qemu-system-aarch64'), runFolder });
    if (booted.verdict !== 'pass') runFolder.keep();
    results.push(...booted.results.map((one) => ({ ...one, on: machine.name })));
  }
  expect(results.filter(isBad).map(told)).toEqual([]);
  rows.push({ name, expectation, design: prepared.facts.design, cost: prepared.facts.cost, results });
});

test('models take each for as many instructions as its disassembly says', () => {
  const modelled = modelledInstructions();
  const differing = rows.filter(({ name, cost }) => modelled[name] !== cost.tramp);
  expect(differing.map(({ name, cost }) => `${name}: ${cost.tramp}, modelled as ${modelled[name]}`)).toEqual(
    [],
  );
});

test('docs/designs.md shows what they came to', async ({ skip }) => {
  skip(rows.length < names.length, 'it is made of what all tests above have found');
  const text = designPage(readFileSync(page, 'utf8'), rows);
  await expect(text).toMatchFileSnapshot(page);
});

function isBad({ verdict }: CaseResult): boolean {
  return verdict === 'fail' || verdict === 'error';
}

function told({ suite, case: name, reason }: CaseResult): string {
  return `${suite}.${name}: ${reason}`;
}
