// SPDX-License-Identifier: GPL-2.0-only
// `sct compare`, as a reviewer types it.

import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DOCUMENTS } from '../../harness/report/documents.ts';
import { SUBJECT_FILES } from '../../harness/subject/subject.ts';
import { ROOT, scratch, sct } from './sct.ts';

let tmp: string;
let tree: string;

/** A tree with v7 as v8, `reviewed` as v9, and a v9 without its landing pad that is not committed. */
beforeAll(async () => {
  tmp = scratch();
  tree = join(tmp, 'linux');
  const git = (...words: string[]) =>
    execa('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...words], { cwd: tree });
  for (const [tag, name] of [
    ['v8', 'v7'],
    ['v9', 'reviewed'],
  ] as const) {
    cpSync(join(ROOT, 'guest/subjects', name, 'arch'), join(tree, 'arch'), { recursive: true });
    if (tag === 'v8') await git('init', '-q');
    await git('add', '-A');
    await git('commit', '-qm', tag);
    await git('tag', tag);
  }
  const header = join(tree, SUBJECT_FILES.header);
  writeFileSync(header, readFileSync(header, 'utf8').replace('hint	#34', 'nop'));
});
afterAll(() => rmSync(tmp, { recursive: true, force: true }));

const compare = (...words: string[]) => sct(['compare', ...words], { env: { TMPDIR: tmp } });

test('two revisions of a tree: what is fixed, what a call costs, how the trampoline differs', async () => {
  const { exitCode, stdout } = await compare(
    '--tree',
    tree,
    'v8',
    'v9',
    '--machine',
    'host,max-icount',
    '--case',
    'cost.tramp,abi.*',
  );
  expect(exitCode).toBe(0);
  expect(stdout).toContain('abi.adrp_not_at_page_end on host');
  expect(stdout).toContain('  -cbz x16, address');
  expect(stdout).toContain('NOTHING WORSE v8 to v9: 1 fixed, 0 broken, a call 8 to 7 instructions');
});

test('HEAD and the work tree: what is broken, and how to see it again', async () => {
  const { exitCode, stdout } = await compare('--tree', tree, '--machine', 'host');
  expect(exitCode).toBe(1);
  expect(stdout.split('\n')[1]).toContain('no landing pad: 1 case');
  expect(stdout).toContain(`again: npx sct run --tree ${tree} --machine host --case abi.landing_pad --keep`);
  expect(stdout).toContain('WORSE HEAD to work tree: 0 fixed, 1 broken');
});

test('reports of earlier runs, as JSON and as Markdown', async () => {
  const [before, after] = [join(tmp, 'v8.json'), join(tmp, 'v9.json')];
  await sct(['run', '--tree', tree, '--rev', 'v8', '--machine', 'host', '--json', before], {
    env: { TMPDIR: tmp },
  });
  await sct(['run', '--tree', tree, '--machine', 'host', '--json', after], { env: { TMPDIR: tmp } });
  const markdown = join(tmp, 'reply.md');
  const { exitCode, stdout } = await compare(before, after, '--json', '--markdown', markdown);
  expect(exitCode).toBe(1);
  const document = DOCUMENTS.compare.parse(JSON.parse(stdout));
  expect(document.changes.map(({ kind, case: name }) => `${kind} ${name}`)).toEqual([
    'broken abi.landing_pad',
    'fixed abi.adrp_not_at_page_end',
  ]);
  expect(document.texts).toBeUndefined();
  const text = readFileSync(markdown, 'utf8');
  expect(text.split('\n').length).toBeLessThanOrEqual(21);
  expect(text).not.toContain(tmp);
});

test.for([
  { words: ['v7'], says: 'two things are compared' },
  { words: ['v7', 'nosuch'], says: 'nosuch is no built-in subject' },
  { words: ['v7', 'reviewed', '--json', '--markdown'], says: 'both go to stdout' },
  { words: ['v7', 'reviewed', '--machine', 'nosuch'], says: 'no machine nosuch' },
])('$words is refused: $says', async ({ words, says }) => {
  const { exitCode, stderr, stdout } = await compare(...words);
  expect(exitCode).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(says);
});

const against = (...words: string[]) =>
  sct(['run', '--tree', tree, '--machine', 'host', ...words], { env: { TMPDIR: tmp } });

test('a run held against a revision: its report, then the comparison, whose exit code it has', async () => {
  const worse = await against('--rev', 'v9', '--against', 'HEAD~1', '--quiet');
  expect(worse.exitCode).toBe(0);
  expect(worse.stdout.split('\n').at(-1)).toBe(
    'NOTHING WORSE HEAD~1 to v9: 1 fixed, 0 broken (1 cell, 13 cases)',
  );
  const { exitCode, stdout } = await against('--against', 'v9');
  expect(exitCode).toBe(1);
  expect(stdout).toContain('FAIL 1 cause: no landing pad');
  expect(stdout).toContain('\nWORSE v9 to linux: 0 fixed, 1 broken');
});

test('the block of --markdown is of the comparison, what programs read is of the run', async () => {
  const block = await against('--against', 'v9', '--markdown', '--json', join(tmp, 'run.json'));
  expect(block.exitCode).toBe(1);
  expect(block.stdout).toMatch(/^static calls, \*\*v9 to linux: 0 fixed, 1 broken/);
  expect(block.stdout.split('\n').length).toBeLessThanOrEqual(20);
  expect(block.stdout).not.toContain(tmp);
  const run = DOCUMENTS.run.parse(JSON.parse(readFileSync(join(tmp, 'run.json'), 'utf8')));
  expect(run.verdict).toBe('fail');
  const json = await against('--against', join(tmp, 'run.json'), '--json');
  expect(json.exitCode).toBe(0);
  expect(DOCUMENTS.run.parse(JSON.parse(json.stdout)).verdict).toBe('fail');
  expect(json.stderr).toContain('sct: run to linux: 0 fixed, 0 broken');
});

test.for([
  ['nothing of that name', ['--against', 'v99'], 'v99'],
  ['two subjects', ['--subject', 'v7', '--against', 'v9'], 'it is one subject that is held against it'],
  ['a run that is repeated', ['--against', 'v9', '--repeat', '2'], 'cannot be used with'],
] as const)('--against with %s is refused before anything is built', async ([, words, message]) => {
  const { exitCode, stdout, stderr } = await against(...words);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(message);
});
