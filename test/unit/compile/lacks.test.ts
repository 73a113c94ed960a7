// SPDX-License-Identifier: GPL-2.0-only
// What compilers and the linker say of a name that nobody defines, and what they say of a mistake.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMPILERS, compileFlags, DEFAULT_BUILD } from '../../../harness/compile/flags.ts';
import { lackOfCompile, lacksOfLink } from '../../../harness/compile/lacks.ts';
import { locateTool } from '../../../harness/tool/lookup.mjs';
import { findTool, toolNamed } from '../../../harness/tool/tools.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sct-unit-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a file says, and the name that is missing in it: none where it is the file's own mistake. */
const ROWS: readonly { what: string; text: string; lacks?: string; line?: number }[] = [
  { what: 'a header', text: 'int a;\n#include <linux/of_tomorrow.h>', lacks: 'linux/of_tomorrow.h', line: 2 },
  { what: 'a function', text: 'int f(void) { return of_tomorrow(1); }', lacks: 'of_tomorrow', line: 1 },
  {
    what: 'a constant',
    text: 'int f(int x)\n{\n\treturn x == OF_TOMORROW;\n}',
    lacks: 'OF_TOMORROW',
    line: 3,
  },
  { what: 'a type', text: 'tomorrow_t f(void);', lacks: 'tomorrow_t' },
  { what: 'a type of a variable', text: 'int f(void) { tomorrow_t x; return x; }', lacks: 'tomorrow_t' },
  { what: 'a structure', text: 'int f(void) { struct tomorrow x; return sizeof(x); }', lacks: 'tomorrow' },
  { what: 'an attribute before a type', text: 'tomorrow static void f(void) { }', lacks: 'tomorrow' },
  { what: 'an attribute behind a type', text: 'static void tomorrow f(void) { }', lacks: 'tomorrow' },
  { what: 'an attribute behind a variable', text: 'static int x __tomorrow = 1;', lacks: '__tomorrow' },
  { what: 'a declaring macro', text: 'static void f(void) { }\nTOMORROW(f);', lacks: 'TOMORROW', line: 2 },
  {
    what: 'a declaring macro with a string',
    text: 'static int f(char *s) { return *s; }\nTOMORROW("f", f);',
    lacks: 'TOMORROW',
    line: 2,
  },
  {
    what: 'a loop',
    text: 'int f(int *l) { tomorrow_each(l) { return 1; } return 0; }',
    lacks: 'tomorrow_each',
  },
  { what: 'a macro for the preprocessor', text: '#if TOMORROW(6, 1)\n#endif\nint a;', lacks: 'TOMORROW' },
  { what: 'a piece of a string', text: 'asm("nop\\n" TOMORROW);', lacks: 'TOMORROW' },
  { what: 'a whole string', text: 'asm(TOMORROW("nop"));', lacks: 'TOMORROW' },
  { what: 'a member of its own type', text: 'struct s { int a; };\nint f(struct s *s) { return s->b; }' },
  { what: 'a missing semicolon', text: 'int f(void) { int base = 1; int y = base\n\treturn y; }' },
  { what: 'a missing brace', text: 'int f(int x) { return x;' },
  {
    what: 'a name of its own, misspelt',
    text: 'static int literal_of(int x) { return x; }\nint f(void) { return litteral_of(1); }',
  },
  { what: 'a macro of its own, misspelt', text: '#define OWN_MASK 3\nint f(int x) { return x & OWN_MSAK; }' },
  { what: 'a variable of its own, misspelt', text: 'int f(int offset) { return ofset; }' },
  {
    what: 'what is defined further down',
    text: 'int f(void) { return later(); }\nstatic int later(void) { return 1; }',
  },
  {
    what: 'what is defined in another scope',
    text: 'int f(void) { { int inner = 1; (void)inner; } return inner; }',
  },
  { what: 'a keyword, misspelt', text: 'int f(void) { retrun 1; }' },
  { what: 'an #error of its own', text: '#error not today' },
  { what: 'a type that does not fit', text: 'int *f(void) { struct { int a; } s = { 1 }; return s; }' },
  { what: 'a label that is not there', text: 'int f(void) { goto out; return 1; }' },
];

