// SPDX-License-Identifier: GPL-2.0-only
// What the pages name is there: paths, pages, npm scripts, commands, libraries.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../../../harness/store/places.ts';
import { firstColumn, linksIn, npmScriptsIn, pathsIn } from './named.ts';

const root = packageRoot();
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const pages = ['.', 'docs'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.md'))
    .map((file) => join(folder, file)),
);

/** From where a page may name a path: a reader of docs/guest.md knows which `boot/cpu.S` is meant. */
const BASES = [
  '.',
  'guest',
  'guest/hosted',
  'guest/kernel',
  'guest/kernel/include',
  'guest/process',
  'guest/process/include',
  'guest/runtime',
  'guest/subjects/reviewed',
  'harness',
  'test/variants',
];

/** What pages name that no checkout has: made by commands, Linux's own, and examples. */
const ELSEWHERE = [
  /^(?:dist|\.cache)(?:\/|$)/,
  /^(?:asm\/patching\.h|kernel\/static_call\.c|lib\/insn\.c)$/,
  /^[ab]\/arch\//,
  /^(?:localhost\/node|p\/x|patches\/ID\/checks)$/,
  /^\.git\/hooks\//,
  /^(?:actions|OWNER)\/[\w-]+@|^sct\/scripts\/ci\.sh$|^(?:shard-\*|sct-reports)\//,
];

function isThere(path: string, bases: readonly string[] = BASES): boolean {
  if (ELSEWHERE.some((pattern) => pattern.test(path))) return true;
  return bases.some((base) => matches(join(root, base), path));
}

function matches(folder: string, path: string): boolean {
  const [first = '', ...rest] = path.split('/');
  if (!first.includes('*'))
    return rest.length === 0 ? existsSync(join(folder, first)) : matches(join(folder, first), rest.join('/'));
  const name = new RegExp(`^${first.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
  const entries = existsSync(folder) ? readdirSync(folder) : [];
  return entries.some(
    (entry) => name.test(entry) && (rest.length === 0 || matches(join(folder, entry), rest.join('/'))),
  );
}

describe.for(pages)('%s', (page) => {
  const text = read(page);

  test('names paths that are there', () => {
    expect(pathsIn(text).filter((path) => !isThere(path))).toEqual([]);
  });

  test('links to pages that are there', () => {
    expect(linksIn(text).filter((target) => !existsSync(join(root, dirname(page), target)))).toEqual([]);
  });

  test('names npm scripts that are there', () => {
    const { scripts } = JSON.parse(read('package.json'));
    expect(npmScriptsIn(text).filter((name) => !(name in scripts))).toEqual([]);
  });
});

test('MAINTAINERS names files and pages that are there', () => {
  const lines = [...read('MAINTAINERS').matchAll(/^[FP]:\t(.+)$/gm)].map(([, path = '']) => path);
  expect(lines.length).toBeGreaterThan(20);
  expect(lines.filter((path) => !matches(root, path.replace(/\/$/, '')))).toEqual([]);
});

test("README's table of commands has each command", () => {
  const commands = firstColumn(read('README.md'), 'command').map(
    (cell) => /^npx sct ([\w-]+)/.exec(cell)?.[1],
  );
  const files = readdirSync(join(root, 'harness/commands')).flatMap(
    (file) => /^(.+)\.ts$/.exec(file)?.[1] ?? [],
  );
  expect([...new Set(commands)].sort()).toEqual(files.sort());
});

test("README's table of libraries has each package", () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json'));
  const names = Object.keys({ ...dependencies, ...devDependencies });
  expect(firstColumn(read('README.md'), 'package').sort()).toEqual(names.sort());
});

test("CHANGELOG.md has a section for the package's version, dated, and what is not released yet above it", () => {
  const { version } = JSON.parse(read('package.json'));
  const sections = [...read('CHANGELOG.md').matchAll(/^## (.+)$/gm)].map(([, title = '']) => title);
  expect(sections[0]).toBe('[Unreleased]');
  expect(sections[1]).toMatch(/^\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d$/);
  expect(sections[1]).toContain(`[${version}]`);
  expect(JSON.parse(read('package-lock.json')).version).toBe(version);
});

describe('of a page are read', () => {
  test('paths in backticks, and no other words', () => {
    const text =
      'See `a/b.ts`, `x/*.json`, `npx vitest run --project unit test/unit/q`, `c/`, `d/e.c:12`, a/none, `--a/b`, `/etc/x`, `<a>/b`, `a=b/c`.\n\n    sudo node s/t.mjs\n';
    expect(pathsIn(text)).toEqual(['a/b.ts', 'x/*.json', 'test/unit/q', 'c', 'd/e.c', 's/t.mjs']);
  });

  test('links, scripts and the first column of a table', () => {
    const text =
      '[a](docs/a.md) [b](https://b/) [c](#d) [e](f.md#g)\n\n    npm run types; npm test -- x\n\n| package | why |\n|---|---|\n| a, b | `npm start` |\n| `@c/d` | |\n\n| e | |\n';
    expect(linksIn(text)).toEqual(['docs/a.md', 'f.md']);
    expect(npmScriptsIn(text)).toEqual(['types', 'test', 'start']);
    expect(firstColumn(text, 'package')).toEqual(['a', 'b', '@c/d']);
  });

  test('a path that is not there, and a pattern that matches nothing', () => {
    expect(
      ['harness/cli.ts', 'guest/mutants/*.json', 'sct/case.h', 'dist'].filter((path) => !isThere(path)),
    ).toEqual([]);
    expect(
      ['harness/nobody.ts', 'guest/mutants/*.toml', 'sct/nobody.h'].filter((path) => isThere(path)),
    ).toEqual([]);
  });
});
