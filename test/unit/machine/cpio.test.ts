// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cpioArchive } from '../../../harness/machine/cpio.ts';
import { locateTool } from '../../../harness/tool/lookup.mjs';

const files = [
  { name: 'init', content: Buffer.from('#!'), executable: true },
  { name: 'a.ko', content: Buffer.alloc(4097, 7) },
  { name: 'empty', content: Buffer.alloc(0) },
];

test('each entry begins at a multiple of 4, and the trailer ends it', () => {
  const archive = cpioArchive(files);
  const starts = Array.from(archive.toString('latin1').matchAll(/070701/g), ({ index }) => index);
  expect(starts).toHaveLength(files.length + 1);
  expect(starts.every((at) => at % 4 === 0)).toBe(true);
  expect(archive.toString('latin1')).toMatch(/TRAILER!!!\0+$/);
  // c_filesize is the seventh of thirteen fields of eight digits behind the magic.
  const sizes = starts.map((at) => Number.parseInt(archive.toString('latin1', at + 6 + 48, at + 6 + 56), 16));
  expect(sizes).toEqual([2, 4097, 0, 0]);
});

test.skipIf(locateTool({ name: 'cpio' } as never) === undefined)('cpio itself unpacks it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sct-cpio-'));
  try {
    execFileSync('cpio', ['-id', '--quiet'], { cwd: folder, input: cpioArchive(files) });
    for (const { name, content } of files) expect(readFileSync(join(folder, name))).toEqual(content);
    expect(statSync(join(folder, 'init')).mode & 0o111).not.toBe(0);
    expect(statSync(join(folder, 'a.ko')).mode & 0o111).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
