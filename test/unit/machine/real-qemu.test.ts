// SPDX-License-Identifier: GPL-2.0-only
// The machine layer against the installed QEMU, with guests of a few instructions.
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, type TestContext, test } from 'vitest';
import { CELL_FILES, qemuArgv } from '../../../harness/machine/argv.ts';
import { boot } from '../../../harness/machine/boot.ts';
import { LIMITS, type Limits } from '../../../harness/machine/limits.ts';
import type { Machine } from '../../../harness/machine/machine.ts';
import { MACHINES } from '../../../harness/machine/machines.ts';
import { availableMachines, probeQemu } from '../../../harness/machine/probe.ts';
import { findTool } from '../../../harness/tool/tools.ts';
import { TINY_GUESTS, tinyImage } from './tiny-guests.ts';

const qemu = findTool('qemu-system-aarch64');
let folder: string;
// Hooks run for the concurrent tests too, all before the first of them ends: each removes its own folder.
beforeEach(async () => {
  const made = await mkdtemp(join(tmpdir(), 'sct-qemu,test-'));
  folder = made;
  return () => rm(made, { recursive: true, force: true });
});

const max = MACHINES.find(({ name }) => name === 'max') as Machine;

function prepare(guest: keyof typeof TINY_GUESTS, machine = max, into = folder): string[] {
  writeFileSync(join(into, CELL_FILES.image), tinyImage(TINY_GUESTS[guest]));
  return qemuArgv({ qemu, machine, folder: into, bootargs: 'run=1 suite=a b' });
}

/** A folder for a test that does not run alone, until that one ends: which it is, only its own context knows. */
async function ownFolder({ onTestFinished }: Pick<TestContext, 'onTestFinished'>): Promise<string> {
  const own = await mkdtemp(join(tmpdir(), 'sct-qemu,test-'));
  onTestFinished(() => rm(own, { recursive: true, force: true }));
  return own;
}

const limits = (some: Partial<Limits>): Limits => ({ ...LIMITS, ...some });

describe('a power-off and a reset differ', () => {
  test.for([
    ['powersOff', 'poweroff', 'x'],
    ['resets', 'reset', 'x'],
    ['resetsAtOnce', 'reset', ''],
  ] as const)('%s', async ([guest, kind, serial]) => {
    const argv = prepare(guest);
    await using running = await boot({ argv, folder, limits: LIMITS });
    expect(await running.end).toEqual({ kind });
    expect(readFileSync(join(folder, CELL_FILES.serial), 'utf8')).toBe(serial);
  });
});

/** What a machine is for QEMU. */
const boardOf = (machine: Machine) => qemuArgv({ qemu, machine, folder: '', bootargs: '' }).join(' ');

describe('every virt that this QEMU can be powers off', async () => {
  const cacheFolder = await mkdtemp(join(tmpdir(), 'sct-probe-test-'));
  const { machines } = availableMachines(MACHINES, await probeQemu({ qemu, cacheFolder }));
  await rm(cacheFolder, { recursive: true });
  // With virtualization=on PSCI is called by smc, which the tiny guest does not know.
  const boards = [...new Map(machines.map((machine) => [boardOf(machine), machine])).values()];
  test.for(
    boards.filter(({ kind, board, entryEl }) => kind === 'system' && board === 'virt' && entryEl === 1),
  )('$name', async (machine) => {
    await using running = await boot({ argv: prepare('powersOff', machine), folder, limits: LIMITS });
    expect(await running.end).toEqual({ kind: 'poweroff' });
  });
});

/** Long enough for a QEMU on a busy host to come to its first instruction. */
const PATIENT = 4;

describe.concurrent('a hang is diagnosed before the kill', () => {
  const spinning = 0x4020_0000n + 64n + 4n;
  test.for(['max', 'max-el2', 'max-icount'])('on %s', async (name, context) => {
    const machine = MACHINES.find((one) => one.name === name) as Machine;
    const own = await ownFolder(context);
    const argv = prepare('spins', machine, own);
    await using running = await boot({ argv, folder: own, limits: limits({ idle: PATIENT }) });
    expect(await running.end).toEqual({
      kind: 'timeout',
      seconds: PATIENT,
      idle: true,
      diagnosis: [
        expect.stringMatching(
          `^cpu0: pc=0x0*${spinning.toString(16)} lr=0x0*1234 sp=0x0+ pstate=0x[0-9a-f]+ EL${machine.entryEl}h$`,
        ),
      ],
    });
  });

  test('of each vCPU; the second was never switched on', async (context) => {
    const own = await ownFolder(context);
    const argv = prepare('spins', { ...max, vcpus: 2 }, own);
    await using running = await boot({ argv, folder: own, limits: limits({ idle: PATIENT }) });
    expect(await running.end).toMatchObject({
      diagnosis: [
        expect.stringMatching(/^cpu0: pc=0x0{8}40200044 /),
        expect.stringMatching(/^cpu1: pc=0x0{16} /),
      ],
    });
  });
});

test('the command line runs again as it stands, and from run.sh', async () => {
  const argv = prepare('powersOff');
  await using running = await boot({ argv, folder, limits: LIMITS });
  await running.end;
  const run = promisify(execFile);
  const [file = '', ...args] = argv;
  expect(await run(file, args, { cwd: '/' })).toMatchObject({ stdout: 'x' });
  expect(await run(join(folder, 'run.sh'), [], { cwd: '/' })).toMatchObject({ stdout: 'x' });
});

test('a QEMU that another process ends is neither a power-off nor a reset', async () => {
  await using running = await boot({ argv: prepare('waits'), folder, limits: LIMITS });
  for await (const _ of running.output) {
    process.kill(running.pid, 'SIGTERM');
    break;
  }
  expect(await running.end).toMatchObject({ kind: 'signal', signal: 'SIGTERM' });
});

test("QEMU's own message is kept", async () => {
  const argv = prepare('powersOff', { ...max, cpu: 'cortex-none' });
  await using running = await boot({ argv, folder, limits: LIMITS });
  expect(await running.end).toMatchObject({
    kind: 'exit',
    code: 1,
    stderr: expect.stringContaining('cortex-none'),
  });
});
