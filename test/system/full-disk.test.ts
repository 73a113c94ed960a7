// SPDX-License-Identifier: GPL-2.0-only
// A disk without room: an error that says so, never a FAIL of the subject, and nothing half-written is served once there is room.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CLI, scratch } from './sct.ts';

/** A mount namespace of its own, so that no mount outlives the test, however that ends. */
const UNSHARE = ['unshare', '--mount', ...(process.getuid?.() === 0 ? [] : ['--map-root-user'])];
const REFUSED = refusal();
const SKIPPED = REFUSED === undefined ? '' : ` (skipped, no tmpfs can be mounted here: ${REFUSED})`;

/** Why no tmpfs can be mounted; undefined if it can. */
function refusal(): string | undefined {
  const [file = '', ...args] = [...UNSHARE, 'mount', '-t', 'tmpfs', 'none', '/mnt'];
  const { status, stderr, error } = spawnSync(file, args, { encoding: 'utf8' });
  return status === 0 ? undefined : (error?.message ?? stderr.trim().split('\n')[0] ?? `exit code ${status}`);
}

let tmp: string;
let disk: string;
beforeEach(() => {
  tmp = scratch();
  disk = join(tmp, 'disk');
  mkdirSync(disk);
});
afterEach(() => rmSync(tmp, { recursive: true, force: true }));

interface Step {
  /** KiB of the disk at that run; it only grows. */
  size: number;
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** `sct run` on a disk of each of these sizes in turn, what the earlier runs left still on it; `variable` names a folder there. */
async function runOn(sizes: readonly number[], variable: string, words: readonly string[]): Promise<Step[]> {
  const script = `
    mount -t tmpfs -o size=${sizes[0]}k none "$DISK"
    mkdir "$DISK/d"
    for size in ${sizes.join(' ')}; do
      mount -o remount,size="$size"k "$DISK"
      ${variable}="$DISK/d" "$@" >"$OUT/$size.stdout" 2>"$OUT/$size.stderr"
      echo "$size $?"
    done`;
  const [file = '', ...args] = [...UNSHARE, 'sh', '-c', script, 'sh', process.execPath, CLI, 'run', ...words];
  const { stdout } = await execa(file, args, { stdin: 'ignore', env: { DISK: disk, OUT: tmp } });
  return stdout.split('\n').map((line) => {
    const [size, exitCode] = line.split(' ').map(Number) as [number, number];
    const read = (stream: string) => readFileSync(join(tmp, `${size}.${stream}`), 'utf8');
    return { size, exitCode, stdout: read('stdout'), stderr: read('stderr') };
  });
}

describe.skipIf(REFUSED)(`a full disk${SKIPPED}`, () => {
  test('for SCT_CACHE', async () => {
    // Room for nothing, for some objects, for most, for all but no image, and enough.
    const sizes = [4, 400, 1200, 2400, 16_384];
    const steps = await runOn(sizes, 'SCT_CACHE', ['--subject', 'reviewed', '--machine', 'host']);
    expect(steps.map(({ size }) => size)).toEqual(sizes);
    const last = steps.pop();
    for (const { size, exitCode, stdout, stderr } of steps) {
      expect({ size, exitCode, stdout }).toEqual({ size, exitCode: 4, stdout: '' });
      expect(stderr).toContain(`there is no room for the build cache ${disk}/d: `);
      expect(stderr).toContain('let SCT_CACHE name a folder on another disk');
      expect(stderr).not.toMatch(/\n\s+at /);
    }
    expect(last).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('PASS') });
  });

  test('for TMPDIR', async () => {
    const cell = ['--subject', 'reviewed', '--machine', 'max', '--suite', 'dispatch'];
    const sizes = [4, 100, 16_384];
    const steps = await runOn(sizes, 'TMPDIR', cell);
    expect(steps.map(({ size }) => size)).toEqual(sizes);
    const last = steps.pop();
    for (const { size, exitCode, stdout, stderr } of steps) {
      expect({ size, exitCode, stdout }).toEqual({ size, exitCode: 4, stdout: '' });
      expect(stderr).toContain(`there is no room for this run's folder in ${disk}/d: ENOSPC`);
      expect(stderr).toContain('let TMPDIR name a folder on another disk');
      expect(stderr).not.toMatch(/\n\s+at /);
    }
    expect(last).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('PASS') });
  });

  test('no mount outlives them', () => {
    expect(readdirSync(disk)).toEqual([]);
  });
});
