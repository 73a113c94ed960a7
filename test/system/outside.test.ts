// SPDX-License-Identifier: GPL-2.0-only
// A subject from outside, through the whole of `sct run`, and reports that go to files.

import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT, scratch, sct } from './sct.ts';

let tmp: string;
let patch: string;

/** The built-in v7 as a tree without what is known of it, and as the patch that creates it. */
beforeAll(async () => {
  tmp = scratch();
  cpSync(join(ROOT, 'guest/subjects/v7/arch'), join(tmp, 'tree/arch'), { recursive: true });
  const git = (...words: string[]) =>
    execa('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...words], {
      cwd: join(tmp, 'tree'),
    });
  await git('init', '-q');
  await git('add', '-A');
  await git('commit', '-qm', 'arm64: static calls');
  await git('format-patch', '-q', '--root', '-o', tmp, 'HEAD');
  patch = join(tmp, readdirSync(tmp).find((name) => name.endsWith('.patch')) ?? '');
});
afterAll(() => rmSync(tmp, { recursive: true, force: true }));

interface Cell {
  subject: string;
  machine: string;
  results: { suite: string; case: string; verdict: string }[];
}

const verdicts = (cells: Cell[], subject: string, machine: string) =>
  cells
    .find((cell) => cell.subject === subject && cell.machine === machine)
    ?.results.map((one) => `${one.suite}.${one.case} ${one.verdict}`);

test.for([
  { name: 'a tree', words: () => ['--tree', join(tmp, 'tree')], subject: 'tree' },
  { name: 'a patch', words: () => ['--patch', patch], subject: '0001-arm64-static-calls' },
])('$name gets what the built-in subject gets, but nothing is known of it', async ({ words, subject }) => {
  const cells = ['--machine', 'host,max,max-icount', '--json'];
  const run = await sct(['run', ...words(), '--subject', 'v7', ...cells], { env: { TMPDIR: tmp } });
  expect(run.exitCode).toBe(1);
  const report = JSON.parse(run.stdout);
  expect(report.verdict).toBe('fail');
  for (const machine of ['max', 'max-icount'])
    expect(verdicts(report.cells, subject, machine)).toEqual(verdicts(report.cells, 'v7', machine));
  expect(verdicts(report.cells, subject, 'host')).toEqual(
    verdicts(report.cells, 'v7', 'host')?.map((one) => one.replace('xfail', 'fail')),
  );
  // The other built-in subject is there for its costs alone.
  const beside = report.cells.filter((cell: Cell) => cell.subject === 'reviewed');
  expect(beside.map(({ machine }: Cell) => machine)).toEqual(['max-icount']);
  expect(run.stderr).toContain('kept ');
});

test('what it does not include itself is told of, and is no failure', async () => {
  const lean = join(tmp, 'lean');
  cpSync(join(ROOT, 'guest/subjects/reviewed/arch'), join(lean, 'arch'), { recursive: true });
  const source = join(lean, 'arch/arm64/kernel/static_call.c');
  writeFileSync(source, readFileSync(source, 'utf8').replace('#include <asm/insn.h>\n', ''));
  const { exitCode, stdout } = await sct(['run', '--tree', lean, '--machine', 'host']);
  expect(stdout).toMatch(
    /^note: lean: warning: .*static_call\.c uses .* and does not include <asm\/insn\.h>/m,
  );
  expect(exitCode).toBe(0);
});

test('the patch routine may be elsewhere; what its file includes and the guest has not is named', async () => {
  const elsewhere = join(tmp, 'elsewhere');
  const at = (path: string) => join(elsewhere, 'arch/arm64/kernel', path);
  cpSync(join(ROOT, 'guest/subjects/reviewed/arch'), join(elsewhere, 'arch'), { recursive: true });
  renameSync(at('static_call.c'), at('kgdb.c'));
  const words = ['run', '--tree', elsewhere, '--machine', 'host'];
  const { exitCode, stdout } = await sct(words);
  expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^pass {2}elsewhere on host: 13 pass$/m)]);
  writeFileSync(at('kgdb.c'), `#include <linux/kgdb.h>\n${readFileSync(at('kgdb.c'), 'utf8')}`);
  const lacking = await sct(words);
  expect(lacking.exitCode).toBe(2);
  expect(lacking.stdout).toMatch(/linux\/kgdb\.h.*arch\/arm64\/kernel\/kgdb\.c:1/s);
});

test('the command that repeats a failure names what the subject came from', async () => {
  const { stdout } = await sct(['run', '--patch', patch, '--machine', 'host'], { env: { TMPDIR: tmp } });
  expect(stdout).toMatch(
    new RegExp(`again: npx sct run --patch ${patch} --machine host --case abi\\.\\w+ --keep$`, 'm'),
  );
});

test('reports go to files, and the table stays on stdout', async () => {
  const at = (name: string) => join(tmp, name);
  const words = ['--subject', 'v7', '--machine', 'host', '--json', at('r.json'), '--junit', at('r.xml')];
  const { exitCode, stdout } = await sct(['run', ...words]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/PASS 1 cell/);
  expect(JSON.parse(readFileSync(at('r.json'), 'utf8')).verdict).toBe('pass');
  expect(readFileSync(at('r.xml'), 'utf8')).toContain('<testsuite name="v7@host"');
});

test.for([
  { words: ['--tree', '/nonexistent'], says: 'no such folder' },
  { words: ['--patch', '/nonexistent.patch'], says: 'no such file' },
  { words: ['--json', '/nonexistent/r.json'], says: 'no folder /nonexistent' },
  { words: ['--json', '--ktap'], says: 'give one a file' },
])('$words: exit code 2, $says', async ({ words, says }) => {
  const { exitCode, stdout, stderr } = await sct(['run', '--machine', 'host', ...words]);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toContain(says);
  expect(stderr).not.toMatch(/\n\s+at /);
});
