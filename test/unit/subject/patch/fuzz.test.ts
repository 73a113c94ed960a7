// SPDX-License-Identifier: GPL-2.0-only
// Whatever mail does to a patch: what is read from it is what was posted, to the byte, or an error that says why not.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadOutsideSubject } from '../../../../harness/subject/outside.ts';
import { applyPatch } from '../../../../harness/subject/patch/apply.ts';
import { readPatches } from '../../../../harness/subject/patch/read.ts';
import { type FilePatch, pathOf } from '../../../../harness/subject/patch/series.ts';
import { PatchUnreadable } from '../../../../harness/subject/patch/unreadable.ts';
import { AFTER, BEFORE, collapse, formatPatch, quote, remark, repository, wrap } from './forms.ts';

let folder: string;
let patch: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sct-unit-'));
  repository(folder, BEFORE, AFTER);
  patch = formatPatch(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Words that a line may be wrapped at or before, and that look like something else when they come first. */
const word = fc.oneof(
  fc.constantFrom(
    '+',
    '-',
    '--',
    '---',
    '+++',
    '@@',
    '>',
    '\\',
    '+a',
    '-b',
    '>c',
    'diff',
    'index',
    '-- ',
    '2.53.0',
    '@@ -1,2 +1,2 @@',
    '"',
    '|',
  ),
  fc.stringMatching(/^[a-zA-Z_(),;*]{1,30}$/),
);
const lineOf = (blank: fc.Arbitrary<string>) =>
  fc.array(fc.tuple(blank, word), { maxLength: 14 }).map((words) =>
    words
      .map(([before, text]) => before + text)
      .join('')
      .trimEnd(),
  );
/** Lines as in C: some have tabs. */
const code = fc
  .array(lineOf(fc.constantFrom(' ', ' ', ' ', '\t', '  ', '')), { minLength: 1, maxLength: 12 })
  .map((all) => [...all, '\ttabs;']);
/** Lines in which nobody can see whether an archive collapsed white space. */
const prose = fc
  .array(
    lineOf(fc.constant(' ')).map((line) => line.trimStart()),
    { minLength: 1, maxLength: 12 },
  )
  .map((all) => all.map((line) => line.replace(/ +/g, ' ')));

function newFile(path: string, lines: readonly string[]): string {
  const content = lines.map((line) => `${line}\n`).join('');
  const id = createHash('sha1')
    .update(`blob ${Buffer.byteLength(content)}\0${content}`)
    .digest('hex');
  const counts = lines.length === 1 ? '1' : `1,${lines.length}`;
  return [
    `diff --git a/${path} b/${path}`,
    'new file mode 100644',
    `index 000000000000..${id.slice(0, 12)}`,
    '--- /dev/null',
    `+++ b/${path}`,
    `@@ -0,0 +${counts} @@`,
    ...lines.map((line) => `+${line}`),
    '-- ',
    '2.53.0',
    '',
  ].join('\n');
}

/** What mail does: quote marks, a width, remarks behind some lines; collapsed white space or not. */
const mail = fc.record({
  marks: fc.constantFrom('', '> ', '> ', '>', '> > '),
  width: fc.integer({ min: 20, max: 100 }),
  wrapped: fc.boolean(),
  wrapLast: fc.boolean(),
  marksAgain: fc.integer({ max: 9, min: 0 }).map((n) => n > 0),
  remarks: fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 3 }),
  words: fc.constantFrom(
    'Hm.',
    '+1',
    '- no',
    'diff --git a/x b/x is what I would do',
    '@@ -1 +1 @@',
    '-- \nA Reviewer',
  ),
  collapsed: fc.boolean(),
});

interface Mail {
  marks: string;
  width: number;
  wrapped: boolean;
  wrapLast: boolean;
  marksAgain: boolean;
  remarks: number[];
  words: string;
  collapsed: boolean;
}

function mailed(
  text: string,
  { marks, width, wrapped, wrapLast, marksAgain, remarks, words, collapsed }: Mail,
): string {
  // Marks are lost when a mail is sent: what is remarked in it then stands there already.
  const last = wrapLast || !marksAgain;
  // A rest that begins like a quote mark, in place of the mark that was lost: nothing but the id of the file tells, and it is of no use here.
  const again = marksAgain || (collapsed && / >/.test(text));
  let out = marks === '' ? text : quote(text, marks);
  if (collapsed) out = collapse(out);
  if (wrapped && !last) out = wrap(out, width);
  if (marks !== '') out = remark(out, (_, at) => remarks.includes(at), words);
  if (wrapped && last) out = wrap(out, width, again);
  return out;
}

async function contentOf(file: FilePatch | undefined): Promise<string | null> {
  if (!file) throw new PatchUnreadable({ from: 'fuzz' }, 'not there');
  return (await applyPatch(file, null, folder)).content;
}

/** What comes of it, or undefined if it is refused as it should be. */
async function unlessRefused<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    expect(error).toMatchObject({ exitCode: 2 });
    expect((error as Error).message).toMatch(/./);
    return undefined;
  }
}

const read = (text: string) => readPatches(Buffer.from(text, 'latin1'), 'fuzz');

