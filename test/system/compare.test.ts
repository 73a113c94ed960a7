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
