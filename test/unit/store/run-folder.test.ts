// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ownerState, ownerTag } from '../../../harness/store/owner.ts';
import { createRunFolder } from '../../../harness/store/run-folder.ts';
import { sweepStale, temporaryFolders } from '../../../harness/store/sweep.ts';

let tmp: string;
beforeEach(async () => {
  tmp = await mkdtemp(join(tmpdir(), 'sct-rf-'));
  vi.stubEnv('TMPDIR', tmp);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(tmp, { recursive: true, force: true });
});

const [pid = '', start = '', namespace = ''] = ownerTag().split('-');

describe('ownerState', () => {
  test.for([
    ['this process', `${pid}-${start}-${namespace}`, 'alive'],
    ['its pid, used by another one before', `${pid}-${Number(start) - 1}-${namespace}`, 'gone'],
    ['no such process', `4194305-${start}-${namespace}`, 'gone'],
    ['another container', `${pid}-${start}-1`, 'unknown'],
    ['no tag', 'hello', 'unknown'],
  ])('%s', ([, tag = '', state]) => {
    expect(ownerState(tag)).toBe(state);
  });

  test('another living process', () => {
    expect(ownerState(`${process.ppid}-1-${namespace}`)).toBe('gone');
  });
});

describe('a run folder', () => {
  test('goes when it is disposed of', async () => {
    let path: string;
    {
      await using run = await createRunFolder();
      path = run.path;
      writeFileSync(join(run.cellFolder('v7-max'), 'serial.log'), 'x');
      expect(run.kept).toBe(false);
      expect(basename(path)).toMatch(new RegExp(`^sct-${ownerTag()}-\\w{6}$`));
      expect(readdirSync(tmp)).toEqual([basename(path)]);
    }
    expect(existsSync(path)).toBe(false);
  });

  test('may be gone already', async () => {
    await using run = await createRunFolder();
    await rm(run.path, { recursive: true });
  });

  test('stays once it is kept', async () => {
    let path: string;
    {
      await using run = await createRunFolder();
      path = run.path;
      run.cellFolder('v7-max');
      run.keep();
      expect(run.kept).toBe(true);
    }
    expect(readdirSync(path).sort()).toEqual(['kept', 'v7-max']);
  });

  test.for([
    ['v7@max-el2', /^v7@max-el2$/],
    ['a/../b c,d', /^a_\.\._b_c_d-[0-9a-f]{8}$/],
    ['..', /^_-[0-9a-f]{8}$/],
    ['x'.repeat(100), /^x{23}-[0-9a-f]{8}$/],
  ] as const)('names the folder of cell %s', async ([cell, name]) => {
    await using run = await createRunFolder();
    const folder = run.cellFolder(cell);
    expect(basename(folder)).toMatch(name);
    expect(readdirSync(run.path)).toEqual([basename(folder)]);
    expect(join(folder, 'qmp.sock').length).toBeLessThan(108);
  });

  test('gives cells that differ folders that differ', async () => {
    await using run = await createRunFolder();
    expect(run.cellFolder('a b')).not.toBe(run.cellFolder('a,b'));
  });

  test('is in /tmp if a socket would not fit below the temporary folder', async () => {
    const deep = join(tmp, 'd'.repeat(60));
    mkdirSync(deep);
    vi.stubEnv('TMPDIR', deep);
    await using run = await createRunFolder();
    expect(run.path).toMatch(/^\/tmp\/sct-/);
    expect(temporaryFolders()).toEqual([deep, '/tmp']);
  });
});

describe('sweepStale', () => {
  const gone = `4194305-${start}-${namespace}`;
  const foreign = `${pid}-${start}-1`;
  const twoDaysAgo = Date.now() / 1000 - 2 * 24 * 3600;
  const table: [name: string, keep: boolean, old: boolean, removed: boolean][] = [
    [`sct-${gone}-abcdef`, false, false, true],
    [`sct-${gone}-abcdef`, true, false, false],
    [`sct-${ownerTag()}-abcdef`, false, true, false],
    [`sct-${foreign}-abcdef`, false, false, false],
    [`sct-${foreign}-abcdef`, false, true, true],
    [`sct-${foreign}-abcdef`, true, true, false],
    [`other-${gone}-abcdef`, false, true, false],
    [`sct-${gone}`, false, true, false],
    ['sct-test', false, true, false],
  ];
  test.for(table)('%s kept=%s old=%s: removed=%s', async ([name, keep, old, removed]) => {
    const path = join(tmp, name);
    mkdirSync(path);
    writeFileSync(join(path, keep ? 'kept' : 'Image'), '');
    if (old) utimesSync(path, twoDaysAgo, twoDaysAgo);
    expect(await sweepStale([tmp])).toEqual(removed ? [path] : []);
    expect(existsSync(path)).toBe(!removed);
  });

  test('files too, and places that do not exist hold nothing', async () => {
    const path = join(tmp, `sct-${gone}-object`);
    writeFileSync(path, '');
    expect(await sweepStale([join(tmp, 'none'), tmp])).toEqual([path]);
  });
});
