// SPDX-License-Identifier: GPL-2.0-only
// `sct check-patch`, as b4 and a hook call it: a patch on stdin, lines on stdout, nothing on stderr (b4, LoreMessage.run_local_check).

import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SUBJECT_FILES } from '../../harness/subject/subject.ts';
import { CLI, ROOT, scratch } from './sct.ts';

let tmp: string;
let tree: string;
let bad: string;
let good: string;

const git = (...words: string[]) =>
  execa('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...words], { cwd: tree });

/** A branch of two: static calls without a landing pad, and with one. */
beforeAll(async () => {
  tmp = scratch();
  tree = join(tmp, 'linux');
  cpSync(join(ROOT, 'guest/subjects/reviewed/arch'), join(tree, 'arch'), { recursive: true });
  const header = join(tree, SUBJECT_FILES.header);
  const right = readFileSync(header, 'utf8');
  await git('init', '-q');
  for (const text of [right.replace('hint	#34', 'nop'), right]) {
    writeFileSync(header, text);
    await git('add', '-A');
    await git('commit', '-qm', 'static calls');
  }
  const patch = async (rev: string) => (await git('format-patch', '-1', '--root', '--stdout', rev)).stdout;
  [bad, good] = [await patch('HEAD~1'), await patch('HEAD')];
});
afterAll(() => rmSync(tmp, { recursive: true, force: true }));

/** In the tree, as b4 does it. */
async function check(input: string, ...words: string[]) {
  const started = execa(process.execPath, [CLI, 'check-patch', ...words], {
    cwd: tree,
    reject: false,
    input: `${input}\n`,
    env: { TMPDIR: tmp },
  });
  const { exitCode, stdout, stderr } = await started;
  return { exitCode, stdout, stderr };
}

const SILENT = { exitCode: 0, stdout: '', stderr: '' };

test('not a word of what is right, and of what is about something else', async () => {
  expect(await check(good, '--machine', 'host')).toEqual(SILENT);
  expect(await check('Subject: [PATCH 0/2] arm64: static calls\n\nTwo patches.')).toEqual(SILENT);
  const other = good.replaceAll(SUBJECT_FILES.header, 'arch/arm64/kernel/other.c');
  expect(await check(other)).toEqual(SILENT);
});

test('a line for the mistake, whose patch is judged as its commit; no folder is left', async () => {
  const { exitCode, stdout, stderr } = await check(bad, '--machine', 'host,max');
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
  expect(stdout).toMatch(
    /^arch\/arm64\/include\/asm\/static_call\.h:\d+: ERROR: no landing pad: .* \(\d+ cases on host, max\)$/,
  );
  expect(readdirSync(tmp)).toEqual(['linux']);
});

test('a patch that comes in pieces, long after sct has begun to wait for it', async () => {
  const started = execa(process.execPath, [CLI, 'check-patch', '--machine', 'host'], {
    cwd: tree,
    reject: false,
    env: { TMPDIR: tmp },
  });
  for (const piece of [bad.slice(0, 200), `${bad.slice(200)}\n`]) {
    await setTimeout(700);
    started.stdin?.write(piece);
  }
  started.stdin?.end();
  const { exitCode, stdout, stderr } = await started;
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
  expect(stdout).toContain('ERROR: no landing pad');
});

test('a check for patchwork', async () => {
  const words = ['--machine', 'host', '--patchwork', '--url', 'https://ci.example.org/42'];
  const { exitCode, stdout } = await check(bad, ...words);
  expect(exitCode).toBe(1);
  const { description, ...told } = JSON.parse(stdout) as Record<string, string>;
  expect(told).toEqual({ state: 'fail', context: 'sct', target_url: 'https://ci.example.org/42' });
  expect(description).toMatch(/^no landing pad: .* \(1 case on host\)$/);
  const nothing = await check('Subject: [PATCH 0/2] x\n\ny', '--patchwork', '--context', 'arm64-static-call');
  expect(JSON.parse(nothing.stdout)).toEqual({
    state: 'success',
    context: 'arm64-static-call',
    description: 'it is not about static calls',
  });
});

test('a patch on one that is not here is a warning that says what to do', async () => {
  const strange = good.replace(/^index .*$/m, '').replaceAll(/^([- ])/gm, '$1// ');
  const { exitCode, stdout, stderr } = await check(strange, '--machine', 'host');
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: '' });
  expect(stdout).toMatch(/^WARNING: not judged by itself: .*`b4 am -o - MSGID \| sct run --patch -`$/);
});

test.for([
  ['--context', 'a b', 'letters, digits, _ and -'],
  ['--machine', 'nosuch', 'there is no machine nosuch'],
] as const)('%s %s is refused', async ([option, value, message]) => {
  const { exitCode, stdout, stderr } = await check(good, option, value);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(message);
});
