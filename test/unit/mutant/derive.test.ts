// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { derive } from '../../../harness/mutant/derive.ts';
import { packageRoot } from '../../../harness/store/places.ts';
import { SUBJECT_FILES } from '../../../harness/subject/subject.ts';

/** What becomes of one line of a header, or of one statement of a source: rule and the line as it is then. */
function changesOf(file: 'header' | 'source', line: string): string[] {
  const wrapped = { header: `${line}\n`, source: `void f(void)\n{\n\t${line}\n}\n` };
  const empty = { header: '', source: '' };
  return derive({ ...empty, [file]: wrapped[file] }).map(({ name, text }) => {
    const now = text
      .split('\n')
      .filter((one) => !['void f(void)', '{', '}', ''].includes(one))
      .map((one) => one.trim())
      .join(' ');
    return `${name.replace(/^[hc]\d+-|-\d+$/g, '')}: ${now}`;
  });
}

test.for<[string, string[]]>([
  [
    '"	br	x16\\n"',
    [
      'drop: "	//br	x16\\n"',
      'branch: "	ret	x16\\n"',
      'branch: "	blr	x16\\n"',
      'register: "	br	x9\\n"',
      'register: "	br	x17\\n"',
    ],
  ],
  ['"770: ret \\n"', ['drop: "770: //ret \\n"']],
  [
    'asm(" hint 34 /* BTI C */ \\n"',
    [
      'drop: asm(" //hint 34 /* BTI C */ \\n"',
      'pad: asm(" hint #36 /* BTI C */ \\n"',
      'pad: asm(" hint #38 /* BTI C */ \\n"',
      'pad: asm(" hint #32 /* BTI C */ \\n"',
      'pad: asm(" nop /* BTI C */ \\n"',
    ],
  ],
  ['" nop\\n ret\\n"', ['drop: " //nop\\n ret\\n"', 'drop: " nop\\n //ret\\n"']],
  ['"	.p2align 4\\n"', ['drop: "	//.p2align 4\\n"', 'align: "	.p2align 3\\n"']],
  ['"	.balign 16\\n"', ['drop: "	//.balign 16\\n"', 'align: "	.balign 8\\n"']],
  [
    '".pushsection .rodata, \\"a\\"\\n"',
    [
      'section: ".pushsection .text, \\"a\\"\\n"',
      'section: ".pushsection .data, \\"a\\"\\n"',
      'flags: ".pushsection .rodata, \\"aw\\"\\n"',
    ],
  ],
  [
    '".quad " target "\\n"',
    ['drop: "//.quad " target "\\n"', 'target: ".quad 0\\n"', 'target: ".quad " target " + 4\\n"'],
  ],
  ['/* "	br	x16\\n" */', []],
  [
    '#define NULL_TRAMP(name) TRAMP(name, __static_call_return0)',
    ['null: #define NULL_TRAMP(name) TRAMP(name, 0)'],
  ],
  [
    '#define NULL_TRAMP(name) TRAMP(name, "0x0")',
    ['null: #define NULL_TRAMP(name) TRAMP(name, "__static_call_return0")'],
  ],
])('header: %s', ([line, expected]) => {
  expect(changesOf('header', line)).toEqual(expected);
});

test.for<[string, string[]]>([
  [
    'if (!func) func = &__static_call_return0;',
    [
      'negate: if (func) func = &__static_call_return0;',
      'never: if (0 && !func) func = &__static_call_return0;',
      'always: if (1 || !func) func = &__static_call_return0;',
      'drop: ;',
      'null: if (!func) func = ((void *)0);',
      'null: if (!func) func = (void *)tramp;',
    ],
  ],
  [
    'WARN_ON_ONCE(err);',
    ['warn: (void)(err);', 'warn: WARN_ON(err);', 'warn: WARN_ON_ONCE(!err);', 'drop: ;'],
  ],
  [
    'u64 page = tramp + 4;',
    [
      'narrow: u32 page = tramp + 4;',
      'sign: u64 page = tramp - 4;',
      'number: u64 page = tramp + 5;',
      'number: u64 page = tramp + 3;',
      'number: u64 page = tramp + 8;',
    ],
  ],
  [
    'err = aarch64_insn_write_literal_u64((void *)at(a, b), c);',
    [
      'drop: ;',
      'write: err = 0;',
      'write: err = (aarch64_insn_write_literal_u64((void *)at(a, b), c) | aarch64_insn_write_literal_u64((void *)at(a, b), c));',
      'write: err = aarch64_insn_write_literal_u64((void *)((u64)((void *)at(a, b)) + 8), c);',
    ],
  ],
  ['int err;', []],
  ['/* if (!func) 4 */', []],
])('source: %s', ([line, expected]) => {
  expect(changesOf('source', line)).toEqual(expected);
});

test.for(['v7', 'reviewed'])(
  '%s: names are unique, and each mutant differs from the original and from all others',
  (subject) => {
    const read = (file: string) => readFileSync(join(packageRoot(), 'guest/subjects', subject, file), 'utf8');
    const [header, source] = [read(SUBJECT_FILES.header), read(SUBJECT_FILES.source)];
    const all = derive({ header, source });
    expect(all.length).toBeGreaterThan(60);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    expect(new Set([header, source, ...all.map(({ text }) => text)]).size).toBe(all.length + 2);
  },
);
