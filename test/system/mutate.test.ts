// SPDX-License-Identifier: GPL-2.0-only
// `sct mutate`: its table, its JSON, its exit codes.

import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fake, processesWith, ROOT, scratch, sct } from './sct.ts';

let tmp: string;
beforeEach(() => {
  tmp = scratch();
});
afterEach(() => rmSync(tmp, { recursive: true, force: true }));

test('killed mutants: a table, JSON in a file, exit code 0, nothing left behind', async () => {
  const file = join(tmp, 'm.json');
  const words = ['mutate', '--name', 'error-ignored,aligned-to-8', '--json', file];
  const { exitCode, stdout } = await sct(words, { env: { TMPDIR: tmp } });
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/error-ignored.*killed.*patch: failed_write/);
  expect(stdout).toContain('PASS 2 mutants: 2 killed');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    schemaVersion: 1,
    verdict: 'pass',
    mutants: [
      {
        name: 'aligned-to-8',
        changes: 'subject',
        killed: true,
        by: ['abi.adrp_not_at_page_end'],
        expected: ['abi.adrp_not_at_page_end'],
      },
      { name: 'error-ignored', killed: true, by: ['patch.failed_write'], expected: ['patch.failed_write'] },
    ],
  });
  expect(readdirSync(tmp)).toEqual(['m.json']);
});

test('a boot that never says a word kills nothing: exit code 1, and what is known is kept', async () => {
  const { exitCode, stdout } = await sct(['mutate', '--name', 'error-ignored', '--json'], {
    env: { SCT_QEMU: fake('powers-off'), TMPDIR: tmp },
  });
  expect(exitCode).toBe(1);
  const { verdict, mutants } = JSON.parse(stdout);
  expect([verdict, mutants[0].killed, mutants[0].by]).toEqual(['fail', false, []]);
  expect(mutants[0].problems[0]).toContain('patch.failed_write: error: never reported');
  expect(mutants[0].folder).toContain(tmp);
});

test('a tree: mutants of its own two files; what nobody notices is shown as a diff, exit code 1', async () => {
  const tree = join(tmp, 'v7');
  // Without its expect.json, which would excuse the defect.
  cpSync(join(ROOT, 'guest/subjects/v7/arch'), join(tree, 'arch'), { recursive: true });
  const words = ['mutate', '--tree', tree, '--name', 'h12-drop,h12-pad-2,c21-target'];
  const { exitCode, stdout } = await sct(words, { env: { TMPDIR: tmp } });
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/h12-drop.*killed.*abi: landing_pad/);
  // The tree's own defect is no news.
  expect(stdout).toContain('fails by itself, and so notices nothing: abi.adrp_not_at_page_end');
  // BTI jc accepts whatever BTI c does.
  expect(stdout).toMatch(
    /SURVIVED h12-pad-2.*\n.*static_call.h\n[\s\S]*\n {2}-.*hint\t#34[\s\S]*\n {2}\+.*hint #38/,
  );
  expect(stdout).toContain(`again: npx sct mutate --tree ${tree} --name h12-pad-2`);
  expect(stdout).toContain('FAIL 3 mutants: 2 killed, 1 survived');
  expect(readdirSync(tmp)).toEqual(['v7']);
});

test('no such mutant: exit code 2', async () => {
  const { exitCode, stdout, stderr } = await sct(['mutate', '--name', 'error-ignord']);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(
    /there is no mutant error-ignord; of the \d+ that there are, did you mean error-ignored, /,
  );
});

test('SIGINT: exit code 130, and no guest and no folder is left', async () => {
  const words = ['mutate', '--name', 'error-ignored,bug-on-failure', '--json'];
  const run = sct(words, { env: { SCT_QEMU: fake('hangs'), TMPDIR: tmp } });
  const booted = () => readdirSync(tmp, { recursive: true }).some((file) => `${file}`.endsWith('stderr.log'));
  for (let i = 0; i < 600 && !booted(); i++) await new Promise((resolve) => setTimeout(resolve, 50));
  run.kill('SIGINT');
  const { exitCode, stdout, stderr } = await run;
  expect(exitCode).toBe(130);
  expect(stderr).toContain('stopped by SIGINT');
  expect(JSON.parse(stdout)).toMatchObject({
    verdict: 'error',
    notes: ['2 of 2 mutants were not tried: stopped by SIGINT'],
  });
  expect(processesWith(tmp)).toEqual([]);
  expect(readdirSync(tmp)).toEqual([]);
});

test('variants: each comes out as its file says, exit code 0, nothing left behind', async () => {
  const words = ['mutate', '--variants', '--name', 'plain/no-s*,plain/syntax-error,cheat/image-of-1-gib'];
  const { exitCode, stdout } = await sct(words, { env: { TMPDIR: tmp } });
  expect(stdout).toMatch(/plain\/no-size.*wrong.*due.*abi\.true_size/);
  expect(stdout).toMatch(/cheat\/image-of-1-gib.*wrong.*due.*build\.compile/);
  expect(stdout).toContain('PASS 3 variants: 3 due');
  expect(exitCode).toBe(0);
  expect(readdirSync(tmp)).toEqual([]);
});

test('a variant that does not come out as is due: exit code 1, and what is known is kept', async () => {
  const { exitCode, stdout } = await sct(['mutate', '--variants', '--name', 'layout/x17'], {
    env: { SCT_QEMU: fake('powers-off'), TMPDIR: tmp },
  });
  expect(exitCode).toBe(1);
  expect(stdout).toContain('OFF layout/x17: comes out neither as is due nor as its file says of today');
  expect(stdout).toContain('exit code 4, 0 is due');
  expect(stdout).toContain('again: npx sct mutate --variants --name layout/x17');
  expect(stdout).toContain(`kept: ${tmp}`);
});

test.each([
  [['--name', 'layout/no-such'], /no variant layout\/no-such.*classes are cheat, clash, idiom/],
  [['--tree', '.'], /--variants has subjects of its own/],
])('variants: a usage error, exit code 2: %s', async (words, message) => {
  const { exitCode, stderr } = await sct(['mutate', '--variants', ...words], { env: { TMPDIR: tmp } });
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(message);
});
