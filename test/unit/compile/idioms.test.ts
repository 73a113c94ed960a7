// SPDX-License-Identifier: GPL-2.0-only
// What an arch file may use is there: idioms in one compile for each compiler, and each header of the guest's by itself.

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Build,
  COMPILERS,
  compileFlags,
  DEFAULT_BUILD,
  includeFlags,
} from '../../../harness/compile/flags.ts';
import { packageRoot } from '../../../harness/store/places.ts';
import { locateTool } from '../../../harness/tool/lookup.mjs';
import { findTool, toolNamed } from '../../../harness/tool/tools.ts';
import { asFile, IDIOMS } from '../../fixtures/idioms/table.ts';

const INCLUDE = join(packageRoot(), 'guest/kernel/include');
const SUBJECT = join(packageRoot(), 'guest/subjects/reviewed/arch/arm64/include');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sct-unit-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the compiler says of a subject's files, with -Werror: nothing. */
async function complaints(build: Build, files: readonly string[]): Promise<string> {
  const search = { subject: [SUBJECT], headers: [], guest: [INCLUDE] };
  const flags = [...compileFlags('subject', 'c', build), ...includeFlags(search, build.compiler)];
  const words = [...flags, '-Werror', '-fsyntax-only', '-x', 'c', ...files];
  const { all } = await execa(findTool(COMPILERS[build.compiler]), words, {
    all: true,
    reject: false,
    env: { LC_ALL: 'C' },
  });
  return all;
}

test.for(['clang', 'gcc'] as const)(
  '%s knows every idiom',
  { timeout: 60_000 },
  async (compiler, { skip }) => {
    skip(locateTool(toolNamed(COMPILERS[compiler])) === undefined, `${compiler} is not installed`);
    const file = join(folder, `${compiler}.c`);
    writeFileSync(file, asFile(IDIOMS));
    expect(await complaints({ ...DEFAULT_BUILD, compiler }, [file])).toBe('');
    expect(await complaints({ ...DEFAULT_BUILD, compiler, optimise: 'O0' }, [file])).toBe('');
  },
);

test('an idiom that is not there is told by its name', async () => {
  const file = join(folder, 'missing.c');
  writeFileSync(file, asFile([{ name: 'of tomorrow', does: 'no_such_thing(tramp);' }]));
  expect(await complaints(DEFAULT_BUILD, [file])).toMatch(/^of tomorrow:\d+:\d+: error: .*no_such_thing/m);
});

test('there are enough of them, each once', () => {
  expect(IDIOMS.length).toBeGreaterThanOrEqual(80);
  expect(new Set(IDIOMS.map(({ name }) => name)).size).toBe(IDIOMS.length);
});

test('each header compiles by itself', { timeout: 60_000 }, async () => {
  const headers = ['asm', 'linux'].flatMap((below) =>
    readdirSync(join(INCLUDE, below), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.h'))
      .map((name) => join(below, name)),
  );
  const files = headers.map((header, index) => {
    const file = join(folder, `header-${index}.c`);
    writeFileSync(
      file,
      `#line 1 "${header}"\n#include <${header}>\n#include <${header}>\nextern int here;\n`,
    );
    return file;
  });
  expect(headers.length).toBeGreaterThan(100);
  expect(await complaints(DEFAULT_BUILD, files)).toBe('');
});
