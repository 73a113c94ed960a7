// SPDX-License-Identifier: GPL-2.0-only
// scripts/bundle.mjs, run as npm runs it, in a copy of the checkout.

import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { packageRoot } from '../../../harness/store/places.ts';
import { FULL } from '../../tried.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sct-bundle-test-'));
  for (const part of ['harness', 'scripts', 'package.json', 'package-lock.json'])
    cpSync(join(packageRoot(), part), join(root, part), { recursive: true });
  symlinkSync(join(packageRoot(), 'node_modules'), join(root, 'node_modules'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const node = (...words: string[]) => execa(process.execPath, words, { cwd: tmpdir(), reject: false });
const bundle = () => node(join(root, 'scripts/bundle.mjs'));
const sct = (...words: string[]) => node(join(root, 'dist/cli.js'), ...words);
const names = (folder: string) => readdirSync(join(root, folder));
const edit = (file: string, change: (text: string) => string) =>
  writeFileSync(join(root, file), change(readFileSync(join(root, file), 'utf8')));
const madeAt = () => statSync(join(root, 'dist/cli.js')).mtimeMs;

test('makes what runs from anywhere: each command and each report format, by the name of its file', async () => {
  expect(await bundle()).toMatchObject({ exitCode: 0, stderr: '' });
  for (const folder of ['commands', 'report/formats'])
    expect(names(`dist/${folder}`).filter((name) => name.endsWith('.js'))).toEqual(
      names(`harness/${folder}`)
        .filter((name) => name.endsWith('.ts'))
        .map((name) => name.replace(/ts$/, 'js')),
    );
  const { stdout } = await sct('run', '--help');
  for (const name of names('harness/report/formats').filter((file) => file !== 'table.ts'))
    expect(stdout).toContain(`--${name.replace('.ts', '')} [file]`);
  // It finds its own version and table of tools.
  expect((await sct('--version')).stdout).toBe(
    JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version,
  );
  expect(JSON.parse((await sct('doctor', '--json')).stdout).tools).not.toHaveLength(0);
});

test('does nothing if nothing has changed; makes again what somebody removed or changed', async () => {
  await bundle();
  const first = madeAt();
  await bundle();
  expect(madeAt()).toBe(first);
  rmSync(join(root, 'dist/commands/list.js'));
  await bundle();
  expect(existsSync(join(root, 'dist/commands/list.js'))).toBe(true);
  const second = madeAt();
  expect(second).toBeGreaterThan(first);
  edit('harness/cli.ts', (text) => text.replace('a test bench for', 'a bench for'));
  await bundle();
  expect((await sct('--help')).stdout).toContain('a bench for arm64');
});

test.runIf(FULL)('what has no source goes, but for what a running sct may still load', async () => {
  await bundle();
  const chunks = names('dist/chunks');
  writeFileSync(join(root, 'dist/stray.js'), '');
  rmSync(join(root, 'harness/report/formats/ktap.ts'));
  edit('harness/store/entries.ts', (text) => text.replace('UNUSED_DAYS = 30', 'UNUSED_DAYS = 31'));
  await bundle();
  expect(existsSync(join(root, 'dist/stray.js'))).toBe(false);
  expect((await sct('run', '--help')).stdout).not.toContain('--ktap');
  expect(names('dist/chunks')).toEqual(expect.arrayContaining(chunks));
  const now = names('dist/chunks').length;
  edit('harness/cli.ts', (text) => text.replace('a test bench for', 'a bench for'));
  await bundle();
  expect(names('dist/chunks').length).toBeLessThan(now);
});

test.runIf(FULL)(
  'alone, nothing of an earlier bundle stays, whether anything has changed since or not',
  async () => {
    await bundle();
    edit('harness/base/exit.ts', (text) => text.replace("'UsageError'", "'Misuse'"));
    await bundle();
    const both = names('dist/chunks').length;
    await node(join(root, 'scripts/bundle.mjs'), '--alone');
    const alone = names('dist/chunks');
    expect(alone.length).toBeLessThan(both);
    rmSync(join(root, 'dist'), { recursive: true });
    await bundle();
    expect(names('dist/chunks')).toEqual(alone);
  },
);

test('a source that is no TypeScript: the file is named, and what was there stays', async () => {
  await bundle();
  edit('harness/base/shell.ts', () => 'export const = 1;');
  const { exitCode, stderr } = await bundle();
  expect(exitCode).toBe(1);
  expect(stderr).toContain('sct: dist/ cannot be made');
  expect(stderr).toContain('harness/base/shell.ts');
  expect((await sct('--version')).exitCode).toBe(0);
  expect((await bundle()).exitCode).toBe(1);
});

test('the version of rules goes with their sources', async () => {
  const versions = () =>
    names('dist/chunks')
      .map((name) => readFileSync(join(root, 'dist/chunks', name), 'utf8'))
      .flatMap((text) => /"inspect": "([0-9a-f]{64})"/.exec(text)?.[1] ?? []);
  await bundle();
  const [first] = versions();
  expect(first).toBeDefined();
  rmSync(join(root, 'dist'), { recursive: true });
  edit('harness/inspect/abi.ts', (text) => `${text}\n`);
  await bundle();
  expect(versions()).toHaveLength(1);
  expect(versions()[0]).not.toBe(first);
});