describe('a patch that was mailed is read as it was, or not at all', () => {
  test('code, white space kept', async () => {
    let exact = 0;
    await fc.assert(
      fc.asyncProperty(code, mail, async (lines, how) => {
        const text = mailed(newFile('x.c', lines), { ...how, collapsed: false });
        const content = await unlessRefused(async () => contentOf((await read(text))[0]));
        if (content !== undefined) expect(content).toBe(lines.map((line) => `${line}\n`).join(''));
        if (content !== undefined) exact++;
      }),
      { numRuns: 3000 },
    );
    // A reader that refuses everything would pass, too.
    expect(exact).toBeGreaterThan(900);
  });

  test('code, white space collapsed: every word is there, in its line', async () => {
    const plain = (text: string) => text.replace(/[\t ]+/g, ' ').replace(/ $/gm, '');
    let same = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof(code, prose), mail, async (lines, how) => {
        const text = mailed(newFile('x.c', lines), { ...how, collapsed: true });
        const content = await unlessRefused(async () => contentOf((await read(text))[0]));
        if (content != null) expect(plain(content)).toBe(plain(lines.map((line) => `${line}\n`).join('')));
        if (content !== undefined) same++;
      }),
      {
        numRuns: 3000,
        // Found once: what was wrapped of the last line begins as diff(1) tells its own command line.
        examples: [
          [
            ['2.53.0 + @@ -1,2 +1,2 @@ )a diff -b ('],
            {
              marks: '',
              width: 32,
              wrapped: true,
              wrapLast: false,
              marksAgain: false,
              remarks: [],
              words: 'Hm.',
              collapsed: false,
            },
          ],
        ],
      },
    );
    expect(same).toBeGreaterThan(500);
  });

  test('a real series, through git', async () => {
    let exact = 0;
    await fc.assert(
      fc.asyncProperty(mail, async (how) => {
        const text = mailed(patch, { ...how, collapsed: false });
        const files = await unlessRefused(async () => {
          const after: Record<string, string | null> = { ...BEFORE };
          for (const file of await read(text))
            after[pathOf(file)] = (await applyPatch(file, after[pathOf(file)] ?? null, folder)).content;
          return after;
        });
        if (files) expect(files).toEqual(AFTER);
        if (files) exact++;
      }),
      { numRuns: 60 },
    );
    expect(exact).toBeGreaterThan(10);
  }, 60_000);
});

describe('whatever is in the file', () => {
  /** Edits that a bad line, a bad mailer or a bad person makes. */
  const edit = fc.record({
    at: fc.nat(),
    kind: fc.constantFrom('drop', 'repeat', 'replace', 'cut'),
    by: fc.oneof(word, fc.string({ unit: 'binary', maxLength: 40 })),
  });

  test('no crash and no hang', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 6 }), mail, async (edits, how) => {
        const lines = mailed(patch, how).split('\n');
        for (const { at, kind, by } of edits) {
          const i = at % lines.length;
          if (kind === 'drop') lines.splice(i, 1);
          if (kind === 'repeat') lines.splice(i, 0, lines[i] ?? '');
          if (kind === 'replace') lines[i] = by;
          if (kind === 'cut') lines[i] = (lines[i] ?? '').slice(0, at % 20);
        }
        await unlessRefused(() => read(lines.join('\n')));
      }),
      { numRuns: 1000 },
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        await unlessRefused(() => readPatches(Buffer.from(bytes), 'fuzz'));
      }),
      { numRuns: 500 },
    );
  });

  // If every line were read for each, there would be no end to it.
  test('a long hunk is read to its end', { timeout: 120_000 }, async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `+ line ${i} ${'x'.repeat(60)}`);
    const text = newFile('x.c', lines);
    await read(quote(text));
    await unlessRefused(async () => (await read(quote(text).replace('1,20000', '1,19000')))[0]?.damage);
    await read(wrap(quote(text), 60));
  });

  test('nothing is written outside the work folder', async () => {
    const name = fc.oneof(
      fc.constantFrom(
        'arch/arm64/include/asm/static_call.h',
        'arch/arm64/kernel/static_call.c',
        'arch/arm64/include/asm/other.h',
      ),
      fc
        .array(
          fc.constantFrom(
            '..',
            '.',
            '',
            '.git',
            'arch',
            'arm64',
            'include',
            'asm',
            'a.h',
            'kernel',
            '\0',
            '~',
            '$HOME',
            'tmp',
          ),
          { minLength: 1, maxLength: 6 },
        )
        .map((parts) => parts.join('/')),
    );
    const outer = mkdtempSync(join(tmpdir(), 'sct-unit-'));
    const work = join(outer, 'a/work');
    mkdirSync(work, { recursive: true });
    const before = readdirSync(outer, { recursive: true });
    await fc.assert(
      fc.asyncProperty(fc.array(name, { minLength: 1, maxLength: 4 }), async (names) => {
        const file = join(work, 'the.patch');
        writeFileSync(
          file,
          names.map((one) => newFile(one, ['#include <asm/other.h>', '\tx'])).join(''),
          'latin1',
        );
        await unlessRefused(() => loadOutsideSubject({ patches: [file] }, work));
      }),
      { numRuns: 300 },
    );
    const outside = readdirSync(outer, { recursive: true }).filter(
      (path) => !String(path).startsWith('a/work/'),
    );
    expect(outside).toEqual(before);
    const written = readdirSync(work, { recursive: true })
      .map(String)
      .filter((path) => /\.[ch]$/.test(path));
    for (const path of written)
      expect(path).toMatch(/^the-\w+\/arch\/arm64\/(?:include\/asm|kernel)\/\w+\.[ch]$/);
    expect(existsSync(join(outer, 'a'))).toBe(true);
    rmSync(outer, { recursive: true });
  });
});
