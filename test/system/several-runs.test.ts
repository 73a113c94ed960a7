// SPDX-License-Identifier: GPL-2.0-only
// `--repeat` and `--fail-fast`, on cells that boot nothing.

import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT, scratch, sct } from './sct.ts';

const HEADER = 'arch/arm64/include/asm/static_call.h';

/** A tree whose trampoline has no landing pad. */
let tree: string;
beforeAll(() => {
  tree = scratch();
  cpSync(join(ROOT, 'guest/subjects/reviewed'), tree, { recursive: true });
  const header = readFileSync(join(tree, HEADER), 'utf8');
  writeFileSync(join(tree, HEADER), header.replace(/hint\s+#34/, 'nop'));
});
afterAll(() => rmSync(tree, { recursive: true, force: true }));

test('--repeat runs so often, and counts equal verdicts', async () => {
  const { exitCode, stdout } = await sct([
    ...['run', '--subject', 'reviewed', '--machine', 'host', '--repeat', '3'],
  ]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/note: 3 runs: (\d+) of \1 cases had the same verdict in each/);
});

test('--fail-fast begins no cell after the first that fails, and says so', async () => {
  const { exitCode, stdout } = await sct([
    ...['run', '--tree', tree, '--subject', 'reviewed,v7', '--machine', 'host', '--jobs', '1'],
    ...['--fail-fast', '--json'],
  ]);
  const { verdict, cells, notes } = JSON.parse(stdout);
  expect([exitCode, verdict, cells.length]).toEqual([1, 'fail', 1]);
  expect(notes).toContain('2 of 3 cells never began: one before did not pass (--fail-fast)');
});
