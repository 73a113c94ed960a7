// SPDX-License-Identifier: GPL-2.0-only
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyPatch } from '../../../../harness/subject/patch/apply.ts';
import { readPatches } from '../../../../harness/subject/patch/read.ts';
import { pathOf } from '../../../../harness/subject/patch/series.ts';
import { PatchUnreadable } from '../../../../harness/subject/patch/unreadable.ts';
import { SUBJECT_FILES } from '../../../../harness/subject/subject.ts';
import {
  AFTER,
  BEFORE,
  collapse,
  encoded,
  formatPatch,
  git,
  KCONFIG,
  MAKEFILE,
  quote,
  remark,
  repository,
  V7,
  wrap,
} from './forms.ts';

let folder: string;
let patch: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sct-unit-'));
  repository(folder, BEFORE, AFTER);
  patch = formatPatch(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (text: string) => readPatches(Buffer.from(text, 'latin1'), 'the.mbox');

/** What the patch makes of the tree before it, by path. */
async function result(text: string): Promise<Record<string, string | null>> {
  const files: Record<string, string | null> = { ...BEFORE };
  for (const file of await read(text))
    files[pathOf(file)] = (await applyPatch(file, files[pathOf(file)] ?? null, folder)).content;
  return files;
}

const diffOf = (text: string) => text.slice(text.indexOf('diff --git'));
const isCode = (line: string) => /^> [+ ].*\S/.test(line);

describe('forms that lose nothing: each is read to the byte', () => {
  test.each<[string, () => string]>([
    ['git format-patch', () => patch],
    ['with CR LF', () => patch.replaceAll('\n', '\r\n')],
    ['git diff', () => git(folder, 'diff', 'HEAD~')],
    ['git diff --no-prefix', () => git(folder, 'diff', '--no-prefix', 'HEAD~')],
    ['git diff with mnemonic prefixes', () => git(folder, '-c', 'diff.mnemonicPrefix=true', 'diff', 'HEAD~')],
    ['git diff without context', () => git(folder, 'diff', '-U1', 'HEAD~')],
    [
      "quilt's form, without git's lines",
      () => patch.replace(/^(?:diff --git|index|new file mode) .*\n/gm, ''),
    ],
    ['text before and behind it', () => `Hi,\n\nplease look.\n\n${patch}\n_____\na list's own footer\n`],
    ['as quoted-printable', () => encoded(diffOf(patch), 'quoted-printable')],
    ['as base64', () => encoded(diffOf(patch), 'base64')],
    ['in another character set', () => encoded(diffOf(patch), 'quoted-printable', 'iso-8859-1')],
    ['quoted', () => quote(patch)],
    ['quoted twice', () => quote(quote(patch))],
    ['quoted with marks that touch', () => quote(quote(patch, '>'), '>')],
    [
      'quoted, with remarks',
      () => remark(quote(patch), (line, at) => isCode(line) && at % 5 === 0, 'I wonder.\n+1'),
    ],
    ['quoted, with a remark by somebody before', () => quote(remark(quote(patch), isCode, 'Hm.'))],
    ['quoted and wrapped at 70', () => wrap(quote(patch), 70)],
    [
      'quoted and wrapped at 76, with remarks',
      () => remark(wrap(quote(patch), 76), (_, at) => at === 90, 'Hm.'),
    ],
    [
      'a reply behind the patch itself',
      () => `${patch}\nFrom mboxrd Thu Jan  1 00:00:00 1970\nSubject: Re: it\n\n${quote(patch)}`,
    ],
  ])('%s', async (_, text) => {
    expect(await result(text())).toEqual(AFTER);
  });
});

describe('a series', () => {
  test('applies in order', async () => {
    const own = mkdtempSync(join(tmpdir(), 'sct-unit-'));
    const path = SUBJECT_FILES.source;
    const states = [V7[path], `${V7[path]}/* two */\n`, `/* three */\n${V7[path]}/* two */\n`] as const;
    repository(own, BEFORE, ...states.map((text) => ({ [path]: text as string })));
    expect((await result(formatPatch(own, 3)))[path]).toBe(states[2]);
    expect((await result(wrap(quote(formatPatch(own, 3)), 76)))[path]).toBe(states[2]);
    rmSync(own, { recursive: true });
  });
});

describe('an archive that collapses white space', () => {
  test('keeps the words of files that the patch creates, and it is said', async () => {
    const files = await read(wrap(collapse(quote(patch)), 72));
    for (const [path, text] of Object.entries(V7)) {
      const file = files.find((one) => pathOf(one) === path);
      if (!file) throw new Error(`no ${path}`);
      const { content, proof } = await applyPatch(file, null, folder);
      expect(content?.replace(/[\t ]+/g, ' ')).toBe(text.replace(/[\t ]+/g, ' '));
      expect(proof).toBe('white space');
    }
    const other = files.find((one) => pathOf(one) === KCONFIG);
    if (!other) throw new Error('no Kconfig');
    await expect(applyPatch(other, BEFORE[KCONFIG] ?? '', folder)).rejects.toThrow('lost their white space');
  });
});

describe('what else a patch may do', () => {
  test.each<[string, Record<string, string | null>, object]>([
    ['delete a file', { [KCONFIG]: null }, { oldPath: KCONFIG, newPath: null }],
    [
      'rename one',
      { [KCONFIG]: null, 'arch/arm64/Kconfig.new': BEFORE[KCONFIG] ?? '' },
      { oldPath: KCONFIG, newPath: 'arch/arm64/Kconfig.new', unsupported: 'a rename or a copy' },
    ],
    ['change a binary', { [KCONFIG]: '\0\u0001\0' }, { newPath: KCONFIG, unsupported: 'a binary patch' }],
    ['create an empty file', { empty: '' }, { oldPath: null, newPath: 'empty', hunks: [] }],
    ['leave out the last line feed', { [KCONFIG]: (BEFORE[KCONFIG] ?? '').trimEnd() }, { newPath: KCONFIG }],
    ['name a file with a blank', { 'a file': 'x\n' }, { oldPath: null, newPath: 'a file' }],
  ])('%s', async (_, after, expected) => {
    const own = mkdtempSync(join(tmpdir(), 'sct-unit-'));
    repository(own, BEFORE, after);
    for (const text of [formatPatch(own, 1, '-M'), quote(formatPatch(own, 1, '-M'))]) {
      const [file] = await read(text);
      expect(file).toMatchObject(expected);
    }
    rmSync(own, { recursive: true });
  });
});

const NEW = [
  'diff --git a/x.c b/x.c',
  'new file mode 100644',
  'index 000000000000..111111111111',
  '--- /dev/null',
  '+++ b/x.c',
];
const text = (...parts: (string | string[])[]) => `${parts.flat().join('\n')}\n`;

describe('what cannot be reconstructed is named: file, hunk, line', () => {
  test.each<[string, string, RegExp]>([
    ['nothing at all', 'Hello,\n\nno patch today.\n', /^the\.mbox: there is no patch in it/],
    ['an empty file', '', /^the\.mbox: there is no patch in it/],
    [
      'a hunk that ends too early',
      text(NEW, '@@ -0,0 +1,3 @@', '+a', '+b'),
      /^the\.mbox, line 8: x\.c, hunk 1: lines are missing/,
    ],
    [
      'a line too many',
      text(NEW, '@@ -0,0 +1,2 @@', '+aa', '+bb', '+cc'),
      /^the\.mbox, line 7: x\.c, hunk 1: its 3 lines can be put together in more than one way/,
    ],
    [
      'a line too many, further down',
      text(NEW, '@@ -0,0 +1 @@', '+a', '', '+b'),
      /x\.c, hunk 1: this line does not fit/,
    ],
    [
      'a line without a mark',
      text(NEW, '@@ -0,0 +1,2 @@', '+a', 'b', '+c'),
      /line 8: x\.c, hunk 1: this line must be the rest of the one before, but nothing so short is wrapped/,
    ],
    [
      'two ways to join',
      text(NEW, '@@ -0,0 +1,2 @@', `+${'a'.repeat(60)}`, `+${'b'.repeat(60)}`, `+\t${'c'.repeat(60)}`),
      /x\.c, hunk 1: its 3 lines can be put together in more than one way/,
    ],
    [
      'a remark that may be the rest of a line',
      quote(text(NEW, '@@ -0,0 +1 @@', '+a')).concat('b;\n'),
      /line 7: x\.c, hunk 1: the next line has no quote mark/,
    ],
    [
      'a part of a mail that its diffstat tells of',
      quote(text(' x.c | 3 +++', '', NEW, '@@ -0,0 +1,2 @@', '+a', '+b')),
      /x\.c: the diffstat tells of 3 changed lines, the quote has 2/,
    ],
    [
      'a file that its diffstat tells of',
      quote(text(' x.c | 1 +', ' y.c | 9 +++', '', NEW, '@@ -0,0 +1 @@', '+a')),
      /line 2: y\.c: the diffstat names the file, the quote leaves it out/,
    ],
    [
      'names that differ',
      text(NEW, '@@ -0,0 +1 @@', '+a').replace('+++ b/x.c', '+++ b/y.c'),
      /its header names y\.c as well as x\.c/,
    ],
    [
      'a header in pieces',
      text('diff --git a/x.c', 'nonsense', ...NEW.slice(1), '@@ -0,0 +1 @@', '+a'),
      /^the\.mbox, line \d+:/,
    ],
    [
      'lines in the wrong place',
      text(NEW[0] ?? '', 'nonsense', NEW.slice(1), '@@ -0,0 +1 @@', '+a'),
      /line 2: "nonsense" has no place in the header/,
    ],
  ])('%s', async (_, damaged, message) => {
    const failure = await read(damaged).then(
      (files) => files.find(({ damage }) => damage)?.damage,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(PatchUnreadable);
    expect(failure).toMatchObject({ exitCode: 2 });
    expect((failure as Error).message).toMatch(message);
    expect((failure as Error).message).toContain('git format-patch');
  });

  test.each([
    '../../etc/passwd',
    '/etc/passwd',
    'arch/../../x.c',
    '.git/hooks/post-checkout',
    'a/.GIT/config',
    'arch//x.c',
    './x.c',
    'a\\b',
  ])('a name that leads out of the tree: %s', async (name) => {
    const evil = text(
      'diff --git a/x.c b/x.c',
      '--- /dev/null',
      '+++ b/x.c',
      '@@ -0,0 +1 @@',
      '+a',
    ).replaceAll('x.c', name);
    const plain = evil.slice(evil.indexOf('---'));
    for (const form of [evil, plain, quote(evil)]) {
      await expect(read(form)).rejects.toThrow(PatchUnreadable);
    }
  });

  test('damage in one file leaves the others alone', async () => {
    const cut = patch.replace(/^ \tselect HAVE_THING_7\n/m, '');
    const files = await read(cut);
    expect(files.filter(({ damage }) => damage).map(pathOf)).toEqual([KCONFIG]);
    expect(files.map(pathOf)).toContain(MAKEFILE);
  });
});
