// SPDX-License-Identifier: GPL-2.0-only
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unsavedSince } from '../../../harness/compile/unsaved.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync('/tmp/sct-unsaved-');
  mkdirSync(join(root, 'sub'));
  writeFileSync(join(root, 'sub/file'), 'as it was');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Waits until the file system's clock has ticked: a few ms. */
function tick() {
  const at = () => {
    writeFileSync(join(root, 'clock'), '');
    return statSync(join(root, 'clock'), { bigint: true }).ctimeNs;
  };
  const now = at();
  while (at() === now);
}

/** A watch over one file and its folder, how often it has read, and what time it is: `later` than it is by so many ms. */
function watch(later: number) {
  const read = () => readFileSync(join(root, 'sub/file'), 'latin1');
  const before = read();
  const watched = { reads: 0, isUnsaved: () => true };
  watched.isUnsaved = unsavedSince(
    root,
    ['sub', 'sub/file'],
    () => {
      watched.reads++;
      return read() === before;
    },
    () => Date.now() + later,
  );
  return watched;
}

test('what nobody touches is read once', () => {
  const watched = watch(10_000);
  expect([1, 2, 3].map(watched.isUnsaved)).toEqual([true, true, true]);
  expect(watched.reads).toBe(1);
});

test('what was touched a moment ago is read each time: it may be saved once more within one tick of the clock', () => {
  const watched = watch(0);
  expect([1, 2, 3].map(watched.isUnsaved)).toEqual([true, true, true]);
  expect(watched.reads).toBe(3);
});

test.for([
  ['other text', () => writeFileSync(join(root, 'sub/file'), 'as it is, longer')],
  [
    'other text of the same length, with the time of the old one',
    () => {
      writeFileSync(join(root, 'sub/file'), 'as it is.');
      utimesSync(join(root, 'sub/file'), 1, 1);
    },
  ],
  [
    'another file in its place',
    () => {
      writeFileSync(join(root, 'new'), 'as it is.');
      renameSync(join(root, 'new'), join(root, 'sub/file'));
    },
  ],
] as const)('a save is seen: %s', ([, save]) => {
  utimesSync(join(root, 'sub/file'), 1, 1);
  const watched = watch(10_000);
  expect(watched.isUnsaved()).toBe(true);
  tick();
  save();
  expect(watched.isUnsaved()).toBe(false);
  expect(watched.isUnsaved()).toBe(false);
});

test('a file that comes into a folder has it read again', () => {
  const watched = watch(10_000);
  watched.isUnsaved();
  tick();
  writeFileSync(join(root, 'sub/another'), '');
  watched.isUnsaved();
  expect(watched.reads).toBe(2);
});
