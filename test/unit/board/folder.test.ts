// SPDX-License-Identifier: GPL-2.0-only

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { checkFree } from '../../../harness/board/folder.ts';
import { fileOf, type Manifest, readBoardFolder } from '../../../harness/board/manifest.ts';
import { DEFAULT_BUILD } from '../../../harness/compile/flags.ts';
import { withOwnArgs } from '../../../harness/inspect/own-args.ts';

const place = mkdtempSync(join(tmpdir(), 'sct-unit-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

const FACTS = '{"plan":[]}';
const MANIFEST: Manifest = {
  schemaVersion: 1,
  what: 'w',
  image: 'i',
  runId: 'r',
  subject: 's',
  expectation: { xfail: [], instructions: {} },
  machine: 'max',
  build: DEFAULT_BUILD,
  bootargs: '',
  base: '0x0',
  plan: ['a.b.c'],
  process: null,
  files: [fileOf('facts.json', '', Buffer.from(FACTS)), fileOf('sct.elf', '', Buffer.of(7))],
  provenance: { tools: [], subjects: [] },
};

const { image, build, bootargs, base, plan } = MANIFEST;
const OF_BOARD = { image, build, bootargs, base, plan };

/** A folder as `sct image` leaves it, with these files instead. */
function folderWith(name: string, files: Record<string, string>): string {
  const folder = join(place, name);
  mkdirSync(folder);
  const all = { 'manifest.json': JSON.stringify(MANIFEST), 'facts.json': FACTS, 'sct.elf': '\x07', ...files };
  for (const [file, content] of Object.entries(all)) writeFileSync(join(folder, file), content);
  return folder;
}

test('what was written is read', async () => {
  const folder = folderWith('whole', {});
  expect(await readBoardFolder(folder)).toEqual({
    folder,
    manifest: MANIFEST,
    images: [{ ...OF_BOARD, facts: { plan: [] }, elf: join(folder, 'sct.elf') }],
  });
});

test('the process is read beside it, and refused if it is another', async () => {
  const process = { ...OF_BOARD, image: 'p', build: { ...DEFAULT_BUILD, runtime: 'process' as const } };
  const manifest = JSON.stringify({
    ...MANIFEST,
    process,
    files: [
      ...MANIFEST.files,
      fileOf('process-facts.json', '', Buffer.from(FACTS)),
      fileOf('sct-process', '', Buffer.of(8)),
    ],
  });
  const files = { 'manifest.json': manifest, 'process-facts.json': FACTS, 'sct-process': '\x08' };
  const folder = folderWith('process', files);
  const { images } = await readBoardFolder(folder);
  expect(images).toHaveLength(2);
  expect(images[1]).toEqual({ ...process, facts: { plan: [] }, elf: join(folder, 'sct-process') });
  await expect(readBoardFolder(folderWith('another', { ...files, 'sct-process': '9' }))).rejects.toThrow(
    /sct-process is not what `sct image` wrote/,
  );
});

test.for([
  ['other facts', { 'facts.json': '{}' }, /facts\.json is not what `sct image` wrote/],
  ['another ELF', { 'sct.elf': '8' }, /sct\.elf is not what `sct image` wrote/],
  [
    'a later version',
    { 'manifest.json': JSON.stringify({ ...MANIFEST, schemaVersion: 2 }) },
    /schemaVersion/,
  ],
  ['no JSON', { 'manifest.json': 'x' }, /no manifest that this version of sct reads/],
  ['a field too few', { 'manifest.json': JSON.stringify({ ...MANIFEST, plan: undefined }) }, /: plan: /],
] as const)('%s is refused', async ([name, files, message]) => {
  await expect(readBoardFolder(folderWith(name, files))).rejects.toThrow(message);
});

test('a folder of something else is refused', async () => {
  await expect(readBoardFolder(place)).rejects.toThrow(/is no folder of `sct image`/);
});

test('where an image may go', () => {
  const file = join(place, 'file');
  writeFileSync(file, '');
  mkdirSync(join(place, 'empty'));
  expect(() => checkFree(join(place, 'new'))).not.toThrow();
  expect(() => checkFree(join(place, 'empty'))).not.toThrow();
  expect(() => checkFree(place)).toThrow(/there already, and not empty/);
  expect(() => checkFree(file)).toThrow(/there already, and is no folder/);
  expect(() => checkFree(join(file, 'below'))).toThrow(/cannot be written/);
});

test('an image gets its words, and no byte of anything else changes', () => {
  const image = Buffer.alloc(64, 0xaa);
  const room = { offset: 16, inElf: 40, size: 8 };
  const with3 = withOwnArgs(image, room, 'a=b');
  expect(image.every((byte) => byte === 0xaa)).toBe(true);
  expect(with3.subarray(0, 16)).toEqual(image.subarray(0, 16));
  expect(with3.subarray(24)).toEqual(image.subarray(24));
  expect(with3.subarray(16, 24)).toEqual(Buffer.from('a=b\0\0\0\0\0'));
  expect(() => withOwnArgs(image, room, 'a=bcdefg')).toThrow(/room for 8 bytes.*these are 9/);
  expect(withOwnArgs(image, room, 'a=b', 'elf').subarray(40, 48)).toEqual(Buffer.from('a=b\0\0\0\0\0'));
  expect(() => withOwnArgs(image, null, 'a=b')).toThrow(/no room/);
});
