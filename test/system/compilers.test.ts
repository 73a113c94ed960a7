// SPDX-License-Identifier: GPL-2.0-only
// The full matrix wants a compiler that a bare machine lacks: what that leaves out is named and counted, and what was asked for by name fails.

import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scratch, sct } from './sct.ts';

let tmp: string;
beforeEach(() => {
  tmp = scratch();
});
afterEach(() => rmSync(tmp, { recursive: true, force: true }));

const ABI = ['run', '--subject', 'reviewed', '--suite', 'abi'];
const MISSING = { env: { SCT_GCC: '/nonexistent' } };

test('--matrix full names and counts the cells of a compiler that is missing', async () => {
  const file = join(tmp, 'run.json');
  const { exitCode } = await sct([...ABI, '--matrix', 'full', '--json', file], MISSING);
  expect(exitCode).toBe(0);
  const { cells, notes } = JSON.parse(readFileSync(file, 'utf8'));
  expect(cells.map(({ machine }: { machine: string }) => machine)).toEqual(['host', 'host-o0', 'host-os']);
  const note = expect.stringMatching(
    /^2 cells skipped, aarch64-linux-gnu-gcc-12 is missing: reviewed@host-gcc, reviewed@host-gcc-o0\. To run them: unset SCT_GCC/,
  );
  expect(notes).toContainEqual(note);
});

test('a machine that was named needs its compiler', async () => {
  const { exitCode, stdout, stderr } = await sct([...ABI, '--machine', 'host-gcc'], MISSING);
  expect([exitCode, stdout]).toEqual([3, '']);
  expect(stderr).toContain('SCT_GCC=/nonexistent is no executable file');
  expect(stderr).toContain('To mend it: unset SCT_GCC');
});

test('a plain run has no use for it', async () => {
  const { exitCode, stdout } = await sct(ABI, MISSING);
  expect(exitCode).toBe(0);
  expect(stdout).not.toContain('skipped');
});
