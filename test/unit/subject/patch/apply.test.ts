// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { applyPatch, PatchDoesNotApply } from '../../../../harness/subject/patch/apply.ts';
import { readPatches } from '../../../../harness/subject/patch/read.ts';
import type { FilePatch } from '../../../../harness/subject/patch/series.ts';
import { PatchUnreadable } from '../../../../harness/subject/patch/unreadable.ts';
import { formatPatch, lines, numbered, quote, repository, wrap } from './forms.ts';

const BASE = lines(...numbered('\tline ', 40));
const EDITED = BASE.replace('line 5\n', 'line five\n')
  .replace('\tline 20\n', '')
  .replace('line 35\n', 'line 35\n\tnew\n');

let folder: string;
let scratch: string;
let mail: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sct-unit-'));
  repository(folder, { 'x.c': BASE }, { 'x.c': EDITED });
  mail = formatPatch(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'sct-unit-'));
});
afterEach(() => {
  expect(readdirSync(scratch)).toEqual([]);
  rmSync(scratch, { recursive: true });
});

async function only(text: string): Promise<FilePatch> {
  const [file] = await readPatches(Buffer.from(text, 'latin1'), 'the.patch');
  if (!file) throw new Error('no patch');
  return file;
}

describe('a change', () => {
  test('gives what git gave, and proves it', async () => {
    expect(await applyPatch(await only(mail), BASE, scratch)).toEqual({ content: EDITED, proof: 'exact' });
  });

  test('fits where lines have moved', async () => {
    const moved = `/* a line more */\n${BASE}`;
    const { content, proof } = await applyPatch(await only(mail), moved, scratch);
    expect(content).toBe(`/* a line more */\n${EDITED}`);
    expect(proof).toBe('unknown');
  });

  test.each([
    ['line 5\n', 1],
    ['line 20\n', 2],
    ['line 36\n', 3],
  ])('that does not fit names file and hunk: without %j it is hunk %i', async (text, hunk) => {
    const refused = applyPatch(await only(mail), BASE.replace(text, 'other\n'), scratch);
    await expect(refused).rejects.toThrow(PatchDoesNotApply);
    await expect(refused).rejects.toMatchObject({ exitCode: 2 });
    await expect(refused).rejects.toThrow(
      new RegExp(`^the\\.patch, line \\d+: x\\.c, hunk ${hunk}: does not fit at line`),
    );
  });

  test('of nothing is refused', async () => {
    await expect(applyPatch(await only(mail), null, scratch)).rejects.toThrow('--tree');
  });

  test('is the same inside another repository, whose settings are not asked', async () => {
    execFileSync('git', ['init', '-q', scratch]);
    execFileSync('git', ['-C', scratch, 'config', 'core.autocrlf', 'true']);
    const inner = mkdtempSync(join(scratch, 'inner-'));
    expect(await applyPatch(await only(mail), BASE, inner)).toMatchObject({ proof: 'exact' });
    for (const path of readdirSync(scratch)) rmSync(join(scratch, path), { recursive: true });
  });
});

describe('a creation', () => {
  const text = '\tone\n\ttwo\n';
  let created: string;
  beforeAll(() => {
    const own = mkdtempSync(join(tmpdir(), 'sct-unit-'));
    repository(own, {}, { 'y.c': text });
    created = formatPatch(own);
    rmSync(own, { recursive: true });
  });

  test('is proven by the id in the index line', async () => {
    expect(await applyPatch(await only(created), null, scratch)).toEqual({ content: text, proof: 'exact' });
  });

  test('of what is there already is refused', async () => {
    await expect(applyPatch(await only(created), 'old\n', scratch)).rejects.toThrow('there is one already');
  });

  test('that was edited by hand is taken, and told', async () => {
    const edited = created.replace('\ttwo', '\tTWO');
    expect(await applyPatch(await only(edited), null, scratch)).toEqual({
      content: '\tone\n\tTWO\n',
      proof: 'other',
    });
  });

  test('that was quoted, and is not what was posted, is refused', async () => {
    const refused = applyPatch(await only(quote(created.replace('\ttwo', '\tTWO'))), null, scratch);
    await expect(refused).rejects.toThrow(PatchUnreadable);
    await expect(refused).rejects.toThrow('does not give the file that was posted');
  });

  test('without an id is taken as it stands', async () => {
    const { proof } = await applyPatch(await only(created.replace(/^index .*\n/m, '')), null, scratch);
    expect(proof).toBe('unknown');
  });
});

test('joined lines that do not give the file that was posted are refused', async () => {
  const own = mkdtempSync(join(tmpdir(), 'sct-unit-'));
  const long = `\t${'word '.repeat(12)}  two blanks at the wrong place\n`;
  repository(own, {}, { 'y.c': long });
  const wrapped = wrap(formatPatch(own), 62).replace(/ \n/g, '\n').replace('\n two', '\ntwo');
  rmSync(own, { recursive: true });
  const refused = applyPatch(await only(wrapped), null, scratch);
  await expect(refused).rejects.toThrow(/y\.c, hunk 1: joined again, its wrapped lines do not give the file/);
});

test.each([
  ['a binary patch', 'Binary files a/x.c and b/x.c differ'],
  ['a rename or a copy', 'rename from x.c\nrename to x.c'],
  ['a symbolic link', 'new file mode 120000\n--- /dev/null\n+++ b/x.c\n@@ -0,0 +1 @@\n+/etc/passwd'],
])('%s is not applied', async (what, body) => {
  const refused = applyPatch(await only(`diff --git a/x.c b/x.c\n${body}\n`), null, scratch);
  await expect(refused).rejects.toThrow(`it is ${what}, which sct does not apply`);
});
