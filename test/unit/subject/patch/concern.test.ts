// SPDX-License-Identifier: GPL-2.0-only
// Which patch of a series is about static calls, and what of it can be judged where.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageRoot } from '../../../../harness/store/places.ts';
import { concernOf } from '../../../../harness/subject/patch/concern.ts';
import { SUBJECT_FILES } from '../../../../harness/subject/subject.ts';

let tree: string;
/** The patches of the tree's history, the first one first. */
let patches: Buffer[];
let commits: string[];

const git = (...words: string[]) =>
  execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...words], { cwd: tree });

/** Something else; both files; a change of one; and the same file again. */
beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'sct-concern-'));
  git('init', '-q');
  const commit = (subject: string) => {
    git('add', '-A');
    git('commit', '-qm', subject);
  };
  mkdirSync(join(tree, 'arch/arm64/kernel'), { recursive: true });
  writeFileSync(join(tree, 'arch/arm64/kernel/Makefile'), 'obj-y := x.o\n');
  commit('something else');
  cpSync(join(packageRoot(), 'guest/subjects/reviewed/arch'), join(tree, 'arch'), { recursive: true });
  commit('static calls');
  const header = join(tree, SUBJECT_FILES.header);
  for (const line of ['/* one */\n', '/* two */\n']) {
    writeFileSync(header, readFileSync(header, 'utf8') + line);
    commit(line);
  }
  writeFileSync(join(tree, 'arch/arm64/kernel/Makefile'), 'obj-y := y.o\n');
  commit('something else again');
  commits = `${git('rev-list', '--reverse', 'HEAD')}`.trim().split('\n');
  patches = commits.map((commit) => git('format-patch', '-1', '--root', '--stdout', commit));
});
afterAll(() => rmSync(tree, { recursive: true, force: true }));

const nth = (at: number) => patches[at] ?? Buffer.alloc(0);

test('a patch of anything else, and a letter that names the files', async () => {
  expect(await concernOf(nth(0), tree)).toEqual({ about: 'nothing' });
  const letter = `Subject: [PATCH 0/3] x\n\n ${SUBJECT_FILES.header} | 12 +++\n`;
  expect(await concernOf(Buffer.from(letter), tree)).toEqual({ about: 'nothing' });
  expect(await concernOf(Buffer.alloc(0), tree)).toEqual({ about: 'nothing' });
});

test('a patch of a branch that is checked out is its commit, and not a later one', async () => {
  for (const at of [1, 2, 3]) {
    const concern = await concernOf(nth(at), tree);
    expect(concern).toMatchObject({ about: 'subject' });
    expect('candidates' in concern && concern.candidates[0]).toEqual({ tree, rev: commits[at] });
  }
});

test('elsewhere one that creates both files speaks for itself, and any other needs the tree', async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'sct-concern-'));
  try {
    const creates = await concernOf(nth(1), elsewhere);
    const alone = { patches: ['-'], stdin: nth(1) };
    expect(creates).toEqual({ about: 'subject', candidates: [alone, { tree: elsewhere, ...alone }] });
    const changes = await concernOf(nth(2), elsewhere);
    const applied = { tree: elsewhere, patches: ['-'], stdin: nth(2) };
    expect(changes).toEqual({ about: 'subject', candidates: [applied] });
    const edited = Buffer.from(`${nth(3)}`.replace('+/* two */', '+/* 2 */').replace(/^index .*$/m, ''));
    expect(await concernOf(edited, tree)).toMatchObject({ candidates: [{ tree, patches: ['-'] }] });
  } finally {
    rmSync(elsewhere, { recursive: true, force: true });
  }
});

test('a patch of a helper that the guest takes from a tree', async () => {
  const patch = `${nth(0)}`.replaceAll('arch/arm64/kernel/Makefile', 'arch/arm64/kernel/patching.c');
  expect(await concernOf(Buffer.from(patch), undefined)).toMatchObject({ about: 'helpers' });
});

test('a patch whose routine is in a file of another name', async () => {
  const patch = `${nth(1)}`.replaceAll(SUBJECT_FILES.source, 'arch/arm64/kernel/calls.c');
  const alone = { patches: ['-'], stdin: Buffer.from(patch) };
  expect(await concernOf(alone.stdin, undefined)).toEqual({ about: 'subject', candidates: [alone] });
  const other = patch.replaceAll(SUBJECT_FILES.header, 'Makefile').replaceAll('arch_static_call_', 'x_');
  expect(await concernOf(Buffer.from(other), undefined)).toEqual({ about: 'nothing' });
});
