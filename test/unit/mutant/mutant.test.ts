// SPDX-License-Identifier: GPL-2.0-only
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadMutants, names } from '../../../harness/mutant/mutant.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sct-t-'));
  mkdirSync(join(root, 'guest/mutants'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (name: string, text: string) => writeFileSync(join(root, 'guest/mutants', name), text);
const ROW = {
  name: 'm',
  mistake: 'wrong',
  edits: [{ file: 'f', from: 'a', to: 'b' }],
  killedBy: ['a.b'],
};

test('rows of all files, with what they need not say', () => {
  write('b.json', JSON.stringify([{ ...ROW, name: 'second' }]));
  write('a.json', JSON.stringify([{ ...ROW, hangs: true }]));
  const [first, second, ...others] = loadMutants(root);
  expect(first).toMatchObject({
    name: 'm',
    subject: 'reviewed',
    machine: 'max',
    matrix: 'default',
    hangs: true,
    crashes: false,
  });
  expect(second?.name).toBe('second');
  expect(others).toEqual([]);
});

test.for([
  { row: {}, file: 'subjects/reviewed/arch/f.c' },
  { row: { changes: 'subject', subject: 'v7' }, file: 'subjects/v7/arch/f.c' },
  { row: { changes: 'guest', subject: 'v7' }, file: 'arch/f.c' },
  { row: { changes: 'harness' }, file: 'arch/f.c' },
])('arch/f.c in a row with $row: $file', ({ row, file }) => {
  write('a.json', JSON.stringify([{ ...ROW, ...row, edits: [{ file: 'arch/f.c', from: 'a', to: 'b' }] }]));
  expect(loadMutants(root)).toMatchObject([{ edits: [{ file }] }]);
});

test('a row of a subject may change a case beside it', () => {
  write('a.json', JSON.stringify([{ ...ROW, edits: [{ file: '../../cases/f.S', from: 'a', to: 'b' }] }]));
  expect(loadMutants(root)).toMatchObject([{ edits: [{ file: 'cases/f.S' }] }]);
});

test.for([
  { text: '[', says: 'a.json' },
  { text: JSON.stringify([{ ...ROW, killedBy: ['abc'] }]), says: 'killedBy' },
  { text: JSON.stringify([{ ...ROW, killedBy: [] }]), says: 'either killedBy or equivalent' },
  { text: JSON.stringify([{ ...ROW, equivalent: 'p' }]), says: 'either killedBy or equivalent' },
  { text: JSON.stringify([{ ...ROW, killdBy: [] }]), says: 'killdBy' },
  ...[
    { from: 'a\nb', to: 'b' },
    { from: 'a', to: ['b', 'c\n'] },
  ].map((texts) => ({
    text: JSON.stringify([{ ...ROW, edits: [{ file: 'f', ...texts }] }]),
    says: /a\.json: .*a text of several lines is a list of lines: \["first", "second"\], with no \\n in any/,
  })),
  {
    text: JSON.stringify([{ ...ROW, edits: [{ file: 'f', from: ['a'], to: 'b' }] }]),
    says: 'a text of one line is no list',
  },
  { text: JSON.stringify([{ ...ROW, with: 'm' }]), says: 'only a row that changes the harness' },
  {
    text: JSON.stringify([{ ...ROW, changes: 'harness', with: 'n' }]),
    says: 'm is with n, which is no mutant',
  },
  { text: JSON.stringify([ROW, ROW]), says: 'two mutants are named m' },
])('$text: $says', ({ text, says }) => {
  write('a.json', text);
  expect(() => loadMutants(root)).toThrow(says);
});

test.for([
  ['a.b', 'a', 'b', true],
  ['a.b', 'a', 'bc', false],
  ['a.b*', 'a', 'bc', true],
  ['a.b*', 'a', 'cb', false],
  ['a.*', 'ab', 'c', false],
] as const)('%s names %s.%s: %s', ([pattern, suite, name, yes]) => {
  expect(names(pattern, { suite, case: name })).toBe(yes);
});
