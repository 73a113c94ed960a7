// SPDX-License-Identifier: GPL-2.0-only
// The full matrix wants a compiler that a bare machine lacks: what that leaves out is named and counted, and what was asked for by name fails.

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findTool } from '../../harness/tool/tools.ts';
import { scratch, sct } from './sct.ts';

let tmp: string;
beforeEach(() => {
  tmp = scratch();
});
afterEach(() => rmSync(tmp, { recursive: true, force: true }));

const ABI = ['run', '--subject', 'reviewed', '--suite', 'abi'];
const MISSING = { env: { SCT_GCC: '/nonexistent' } };

/** A clang that compiles nothing: three whole guests would be made to see one note. */
function idleClang(): string {
  const path = join(tmp, 'clang');
  const script = `#!/bin/sh
[ "$1" = --version ] && exec '${findTool('clang-19')}' --version
echo 'error: not today' >&2
exit 1
`;
  writeFileSync(path, script, { mode: 0o755 });
  return path;
}

test('--matrix full names and counts the cells of a compiler that is missing', async () => {
  const file = join(tmp, 'run.json');
  const env = { ...MISSING.env, SCT_CLANG: idleClang() };
  const { exitCode } = await sct([...ABI, '--matrix', 'full', '--json', file], { env });
  expect(exitCode).toBe(4);
  const { cells, notes } = JSON.parse(readFileSync(file, 'utf8'));
  const machines: string[] = cells.map(({ machine }: { machine: string }) => machine);
  expect(machines).toEqual(expect.arrayContaining(['host', 'host-o0', 'max-o0']));
  expect(machines.filter((name) => name.includes('gcc'))).toEqual([]);
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
