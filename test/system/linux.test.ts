// SPDX-License-Identifier: GPL-2.0-only
// The module in Debian's own kernel, if `npm run setup:linux` has fetched it; else it is skipped by name, and counted.

import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
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

test('a kit for other machines is made without any kernel, and judges what comes back', async () => {
  const kit = join(folder, 'kit.tar.gz');
  const made = ['image', '--for', 'linux', '--subject', 'reviewed', '-o', kit];
  expect((await sct(made)).exitCode).toBe(0);
  const again = await sct(made);
  expect([again.exitCode, again.stderr]).toEqual([2, expect.stringContaining('is there already')]);
  await execa('tar', ['-C', folder, '-xf', kit]);
  expect(readdirSync(join(folder, 'kit'))).toEqual(
    expect.arrayContaining(['Kbuild', 'Makefile', 'README', 'bench.o_shipped', 'run.sh', 'subject']),
  );
  const log = join(folder, 'sct.log');
  writeFileSync(log, 'nothing\n');
  const judged = await sct(['judge', join(folder, 'kit'), log]);
  expect([judged.exitCode, judged.stdout]).toEqual([4, expect.stringContaining('no boot line')]);
});

test.each([
  [[], 'give that alone'],
  [['--tree', 'guest/subjects/v7'], 'no kernel tree'],
  [['--tree', 'guest/subjects/v7', '--machine', 'max'], 'cannot be used with'],
])('no kernel is built of what is no tree: --in-tree %j', async (words, said) => {
  const { exitCode, stderr } = await sct(['run', '--in-tree', ...words]);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(said)]);
});

test.each([
  [['-o', 'kit.zip'], '.tar.xz or .tar.gz'],
  [['-o', 'kit.tar.xz', '--machine', 'max'], 'does not go with --for linux'],
])('a kit that cannot be: %j', async (words, said) => {
  const { exitCode, stderr } = await sct(['image', '--for', 'linux', '--subject', 'reviewed', ...words]);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(said)]);
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
