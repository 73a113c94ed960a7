// SPDX-License-Identifier: GPL-2.0-only
// One cell: the guest is booted once, by the function that `sct run` uses, and each case it had to report is a test. vitest.config.ts makes a
// project of each cell.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, describe, expect, inject } from 'vitest';
import { CONSOLE_CASE } from '../../harness/base/plan.ts';
import type { CaseResult, CellResult } from '../../harness/base/verdict.ts';
import { findQemu, probe } from '../../harness/machine/installed-qemu.ts';
import type { Host, Machine } from '../../harness/machine/machine.ts';
import { HOSTS, MACHINES } from '../../harness/machine/machines.ts';
import { reproduce } from '../../harness/report/reproduce.ts';
import { hostCell } from '../../harness/run/cell.ts';
import { bootCellSurely } from '../../harness/run/once-more.ts';
import { cellPlan } from '../../harness/run/prepare.ts';
import { packageRoot } from '../../harness/store/places.ts';
import { createRunFolder } from '../../harness/store/run-folder.ts';
import { findTool } from '../../harness/tool/tools.ts';
import { differences, sampleIn, shownOf } from './docs/sample.ts';
import { prepared as build } from './prepared.ts';

const { subject, machine } = inject('cell');
const record = [...HOSTS, ...MACHINES].find(({ name }) => name === machine);
if (!record) throw new Error(`there is no machine ${machine}`);
const prepared = await build(subject, undefined, record.build);

async function judgeCell(record: Host | Machine): Promise<CellResult> {
  if (!prepared.ok) throw new Error(prepared.failure.details.join('\n'));
  if (!record.boots) return hostCell(prepared, record);
  await using runFolder = await createRunFolder();
  const cell = await bootCellSurely(prepared, record, { qemu: findTool('qemu-system-aarch64'), runFolder });
  if (cell.verdict !== 'pass') runFolder.keep();
  return cell;
}

const test = base.extend('cell', { scope: 'file' }, () => judgeCell(record));

describe(`${subject}@${machine}`, () => {
  if (!prepared.ok) {
    test('the image builds', () => expect.fail(prepared.failure.details.join('\n')));
    return;
  }
  // The boot counts against the first test's time, so it gets its own.
  test.beforeAll(async ({ cell }) => void cell, 150_000);

  const cases = cellPlan(prepared, record);
  const planned = !record.boots ? cases : [...cases, CONSOLE_CASE];
  for (const { suite, case: name } of planned) {
    test(`${suite}.${name}`, async ({ cell, skip, annotate }) => {
      const result = cell.results.find((one) => one.suite === suite && one.case === name);
      if (!result) return expect.fail('the cell has no such result');
      if (result.verdict === 'skip') skip(result.reason);
      if (result.verdict === 'xfail') await annotate(result.reason, 'known defect');
      else if (result.verdict !== 'pass') expect.fail(explain(cell, result));
    });
  }

  test('nothing outside the plan', ({ cell }) => {
    const names = cell.results.map((result) => `${result.suite}.${result.case}`);
    expect(names).toEqual(planned.map((one) => `${one.suite}.${one.case}`));
  });

  test('README shows it as it is', async ({ cell }) => {
    const { facts } = await probe(findQemu());
    const sample = sampleIn(readFileSync(join(packageRoot(), 'README.md'), 'utf8'));
    const version = /^\d+\.\d+/.exec(facts?.version ?? '')?.[0];
    expect(differences(sample, await shownOf(cell), version), 'to mend it: npm run sample').toEqual([]);
  });
});

function explain(cell: CellResult, result: CaseResult): string {
  const kept = cell.folder ? [`kept: ${cell.folder}`] : [];
  return [
    `${result.verdict}: ${result.reason}`,
    ...result.details,
    ...kept,
    `again: ${reproduce(cell, result)}`,
  ].join('\n');
}
