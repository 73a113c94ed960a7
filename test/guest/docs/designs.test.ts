// SPDX-License-Identifier: GPL-2.0-only
// docs/designs.md says what each design that was proposed fails, and why: from its results on the host and on `max`.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CaseResult } from '../../../harness/base/verdict.ts';
import { HOST, MACHINES } from '../../../harness/machine/machines.ts';
import { hostCell } from '../../../harness/run/cell.ts';
import { bootCellSurely } from '../../../harness/run/once-more.ts';
import { packageRoot } from '../../../harness/store/places.ts';
import { createRunFolder } from '../../../harness/store/run-folder.ts';
import { builtinFolder, designNames, loadSubject, subjectNames } from '../../../harness/subject/load.ts';
import { findTool } from '../../../harness/tool/tools.ts';
import { prepared as build } from '../prepared.ts';
import { type DesignRow, designPage } from './design-page.ts';

const page = join(packageRoot(), 'docs/designs.md');
const max = MACHINES.find(({ name }) => name === 'max');
const names = designNames(builtinFolder());
const rows: DesignRow[] = [];

test.for(names)('%s comes out as its expect.json says', { timeout: 120_000 }, async (name) => {
  const prepared = await build(name);
  if (!prepared.ok || !max) return expect.fail(prepared.ok ? 'no max' : prepared.failure.details.join('\n'));
  const host = hostCell(prepared, HOST);
  await using runFolder = await createRunFolder();
  const booted = await bootCellSurely(prepared, max, { qemu: findTool('qemu-system-aarch64'), runFolder });
  if (booted.verdict !== 'pass') runFolder.keep();
  const results = [...host.results, ...booted.results];
  expect(results.filter(isBad).map(told)).toEqual([]);
  const { expectation } = await loadSubject(join(builtinFolder(), name));
  rows.push({ name, expectation, design: prepared.facts.design, cost: prepared.facts.cost, results });
});

test('every other subject is in every run', () => {
  expect(subjectNames(builtinFolder())).toEqual(['reviewed', 'v7']);
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
