// SPDX-License-Identifier: GPL-2.0-only
// `npm pack` makes a package that works from any folder: made from a checkout that was never built, installed offline, run elsewhere.

import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cacheRoot } from '../../harness/store/places.ts';
import { ROOT, scratch } from './sct.ts';

/** What a fresh clone has, as far as a package is made of it. */
const CHECKOUT = [
  ...[
    'bin',
    'harness',
    'guest',
    'docs',
    'schemas',
    'scripts',
    'package.json',
    'package-lock.json',
    '.npmrc',
    '.gitignore',
  ],
  ...['README.md', 'CHANGELOG.md', 'LICENSE', 'test/setup.ts'],
];

let tmp: string;
/** Where the user works, far below the folder in which the package is installed. */
let work: string;
let installed: string;
/** The user's own cache, as the package finds it. */
let cache: string;
beforeAll(async () => {
  tmp = scratch();
  cache = join(tmp, 'cache/static-call-harness');
  const checkout = join(tmp, 'checkout');
  for (const part of CHECKOUT) cpSync(join(ROOT, part), join(checkout, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(checkout, 'node_modules'));
  const { stdout } = await npm(checkout, 'pack', '--silent', '--pack-destination', tmp);
  const file = stdout.trim().split('\n').at(-1) ?? '';
  // The checkout is gone by the time that the package is used.
  rmSync(checkout, { recursive: true });

  work = join(tmp, 'elsewhere/a b');
  mkdirSync(work, { recursive: true });
  writeFileSync(join(tmp, 'elsewhere/package.json'), '{}');
  await npm(join(tmp, 'elsewhere'), 'install', '--offline', join(tmp, file));
  installed = join(tmp, 'elsewhere/node_modules/static-call-harness');

  // Objects are named by all that they are made of: those that there are need not be compiled again.
  const objects = join(cacheRoot(), 'objects');
  mkdirSync(objects, { recursive: true });
  mkdirSync(cache, { recursive: true });
  symlinkSync(objects, join(cache, 'objects'));
}, 120_000);
afterAll(() => rmSync(tmp, { recursive: true, force: true }));

/** Runs npm with a cache of its own, in which there is nothing. @throws what it printed, if it fails */
function npm(cwd: string, ...words: string[]) {
  return execa('npm', words, { cwd, stdin: 'ignore', env: { npm_config_cache: join(tmp, 'npm-cache') } });
}

/** Runs the installed package as its user does. */
function npx(...words: string[]) {
  return run('npx', ['--offline', '--no', '--', ...words]);
}

/** Runs a program in the folder in which the user works. */
function run(file: string, words: string[]) {
  const env = { XDG_CACHE_HOME: join(tmp, 'cache'), npm_config_cache: join(tmp, 'npm-cache'), SCT_CACHE: '' };
  return execa(file, words, { cwd: work, reject: false, stdin: 'ignore', env });
}

const filesOf = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();

test('it installs without any other package, and has no tests or sources of the harness in it', () => {
  const modules = readdirSync(join(tmp, 'elsewhere/node_modules')).filter((name) => !name.startsWith('.'));
  expect(modules).toEqual(['static-call-harness']);
  expect(readdirSync(installed).sort()).toEqual(
    [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'bin',
      'dist',
      'docs',
      'guest',
      'harness',
      'package.json',
      'schemas',
    ].sort(),
  );
  expect(filesOf(join(installed, 'harness'))).toEqual(['tool', 'tool/tools.json']);
  const licences = readFileSync(join(installed, 'dist/LICENSES.txt'), 'utf8');
  expect(licences).toMatch(/^commander [\d.]+$/m);
  expect(licences).toMatch(/^Permission is hereby granted/m);
});

test('it judges a cell, and leaves its own folder as it was', { timeout: 120_000 }, async () => {
  const before = filesOf(installed);
  const { exitCode, stdout, stderr } = await npx(
    ...['sct', 'run', '--subject', 'v7', '--machine', 'max', '--suite', 'dispatch', '--json'],
  );
  expect(exitCode, stderr).toBe(0);
  const { verdict, cells } = JSON.parse(stdout);
  expect([verdict, cells.length]).toEqual(['pass', 1]);
  expect(cells[0].results.map((result: { case: string }) => result.case)).toContain('first_target');
  expect(filesOf(installed)).toEqual(before);
  // Its own, and that of `reviewed`, which says how long a case may take.
  expect(readdirSync(join(cache, 'images'))).toHaveLength(2);
  expect(readdirSync(work)).toEqual([]);
});

test('what it says to type is typed where it is installed', { timeout: 120_000 }, async () => {
  const cell = ['--machine', 'host', '--case', 'abi.landing_pad'];
  cpSync(join(installed, 'guest/subjects/v7/arch'), join(work, 'tree/arch'), { recursive: true });
  const header = join(work, 'tree/arch/arm64/include/asm/static_call.h');
  writeFileSync(header, readFileSync(header, 'utf8').replace('hint	#34', 'nop'));
  const { exitCode, stdout } = await npx('sct', 'run', '--tree', 'tree', ...cell);
  expect(exitCode, stdout).toBe(1);
  const [, line = ''] = /^ {2}again: npx (static-call-harness run .*) --keep$/m.exec(stdout) ?? [];
  const again = await run('/bin/sh', ['-c', `npx --offline --no -- ${line}`]);
  expect([again.exitCode, again.stdout]).toEqual([1, stdout]);
  rmSync(join(work, 'tree'), { recursive: true });
});

test('it goes by both names', async () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  for (const name of ['sct', 'static-call-harness']) {
    const { stdout } = await npx(name, '--version');
    expect(stdout).toBe(version);
  }
});

test('a mutant of the harness, whose sources it has not, is refused in words', async () => {
  const { exitCode, stderr } = await npx('sct', 'mutate', '--name', 'cpu-of-another-machine');
  expect(exitCode).toBe(2);
  expect(stderr).toContain('cpu-of-another-machine cannot be tried');
  expect(stderr).toContain(installed);
});