describe.each(['clang', 'gcc'] as const)('%s', (compiler) => {
  const missing = locateTool(toolNamed(COMPILERS[compiler])) === undefined;
  test.skipIf(missing).for(ROWS.map((row, index) => ({ ...row, index })))(
    '$what: $lacks',
    { timeout: 30_000 },
    async ({ text, lacks, line, index }) => {
      const path = join(folder, `${compiler}-${index}.c`);
      writeFileSync(path, `${text}\n`);
      const flags = [
        ...compileFlags('subject', 'c', { ...DEFAULT_BUILD, compiler }),
        '-c',
        path,
        '-o',
        `${path}.o`,
      ];
      const { all, failed } = await execa(findTool(COMPILERS[compiler]), flags, {
        all: true,
        reject: false,
        env: { LC_ALL: 'C' },
      });
      expect(failed, all).toBe(true);
      const lack = lackOfCompile(all, [{ path, name: 'own.c', text }], () => false);
      expect(lack?.name, all).toBe(lacks);
      if (line !== undefined) expect(lack).toEqual({ name: lacks, file: 'own.c', line });
    },
  );
});

test('a header of the guest that says what it lacks is believed', () => {
  const own = [{ path: '/own.c', name: 'own.c', text: 'asm(ALTERNATIVE("a", "b", C));' }];
  const message = '/own.c:1:1: error: sct: the guest lacks ALTERNATIVE\n';
  expect(lackOfCompile(message, own, () => true)).toMatchObject({ name: 'ALTERNATIVE', line: 1 });
});

test('what a case does not find is what the subject must define', () => {
  const own = [{ path: '/own.h', name: 'own.h', text: '#define ARCH_A(x) OTHER(x)' }];
  const message = "guest/cases/a.c:3:1: error: call to undeclared function 'ARCH_B'\n";
  expect(lackOfCompile(message, own, () => false)).toBeUndefined();
  const inMacro = `${message}/own.h:1:19: note: expanded from macro 'ARCH_A'\n`.replace('ARCH_B', 'OTHER');
  expect(lackOfCompile(inMacro, own, () => false)).toEqual({ name: 'OTHER', file: 'own.h', line: 1 });
});

describe('the linker', () => {
  const own = [
    { path: '/own.c', name: 'own.c', text: '\nint f(void) { return gone(); }\nint gone_too(void);' },
  ];
  const says = (name: string, object = 'own.o') =>
    `ld.lld-19: error: undefined symbol: ${name}\n>>> referenced by own.c:2 (/own.c:2)\n>>>               ${object}:(f)\n\n`;
  const lacks = (message: string) => lacksOfLink(message, own, ['core.o'], (word) => word === 'its_job');

  test.for([
    { what: 'a name of the subject', message: says('gone'), found: ['gone'] },
    { what: 'two of them', message: says('gone') + says('gone_too'), found: ['gone', 'gone_too'] },
    { what: 'one that another file wants, too', message: says('gone', 'core.o'), found: undefined },
    { what: 'one that the guest names', message: says('its_job'), found: undefined },
    { what: 'one that no file of the subject has', message: says('__SCT__key'), found: undefined },
    { what: 'one of each', message: says('gone') + says('__SCT__key'), found: undefined },
    {
      what: 'another error',
      message: `${says('gone')}ld.lld-19: error: section overlaps\n`,
      found: undefined,
    },
  ])('$what', ({ message, found }) => {
    expect(lacks(message)?.map(({ name }) => name)).toEqual(found);
  });

  test('says where', () => {
    expect(lacks(says('gone'))).toEqual([{ name: 'gone', file: 'own.c', line: 2 }]);
  });
});
