// SPDX-License-Identifier: GPL-2.0-only
// What Kbuild has made of a module before is what the next one begins with.

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  dropUnlisted,
  type KeptKits,
  KITS,
  keep,
  putIfChanged,
  takeOut,
} from '../../../harness/compile/kept-kit.ts';

let place = '';
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'sct-kept-kit-test-'));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const kits = (header = 'one'): KeptKits => ({ cache: join(place, 'cache'), kind: 'k', header });
const OLD = new Date('2020-01-01T00:00:00Z');

/** A kit as Kbuild leaves it. */
function built(name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(place, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    utimesSync(join(folder, path), OLD, OLD);
  }
  return folder;
}

function taken(name: string, of = kits()): string {
  const folder = join(place, name);
  mkdirSync(folder);
  takeOut(of, folder);
  return folder;
}

test('it comes out as it was, with its times, under the name of the new folder', () => {
  const first = built('first', { 'subject/s.c': 'int x;', 's.o': 'object' });
  writeFileSync(join(first, '.s.o.cmd'), `cc -c ${first}/subject/s.c`);
  keep(kits(), first, place);
  const second = taken('second');
  expect(readFileSync(join(second, '.s.o.cmd'), 'utf8')).toBe(`cc -c ${second}/subject/s.c`);
  expect(readFileSync(join(second, 's.o'), 'utf8')).toBe('object');
  expect(statSync(join(second, 's.o')).mtime).toEqual(OLD);
});

test('what is the same keeps its time, and what is not laid out again goes', () => {
  const folder = built('kit', { 'a.c': 'a', 'b.c': 'b', 'more/c.h': 'c', 'sct.mod.c': 'd', 'a.o': 'o' });
  putIfChanged(join(folder, 'a.c'), Buffer.from('a'));
  putIfChanged(join(folder, 'b.c'), Buffer.from('other'));
  expect(statSync(join(folder, 'a.c')).mtime).toEqual(OLD);
  expect(statSync(join(folder, 'b.c')).mtime).not.toEqual(OLD);
  dropUnlisted(folder, new Set(['a.c', 'b.c']));
  expect(readdirSync(folder).sort()).toEqual(['a.c', 'a.o', 'b.c', 'more', 'sct.mod.c']);
  expect(existsSync(join(folder, 'more/c.h'))).toBe(false);
});

test('that of the same header is the best one, and else any of its kind', () => {
  for (const header of ['one', 'two']) keep(kits(header), built(header, { 'h.o': header }), place);
  expect(readFileSync(join(taken('a', kits('one')), 'h.o'), 'utf8')).toBe('one');
  expect(readdirSync(taken('b', kits('three')))).toEqual(['h.o']);
  expect(readdirSync(taken('c', { ...kits(), kind: 'another' }))).toEqual([]);
});

test('three of a kind are kept', () => {
  for (const header of ['1', '2', '3', '4']) keep(kits(header), built(header, { 'h.o': header }), place);
  expect(readdirSync(join(place, 'cache', KITS))).toHaveLength(3);
});

test('an object without a byte is none: nothing of that kit is used again', () => {
  keep(kits(), built('first', { 's.o': '', 't.o': 'object' }), place);
  expect(readdirSync(taken('second'))).toEqual([]);
  expect(readdirSync(join(place, 'cache', KITS))).toEqual([]);
});
