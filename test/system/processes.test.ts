// SPDX-License-Identifier: GPL-2.0-only
// What a run costs in processes of QEMU: one a cell, and one more to ask what this QEMU is, once.

import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findTool } from '../../harness/tool/tools.ts';
import { scratch, sct } from './sct.ts';

let folder: string;
beforeEach(() => {
  folder = scratch();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('one QEMU a cell, and one that is asked once', async () => {
  // To sct this is a QEMU that it has never seen.
  const qemu = join(folder, 'qemu');
  const log = join(folder, 'log');
  writeFileSync(qemu, `#!/bin/sh\necho "$*" >>'${log}'\nexec '${findTool('qemu-system-aarch64')}' "$@"\n`);
  chmodSync(qemu, 0o755);
  const boots = async () => {
    writeFileSync(log, '');
    const words = ['run', '--subject', 'v7,reviewed', '--machine', 'max,max-el2', '--suite', 'bti'];
    expect((await sct(words, { env: { SCT_QEMU: qemu } })).exitCode).toBe(0);
    const lines = readFileSync(log, 'utf8').trim().split('\n');
    return { cells: lines.filter((line) => line.includes('-kernel')).length, all: lines.length };
  };
  expect(await boots()).toEqual({ cells: 4, all: 5 });
  expect(await boots()).toEqual({ cells: 4, all: 4 });
});
