// SPDX-License-Identifier: GPL-2.0-only
// What a subject may have a compiler read.

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filesToldOf, hiddenRead, includesIn, realmOf } from '../../../harness/compile/contain.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'sct-unit-'));
  mkdirSync(join(root, 'guest'));
  mkdirSync(join(root, 'own'));
  for (const file of ['guest/a.h', 'own/b.h', 'secret']) writeFileSync(join(root, file), '');
  symlinkSync(join(root, 'secret'), join(root, 'own/link.h'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const own = (name: string, text = '') => ({ path: `own/${name}`, name, text });
const realm = () => realmOf(root, ['guest/a.h'], [own('b.h'), own('link.h')]);

test.for([
  { path: 'guest/a.h', foreign: false },
  { path: 'own/b.h', foreign: false },
  { path: 'own/../guest/a.h', foreign: false },
  { path: '/nonexistent/x.h', foreign: false },
  { path: 'secret', foreign: true },
  { path: 'own/../secret', foreign: true },
  { path: 'own/link.h', foreign: true },
  { path: '/etc/passwd', foreign: true },
])('$path: foreign $foreign', ({ path, foreign }) => {
  expect(realm().foreign([path])).toBe(foreign ? path : undefined);
});

test('the list of includes is told from what a compiler says', () => {
  const said =
    '. guest/a.h\n.. /usr/lib/x/stddef.h\nown.c:1:1: error: no\n    1 | ...\nMultiple include guards may be useful for:\n/a\n';
  expect(includesIn(said)).toEqual({
    included: [
      { depth: 1, path: 'guest/a.h' },
      { depth: 2, path: '/usr/lib/x/stddef.h' },
    ],
    message: 'own.c:1:1: error: no\n    1 | ...\n',
  });
  expect(
    filesToldOf(
      '/etc/passwd:1:12: error: x\nIncluded from <inline asm>:1:\nIn file included from own/b.h:2:\n',
    ),
  ).toEqual(['/etc/passwd', 'own/b.h']);
});

describe('what no list names', () => {
  test.for([
    { what: 'nothing', text: 'asm(".include_me");\nint include;', refused: undefined },
    { what: 'in a comment', text: '/* .incbin "/etc/passwd" */\n// .include "x"', refused: undefined },
    { what: 'a file of the guest', text: 'asm(".incbin \\"guest/a.h\\"");', refused: undefined },
    { what: '.incbin', text: '\nasm(".incbin \\"/etc/passwd\\"");', refused: { line: 2, what: '.incbin' } },
    { what: '.include', text: 'asm(".include \\"/etc/passwd\\"");', refused: { line: 1, what: '.include' } },
    { what: 'a way up', text: 'asm(".incbin \\"guest/../secret\\"");', refused: { what: '.incbin' } },
    { what: 'a file of the project', text: 'asm(".incbin \\"secret\\"");', refused: { what: '.incbin' } },
    { what: 'in two strings', text: 'asm(".inc" "bin \\"/etc/passwd\\"");', refused: {} },
    { what: 'in escapes', text: 'asm("\\x2eincbin \\"/etc/passwd\\"");', refused: {} },
    { what: 'from a macro', text: '#define P "x"\nasm(".incbin " P);', refused: {} },
    { what: '#embed', text: 'int a[] = {\n#embed "/etc/passwd"\n};', refused: { line: 2, what: '#embed' } },
    { what: '#embed, spliced', text: '# /* */ em\\\nbed "x"', refused: { what: '#embed' } },
  ])('$what', ({ text, refused }) => {
    const found = hiddenRead([own('static_call.c', text)], realm());
    if (refused) expect(found).toMatchObject({ file: 'static_call.c', ...refused });
    else expect(found).toBeUndefined();
  });
});
