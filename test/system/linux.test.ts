// SPDX-License-Identifier: GPL-2.0-only
// The module in Debian's own kernel, if `npm run setup:linux` has fetched it; else it is skipped by name, and counted.

import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, describe, expect, test } from 'vitest';
import { createBuilder } from '../../harness/compile/build.ts';
import { MODULE_FILES, MODULES } from '../../harness/compile/module.ts';
import { initramfs } from '../../harness/machine/linux.ts';
import { MACHINES } from '../../harness/machine/machines.ts';
import { prepare } from '../../harness/run/prepare.ts';
import { packageRoot } from '../../harness/store/places.ts';
import { loadSubject } from '../../harness/subject/load.ts';
import { SUBJECT_FILES } from '../../harness/subject/subject.ts';
import { findKernel, whyNoKernel } from '../../harness/tool/linux-kernel.ts';
import { ownLog } from '../../scripts/kunit/totals.mjs';
import { FULL } from '../tried.ts';
import { sct } from './sct.ts';

const CELL = ['--subject', 'reviewed', '--machine', 'linux-cfi', '--case', 'dispatch.first_target'];
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

// Each takes most of a minute: the workflow's job tries them.
describe.skipIf(!FULL || whyNoKernel('linux-stock') !== undefined)(
  'linux-stock-icount',
  { timeout: 300_000 },
  () => {
    test('sct cost counts there what the guest kernel counts', async () => {
      const words = ['--machine', 'linux-stock-icount', '--no-models', '--json'];
      const { exitCode, stdout, stderr } = await sct(['cost', '--subject', 'reviewed', ...words]);
      expect([exitCode, stderr]).toEqual([0, expect.any(String)]);
      const [place] = JSON.parse(stdout).places;
      expect(place).toMatchObject({ runtime: 'module', verdict: 'pass', unit: 'instructions' });
      const forms: { form: string; cost: { estimate: number } }[] = place.workloads[0].forms;
      const counted = Object.fromEntries(forms.map(({ form, cost }) => [form, cost.estimate]));
      expect(counted).toMatchObject({ direct: 3, generic: 5, kcfi: 10, subject: 7 });
    });
  },
);

describe.skipIf(!FULL || whyNoKernel('linux-cfi') !== undefined)('linux-cfi', { timeout: 300_000 }, () => {
  test('a kit is built by its own Makefile, boots, and its log is judged', async () => {
    const place = join(folder, 'of-cfi');
    mkdirSync(place);
    const kit = join(place, 'kit');
    await sct(['image', '--for', 'linux', '--subject', 'reviewed', '-o', join(place, 'kit.tar.gz')]);
    await execa('tar', ['-C', place, '-xf', 'kit.tar.gz'], { cwd: place });
    const kernel = findKernel('linux-cfi');
    const how = [`KDIR=${kernel.build}`, 'ARCH=arm64', 'LLVM=-19', '--silent'];
    await execa('make', ['-C', kit, ...how]);

    // What boots a cell, with the kit's modules in place of the cell's.
    const ran = await sct(['run', ...CELL, '--keep'], { env: { TMPDIR: place } });
    const kept = /^sct: kept (.+)$/m.exec(ran.stderr)?.[1] ?? expect.fail(ran.stderr);
    const cell = join(kept, 'reviewed@linux-cfi');
    const [qemu = '', ...argv]: string[] = JSON.parse(readFileSync(join(cell, 'argv.json'), 'utf8'));
    const subject = await loadSubject(join(packageRoot(), 'guest/subjects/reviewed'));
    const machine = MACHINES.find(({ name }) => name === 'linux-cfi') ?? expect.fail('no such machine');
    const prepared = await prepare(subject, createBuilder(), machine.build);
    if (!prepared.ok) expect.fail(prepared.failure.reason);
    const archive = initramfs({
      init: readFileSync(join(prepared.image.folder, MODULE_FILES.init)),
      modules: MODULES.map((name) => ({ name, content: readFileSync(join(kit, name)) })),
      words: [readFileSync(join(kit, 'args'), 'latin1').trim()],
    });
    writeFileSync(join(cell, 'initrd.cpio'), archive);
    const log = join(place, 'kit.log');
    const { stdout: said } = await execa(qemu, argv, { encoding: 'latin1', stdin: 'ignore' });
    // As run.sh takes it from among Linux's own lines.
    const own = ownLog(said);
    writeFileSync(log, own, 'latin1');

    const judged = await sct(['judge', kit, log]);
    expect(judged.stdout).toMatch(/PASS 1 cell, \d+ cases: 1\d\d pass/);
    expect(judged.exitCode).toBe(0);
    // Without the end of it, it is no pass.
    writeFileSync(log, own.slice(0, own.length / 2), 'latin1');
    expect((await sct(['judge', kit, log])).exitCode).toBe(4);
  });
});
