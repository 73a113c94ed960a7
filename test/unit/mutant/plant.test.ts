// SPDX-License-Identifier: GPL-2.0-only
import { lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { plant } from '../../../harness/mutant/plant.ts';

let folder: string;
let root: string;
let into: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sct-t-'));
  root = join(folder, 'root');
  into = join(folder, 'into');
  for (const [file, text] of Object.entries({
    'guest/kernel/a.c': 'one two two\n',
    'guest/kernel/b.c': 'b\n',
    'guest/subjects/s/x.h': 'first\nsecond\n',
    'guest/subjects/s/y.c': 'y\n',
  })) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const row = (file: string, from: string | string[], to: string | string[] = 'new') => ({
  name: 'm',
  subject: 's',
  edits: [{ file, from, to }],
});
const read = (...parts: string[]) => readFileSync(join(...parts), 'utf8');

test('a mistake in a subject is planted in a copy of it, and nothing else is copied', () => {
  const planted = plant(row('subjects/s/x.h', ['first', 'second'], ['1', '2', '3']), root, into);
  expect(planted).toEqual({ root, subject: join(into, 's') });
  expect(read(planted.subject, 'x.h')).toBe('1\n2\n3\n');
  expect(read(planted.subject, 'y.c')).toBe('y\n');
});

test('a mistake elsewhere is planted among links', () => {
  const planted = plant(row('kernel/a.c', 'one'), root, into);
  expect(planted).toEqual({ root: into, subject: join(into, 'guest/subjects/s') });
  expect(read(into, 'guest/kernel/a.c')).toBe('new two two\n');
  expect(lstatSync(join(into, 'guest/kernel/b.c')).isSymbolicLink()).toBe(true);
  expect(read(into, 'guest/subjects/s/x.h')).toBe('first\nsecond\n');
});

test('the original stays as it is', () => {
  plant(row('kernel/a.c', 'one'), root, into);
  expect(read(root, 'guest/kernel/a.c')).toBe('one two two\n');
});

test.for([
  [row('kernel/a.c', 'two'), 'm: guest/kernel/a.c holds 2 times, not once, what the row replaces: two'],
  [row('kernel/a.c', 'three'), 'm: guest/kernel/a.c holds 0 times, not once, what the row replaces: three'],
  [
    row('subjects/s/x.h', 'third'),
    'm: guest/subjects/s/x.h holds 0 times, not once, what the row replaces: third',
  ],
  [row('kernel/c.c', 'x'), 'm: there is no guest/kernel/c.c'],
] as const)('a row that has fallen behind: %s', ([sown, says]) => {
  expect(() => plant(sown, root, into)).toThrow(says);
});
