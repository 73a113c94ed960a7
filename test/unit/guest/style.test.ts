// SPDX-License-Identifier: GPL-2.0-only
// The guest's C and assembly are in the kernel's style.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../../../harness/store/places.ts';
import { findTool } from '../../../harness/tool/tools.ts';
import { badLines } from './columns.ts';

const root = packageRoot();
const files = readdirSync(join(root, 'guest'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(?:[chS]|lds)$/.test(file))
  .map((file) => join('guest', file))
  .sort();

/** What clang-format would change, in its words; `input` is C that no file holds. */
async function complaints(words: readonly string[], input?: string): Promise<string> {
  const { stderr, exitCode } = await execa(
    findTool('clang-format-19'),
    ['--style=file', '--dry-run', '--Werror', ...words],
    { cwd: root, reject: false, ...(input !== undefined && { input }) },
  );
  return exitCode === 0 ? '' : stderr;
}

test('style: C is as clang-format has it (to mend it: clang-format-19 -i FILE)', async () => {
  expect(await complaints(files.filter((file) => /\.[ch]$/.test(file)))).toBe('');
});

test('style: lines of up to 100 columns, without white space at their end', () => {
  expect(files.length).toBeGreaterThan(100);
  const bad = files.flatMap((file) =>
    badLines(readFileSync(join(root, file), 'utf8')).map((what) => `${file}:${what}`),
  );
  expect(bad).toEqual([]);
});

describe('style: what clang-format makes of', () => {
  const AS = '--assume-filename=guest/kernel/lib/sample.c';
  test.for([
    ['one statement a line, a tab deep', 'int f(void)\n{\n\treturn 0;\n}\n', true],
    ['spaces', 'int f(void)\n{\n        return 0;\n}\n', false],
    ['a function in one line', 'int f(void) { return 0; }\n', false],
    ['the brace of a function at the end of a line', 'int f(void) {\n\treturn 0;\n}\n', false],
    ['a pointer to the left', 'char* f(void);\n', false],
    ['a macro, which is left alone', '#define F(x)  do { f(x);  } while (0)\n', true],
  ] as const)('%s', async ([, text, right]) => {
    const said = await complaints([AS], text);
    if (right) expect(said).toBe('');
    else expect(said).toContain('sample.c:');
  });
});

describe('style: lines', () => {
  const long = 'x'.repeat(92);
  test.for([
    ['100 columns', `\t${long}`, []],
    ['101 columns', `\t${long}x`, ['1: 101 columns']],
    ['a tab after three letters goes to column 8', `abc\t${long}`, []],
    ['a string that is not broken', `\tFAIL("${long}",`, []],
    ['a string that is not broken, in a macro', `\tFAIL("${long}");\t\\`, []],
    ['a string with more behind it', `\tFAIL("${long}", a`, ['1: 110 columns']],
    ['white space at the end', 'a\nb \n', ['2: ends in white space']],
  ] as const)('%s', ([, text, bad]) => {
    expect(badLines(text)).toEqual(bad);
  });
});
