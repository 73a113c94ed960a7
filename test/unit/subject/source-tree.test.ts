// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endOf, folderTree, revisionTree } from '../../../harness/subject/source-tree.ts';

let folder: string;
const put = (path: string, text: string) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text, 'latin1');
};
const git = (...words: string[]) =>
  execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...words], { cwd: folder });
const commit = (tag: string) => {
  git('add', '-A');
  git('commit', '-qm', tag);
  git('tag', tag);
};

/** v8 and v9 of a file, a link beside it, and something else in the folder. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sct-unit-'));
  git('init', '-q');
  put('tree/a.h', 'v8 \xe9\n');
  commit('v8');
  put('tree/a.h', 'v9\n');
  symlinkSync('/etc/passwd', join(folder, 'tree/link.h'));
  commit('v9');
  put('tree/a.h', 'not committed\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

test.for([
  ['v8', 'v8 \xe9\n'],
  ['v9', 'v9\n'],
  ['v8..v9', 'v9\n'],
  ['HEAD~1', 'v8 \xe9\n'],
] as const)('at %s, whatever lies in the folder, byte for byte', ([rev, content]) => {
  const tree = revisionTree(join(folder, 'tree'), rev);
  expect(tree.read('a.h')).toBe(content);
  expect(tree.read('b.h')).toBeNull();
  expect(folderTree(join(folder, 'tree')).read('a.h')).toBe('not committed\n');
});

test('the top of a repository is a tree too', () => {
  expect(revisionTree(folder, 'v8').read('tree/a.h')).toBe('v8 \xe9\n');
});

test('a link leads out of the tree there too, and its words are not read as the file', () => {
  expect(() => revisionTree(join(folder, 'tree'), 'v9').read('link.h')).toThrow('v9:link.h leads out');
});

test.for([
  ['nosuch', 'no such revision'],
  ['--output=x', 'no such revision'],
  ['v9:tree/a.h', 'no such revision'],
] as const)('%s is no revision', ([rev, words]) => {
  expect(() => revisionTree(folder, rev)).toThrow(words);
});

test('a folder without a repository says so', () => {
  expect(() => revisionTree(tmpdir(), 'v9')).toThrow(/git says|no such revision/);
});

test('the end of a range', () => {
  expect(['v8..v9', 'v8...v9', 'v9', 'v6.13-rc1', 'a..v6.1', 'v9..'].map(endOf)).toEqual([
    'v9',
    'v9',
    'v9',
    'v6.13-rc1',
    'v6.1',
    'v9..',
  ]);
});
