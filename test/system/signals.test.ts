// SPDX-License-Identifier: GPL-2.0-only
// However a run ends, no QEMU outlives it, and what a SIGKILL left the next start removes.

import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fake, processesWith, ROOT, scratch, sct } from './sct.ts';

let tmp: string;
beforeEach(() => {
  tmp = scratch();
});
afterEach(() => rmSync(tmp, { recursive: true, force: true }));

const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs');
const CELL = ['--subject', 'reviewed', '--machine', 'max'];
const hanging = () => ({ SCT_QEMU: fake('hangs'), TMPDIR: tmp });

/** Waits until something is true. Fails after 30 s. */
async function until<T>(what: string, look: () => T | undefined | false): Promise<T> {
  for (let i = 0; i < 600; i++) {
    const found = look();
    if (found) return found;
    await sleep(50);
  }
  throw new Error(`waited in vain for ${what}`);
}

/** The fake sleeps in `sleep`, which no longer says where: its files in the run's folder tell that it runs. */
const runFolders = () => readdirSync(tmp).filter((name) => /^sct-\d/.test(name));
const booted = () =>
  runFolders().some((run) =>
    readdirSync(join(tmp, run)).some((cell) => existsSync(join(tmp, run, cell, 'stderr.log'))),
  );

/** The children of a process, and theirs. */
function offspring(pid: number): number[] {
  return processesWith('').filter((one) => one !== pid && ancestors(one).includes(pid));
}
function ancestors(pid: number): number[] {
  const line: number[] = [];
  for (let at = parent(pid); at > 1; at = parent(at)) line.push(at);
  return line;
}
function parent(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}

test.for([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('sct run, %s', async ([signal, code]) => {
  const run = sct(['run', ...CELL, '--json'], { env: hanging() });
  await until('the boot', booted);
  const guests = await until('its QEMU', () => {
    const found = offspring(run.pid ?? 0);
    return found.length > 0 && found;
  });
  run.kill(signal);
  const { exitCode, stdout, stderr } = await run;
  expect(exitCode).toBe(code);
  expect(JSON.parse(stdout).verdict).toBe('error');
  expect(stderr).toContain(`stopped by ${signal}`);
  expect(guests.filter(isAlive)).toEqual([]);
  // It stays, since there may be something to see, and says where.
  expect(stderr).toContain(`kept ${join(tmp, runFolders()[0] ?? 'nothing')}`);
});

test('sct run, SIGKILL: the next start removes what it left and says so', async () => {
  const run = sct(['run', ...CELL], { env: hanging() });
  await until('the boot', booted);
  const guests = await until('its QEMU', () => {
    const found = offspring(run.pid ?? 0);
    return found.length > 0 && found;
  });
  run.kill('SIGKILL');
  await run;
  await until('the end of its QEMU', () => !guests.some(isAlive));
  const [left = ''] = runFolders();
  const { exitCode, stderr } = await sct(['run', '--subject', 'reviewed', '--machine', 'host'], {
    env: { TMPDIR: tmp },
  });
  expect(exitCode).toBe(0);
  expect(stderr).toContain(`removed ${join(tmp, left)}`);
  expect(runFolders()).toEqual([]);
});

test.for(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('vitest, %s', async (signal) => {
  const run = execa(process.execPath, [VITEST, 'run', '--project', 'reviewed@max'], {
    cwd: ROOT,
    reject: false,
    stdin: 'ignore',
    env: hanging(),
  });
  await until('the boot', booted);
  const all = offspring(run.pid ?? 0);
  run.kill(signal);
  const { exitCode } = await run;
  expect(exitCode).not.toBe(0);
  await until('the end of its workers and QEMU', () => !all.some(isAlive));
  // A worker whose Vitest is gone removes what it had; what was kept for a failure stays.
  const unkept = runFolders().filter((run) => !existsSync(join(tmp, run, 'kept')));
  expect(unkept).toEqual([]);
});

/** Whether a process lives; a zombie does not. */
function isAlive(pid: number): boolean {
  return processesWith('').includes(pid);
}
