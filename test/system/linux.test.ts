// SPDX-License-Identifier: GPL-2.0-only
// The module in Debian's own kernel, if `npm run setup:linux` has fetched it; else it is skipped by name, and counted.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../harness/store/places.ts';
import { SUBJECT_FILES } from '../../harness/subject/subject.ts';
import { whyNoKernel } from '../../harness/tool/linux-kernel.ts';
import { sct } from './sct.ts';

const folder = mkdtempSync(join(tmpdir(), 'sct-linux-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a kernel that is not there is a usage error with the command that mends it', async () => {
  const { exitCode, stderr } = await sct(['run', '--machine', 'linux-stock'], {
    env: { SCT_CACHE: join(folder, 'empty') },
  });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('npm run setup:linux -- --kernel linux-stock');
});

describe.skipIf(whyNoKernel('linux-stock') !== undefined)('linux-stock', { timeout: 120_000 }, () => {
  test('a literal loaded by half is a failure, told by its cause, and costs no other case', async () => {
    const tree = join(folder, 'half');
    cpSync(join(packageRoot(), 'guest/subjects/reviewed'), tree, { recursive: true });
    const header = join(tree, SUBJECT_FILES.header);
    const text = readFileSync(header, 'utf8');
    writeFileSync(header, text.replace('ldr	x16, [x16', 'ldr	w16, [x16'));
    const { exitCode, stdout } = await sct([
      ...['run', '--tree', tree, '--machine', 'linux-stock'],
      ...['--case', 'dispatch.first_target'],
    ]);
    expect(stdout).toContain('dispatch.first_target');
    expect(exitCode).toBe(1);
  });
});
