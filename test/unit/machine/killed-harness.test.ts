// SPDX-License-Identifier: GPL-2.0-only
// However the harness goes, no QEMU stays, and what it leaves in the temporary folder the next one removes.
// The small harness is a process of its own, so it is bundled first, as dist/ is.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { packageRoot } from '../../../harness/store/places.ts';
import { sweepStale } from '../../../harness/store/sweep.ts';
import { bundle, writeOutput } from '../../../scripts/bundle.mjs';

/** In the checkout and one below it, as dist/ is: the harness finds its tools from there. */
let bundled: string;
beforeAll(async () => {
  const driver = new URL('../../fixtures/machine/harness.mjs', import.meta.url).pathname;
  const output = await bundle({ harness: driver });
  bundled = await mkdtemp(join(packageRoot(), '.tmp-harness-'));
  writeOutput(bundled, output);
});
afterAll(() => rm(bundled, { recursive: true, force: true }));

let tmp: string;
let left: ChildProcess | undefined;
let leftQemu: number | undefined;
beforeEach(async () => {
  tmp = await mkdtemp(join(tmpdir(), 'sct-k-'));
});
afterEach(async () => {
  left?.kill('SIGKILL');
  if (leftQemu !== undefined && isAlive(leftQemu)) process.kill(leftQemu, 'SIGKILL');
  await rm(tmp, { recursive: true, force: true });
});

/** Starts the small harness in a temporary folder of its own and waits until its QEMU runs. */
async function start(...words: string[]) {
  const child = spawn(process.execPath, [join(bundled, 'harness.js'), ...words], {
    env: { ...process.env, TMPDIR: tmp },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  left = child;
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const exit = once(child, 'exit') as Promise<[code: number | null, signal: string | null]>;
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done) throw new Error(`the small harness did not start: ${stderr}`);
  const { pid, folder } = JSON.parse(first.value) as { pid: number; folder: string };
  leftQemu = pid;
  return { child, exit, pid, folder, next: async () => JSON.parse((await lines.next()).value ?? 'null') };
}

/** Whether a process lives; a zombie does not. */
function isAlive(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** The kernel takes its time to tell a child of its parent's death. */
async function expectGone(pid: number) {
  await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false);
}

test.for(['hangs', 'stubborn', 'floods'])('SIGKILL: %s', async (fake) => {
  const { child, exit, pid, folder } = await start(fake);
  expect(isAlive(pid)).toBe(true);
  expect(folder.startsWith(join(tmp, 'sct-'))).toBe(true);
  expect(await sweepStale([tmp])).toEqual([]); // its owner lives
  child.kill('SIGKILL');
  expect(await exit).toEqual([null, 'SIGKILL']);
  await expectGone(pid);
  expect(existsSync(folder)).toBe(true);
  expect(await sweepStale([tmp])).toEqual([folder]);
  expect(existsSync(folder)).toBe(false);
});

test('SIGKILL after the folder was kept: it stays', async () => {
  const { child, exit, folder } = await start('hangs', 'keep');
  child.kill('SIGKILL');
  await exit;
  expect(await sweepStale([tmp])).toEqual([]);
  expect(existsSync(join(folder, 'cell/argv.json'))).toBe(true);
});

test.for([
  ['exit', 7],
  ['throw', 1],
] as const)('it leaves in the middle: %s', async ([how, code]) => {
  const { exit, pid, folder } = await start('stubborn', how);
  expect(await exit).toEqual([code, null]);
  await expectGone(pid);
  expect(existsSync(folder)).toBe(false);
});

test.for([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s ends it in order', async ([signal, code]) => {
  const { child, exit, pid, folder, next } = await start('hangs');
  child.kill(signal);
  expect(await next()).toEqual({ kind: 'interrupted', signal });
  expect(await exit).toEqual([code, null]);
  expect(isAlive(pid)).toBe(false);
  expect(existsSync(folder)).toBe(false);
});

/** The fake has come to its `trap '' TERM`, bit 14 of what it ignores: before that, SIGTERM ends it. */
async function expectStubborn(pid: number) {
  const status = () => readFileSync(`/proc/${pid}/status`, 'utf8');
  await expect.poll(status, { timeout: 20_000 }).toMatch(/^SigIgn:\s*[\da-f]*[4-7c-f][\da-f]{3}$/m);
}

test('a second SIGINT does not wait for a QEMU that ignores the first', async () => {
  const { child, exit, pid, folder, next } = await start('stubborn');
  await expectStubborn(pid);
  child.kill('SIGINT');
  await sleep(100);
  child.kill('SIGINT');
  expect(await exit).toEqual([130, null]);
  // It never came to the end of the boot.
  expect(await next()).toBeNull();
  await expectGone(pid);
  expect(existsSync(folder)).toBe(false);
});
