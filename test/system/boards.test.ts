// SPDX-License-Identifier: GPL-2.0-only
// Boards that QEMU models, by the device trees of Debian's kernel. Whichever of them the installed QEMU has; `--matrix full` runs all of every cell.

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findQemu, probe } from '../../harness/machine/installed-qemu.ts';
import { MACHINES } from '../../harness/machine/machines.ts';
import { availableMachines } from '../../harness/machine/probe.ts';
import { bootCell } from '../../harness/run/cell.ts';
import { createRunFolder } from '../../harness/store/run-folder.ts';
import { prepared } from '../guest/prepared.ts';
import { ROOT } from './sct.ts';

// Nothing to do if they are there.
execFileSync(process.execPath, [join(ROOT, 'scripts/device-trees.mjs')], { stdio: 'inherit' });

const qemu = findQemu();
const boards = MACHINES.filter(({ kind, board }) => kind === 'system' && board !== 'virt');
const { machines, notes } = availableMachines(boards, await probe(qemu));
const one = await prepared('reviewed');
const image = one.ok ? one : expect.fail(one.failure.details.join('\n'));

test('each board is here, or the installed QEMU has none', () => {
  expect(machines.length).toBeGreaterThan(0);
  for (const note of notes) expect(note).toMatch(/: left out, the installed QEMU \S+ has no such board$/);
});

// What a board has of its own: a console, interrupts, CPUs, an end.
test.for(machines)('$name', async (machine) => {
  await using runFolder = await createRunFolder();
  const cell = await bootCell(image, machine, { qemu, runFolder, suites: ['control', 'dispatch'] });
  expect(cell.results.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skip')).toEqual([]);
  const skipped = cell.results.filter(({ verdict }) => verdict === 'skip').map(({ reason }) => reason);
  for (const reason of skipped)
    expect(reason).toMatch(/^the CPU has no (BTI|PAC)|^no interrupt gets through|^built without kCFI/);
});
