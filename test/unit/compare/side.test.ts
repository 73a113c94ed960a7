// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSide } from '../../../harness/compare/read-side.ts';
import { sidesOf } from '../../../harness/compare/side.ts';

let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sct-unit-'));
  mkdirSync(at('linux/arch'), { recursive: true });
  writeFileSync(at('linux/README'), '');
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...words], {
      cwd: at('linux'),
    });
  git('init', '-q');
  git('add', '-A');
  git('commit', '-qm', 'one');
  git('tag', 'v8');
  writeFileSync(at('v9.patch'), 'From 0123\n');
  const cell = { machine: 'host', verdict: 'pass', argv: [], folder: null, results: [] };
  const report = (...subjects: string[]) => ({
    schemaVersion: 1,
    verdict: 'pass',
    cells: [...subjects, 'reviewed'].map((subject) => ({ subject, ...cell })),
    notes: [],
    causes: [],
    provenance: { tools: [], subjects: subjects.map((name) => ({ name, files: [] })) },
  });
  writeFileSync(at('v8.json'), JSON.stringify(report('linux')));
  writeFileSync(at('both.json'), JSON.stringify(report('linux', 'v7')));
  writeFileSync(at('other.json'), '{"a": 1}');
});
afterAll(() => rmSync(folder, { recursive: true }));

const BUILTIN = ['reviewed', 'v7'];
const sides = (words: string[], tree?: string) => sidesOf(words.map(placed), tree && at(tree), BUILTIN);
const placed = (word: string) => (/^(?:linux|.*\.(?:patch|json.*))$/.test(word) ? at(word) : word);

test('built-in subjects, folders, patches and reports go by what they are', () => {
  expect(sides(['v7', 'linux'])).toMatchObject([
    { kind: 'builtin', subject: 'v7', name: 'v7' },
    { kind: 'outside', name: 'linux', outside: { tree: at('linux') } },
  ]);
  expect(sides(['v8.json', 'v9.patch'])).toMatchObject([
    { kind: 'report', file: at('v8.json'), name: 'v8' },
    { kind: 'outside', name: 'v9', outside: { patches: [at('v9.patch')] } },
  ]);
  expect(sides(['both.json#v7', 'v7'])[0]).toMatchObject({ kind: 'report', subject: 'v7' });
});

test('in a tree they are revisions, HEAD and the work tree unless told', () => {
  const outside = { tree: at('linux') };
  expect(sides([], 'linux')).toMatchObject([
    { name: 'HEAD', outside: { ...outside, rev: 'HEAD' } },
    { name: 'work tree', outside },
  ]);
  expect(sides(['v8', 'v9.patch'], 'linux')).toMatchObject([
    { name: 'v8', outside: { ...outside, rev: 'v8' } },
    { name: 'v9', outside: { ...outside, patches: [at('v9.patch')] } },
  ]);
});

test('one range in a tree is its two ends; a folder of patches is a series, and - is stdin', () => {
  const ends = (range: string) => sides([range], 'linux').map(({ name }) => name);
  expect([ends('v8..HEAD'), ends('v8...HEAD'), ends('v8..'), ends('..v8')]).toEqual([
    ['v8', 'HEAD'],
    ['v8', 'HEAD'],
    ['v8', 'HEAD'],
    ['HEAD', 'v8'],
  ]);
  mkdirSync(at('series'));
  writeFileSync(at('series/0001-one.patch.gz'), '');
  expect(sidesOf([at('series/'), '-'], at('linux'), BUILTIN)).toMatchObject([
    { name: 'series', outside: { tree: at('linux'), patches: [at('series/')] } },
    { name: 'stdin', outside: { tree: at('linux'), patches: ['-'] } },
  ]);
  expect(sidesOf([at('series/0001-one.patch.gz'), 'v7'], undefined, BUILTIN)[0].name).toBe('0001-one');
});

test('two of one name are called by what tells them apart', () => {
  mkdirSync(at('other/linux/arch'), { recursive: true });
  const [before, after] = sidesOf([at('linux'), at('other/linux')], undefined, BUILTIN);
  expect(after.name).toBe('other/linux');
  expect(before.name).toMatch(/^sct-unit-\w+\/linux$/);
});

test.for([
  [[], undefined, 'two things are compared'],
  [['v7'], undefined, 'two things are compared'],
  [['v7', 'v77'], undefined, 'did you mean v7'],
  [['v9', 'v8'], 'linux', 'no such revision'],
] as const)('%s in %s: %s', ([words, tree, message]) => {
  expect(() => sides([...words], tree)).toThrow(message);
});

test('a report is read for the subject that it judged, not for those beside it', async () => {
  const { cells } = await readSide(at('v8.json'), undefined);
  expect(cells.map(({ subject }) => subject)).toEqual(['linux']);
  await expect(readSide(at('both.json'), undefined)).rejects.toThrow('say which');
  await expect(readSide(at('both.json'), 'v6')).rejects.toThrow('no subject v6; it has linux, v7');
  await expect(readSide(at('other.json'), undefined)).rejects.toThrow('is no report');
});
