// SPDX-License-Identifier: GPL-2.0-only
// What is reported of a real guest that hangs or faults in the subject's own code.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CellResult } from '../../harness/base/verdict.ts';
import { MACHINES } from '../../harness/machine/machines.ts';
import { plantProject } from '../../harness/mutant/plant.ts';
import { format as screen } from '../../harness/report/formats/table.ts';
import { format } from '../../harness/report/formats/verbose.ts';
import { bootCell } from '../../harness/run/cell.ts';
import { packageRoot } from '../../harness/store/places.ts';
import { createRunFolder, type RunFolder } from '../../harness/store/run-folder.ts';
import { findTool } from '../../harness/tool/tools.ts';
import { prepared } from '../guest/prepared.ts';
import { FULL } from '../tried.ts';

const SOURCE = 'subjects/reviewed/arch/arm64/kernel/static_call.c';
const BEGINS = ['void arch_static_call_transform(void *site, void *tramp, void *func, bool tail)', '{'];

/** Boots `reviewed` with a statement more at the start of its transform. */
async function bootWith(statement: string, machineName: string, runFolder: RunFolder): Promise<CellResult> {
  const edits = [{ file: SOURCE, from: BEGINS, to: [...BEGINS, `\t${statement}`] }];
  plantProject({ name: 'failing', edits }, packageRoot(), runFolder.path);
  const subject = await prepared('reviewed', runFolder.path);
  if (!subject.ok) throw new Error(subject.failure.details.join('\n'));
  const machine = MACHINES.find(({ name }) => name === machineName);
  if (!machine) throw new Error(`no machine ${machineName}`);
  return bootCell(subject, machine, {
    qemu: findTool('qemu-system-aarch64'),
    runFolder,
    suites: ['dispatch'],
    timeoutScale: 0.3,
  });
}

const lineOf = (folder: string, text: string) =>
  readFileSync(join(folder, 'guest', SOURCE), 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text)) + 1;

// Each waits for its time-out.
test.concurrent.for(FULL ? ['max', 'max-el2', 'max-icount'] : ['max'])(
  'a hang with everything masked, on %s',
  async (machine, { expect }) => {
    await using folder = await createRunFolder();
    const cell = await bootWith('asm volatile("msr daifset, #0xf; b .");', machine, folder);
    expect(cell.verdict).toBe('error');
    const hung = cell.results.find((one) => one.case === 'update');
    expect(hung).toMatchObject({ suite: 'dispatch', verdict: 'error' });
    expect(hung?.reason).toMatch(
      /^began, but never ended: timed out after [\d.]+ s without output, in this case$/,
    );
    const [cpu, ...others] = hung?.details.filter((line) => line.startsWith('cpu')) ?? [];
    expect(others).toEqual([]);
    expect(cpu).toMatch(
      /^cpu0: pc=0x[0-9a-f]{16} lr=0x[0-9a-f]{16} sp=0x[0-9a-f]{16} pstate=0x[0-9a-f]{8} EL1/,
    );
    const line = lineOf(folder.path, 'msr daifset');
    const places = hung?.details.filter((line) => /^(?:pc|called from): /.test(line)) ?? [];
    expect(places).toEqual([
      expect.stringMatching(`^pc: arch_static_call_transform\\S* \\(guest/${SOURCE}:${line}\\)$`),
      // The bench's own way there: it notes each update.
      expect.stringMatching(
        /^called from: __wrap_arch_static_call_transform\S* \(guest\/(?:runtime\/patch\/updated\.c|kernel\/include\/sct\/context\.h):\d+\)$/,
      ),
    ]);
    // The last lines of the console end with the case that hung; what came after it was tried in boots of its own, until that was clear to be in vain.
    expect(hung?.details.at(-1)).toMatch(/# begin dispatch\.update$/);
    expect(cell.results.filter(({ cut }) => cut === 'hang').length).toBeGreaterThanOrEqual(3);
    expect(cell.results.at(-2)).toMatchObject({ suite: 'dispatch', verdict: 'error', cut: 'unreported' });
    expect(cell.results.at(-2)?.reason).toMatch(
      /^not tried: 3 boots ended like this .*: timed out after [\d.]+ s without output, at arch_static_call_transform/,
    );
  },
);

test('an unexpected exception', async () => {
  await using folder = await createRunFolder();
  const cell = await bootWith('*(volatile int *)0x120 = 1;', 'max', folder);
  const line = lineOf(folder.path, '0x120');
  const place = `arch_static_call_transform\\S* \\(guest/${SOURCE}:${line}\\)`;
  expect(cell.verdict).toBe('fail');
  const result = cell.results.find((one) => one.case === 'update');
  expect(result?.verdict).toBe('fail');
  expect(result?.reason).toMatch(
    new RegExp(`^unexpected data abort \\(esr=0x\\w+, elr=0x\\w+, far=0x120\\); elr: ${place}$`),
  );
  expect(result?.details.join('\n')).toMatch(/^regs x0=/m);

  const run = { verdict: cell.verdict, cells: [cell], notes: [] };
  expect(await screen(run)).toMatch(/^FAIL data abort in arch_static_call_transform\+0x\w+: \d+ cases?, /);
  const report = await format(run);
  expect(report).toMatch(new RegExp(`elr: ${place}`));
  expect(report).toContain(`kept: ${cell.folder}`);
  expect(report).toContain('again: npx sct run --subject reviewed --machine max --case dispatch.');
});
