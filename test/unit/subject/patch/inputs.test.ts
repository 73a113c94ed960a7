// SPDX-License-Identifier: GPL-2.0-only
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadOutsideSubject } from '../../../../harness/subject/outside.ts';
import { partOf, titleOf } from '../../../../harness/subject/patch/identity.ts';
import { inputsOf } from '../../../../harness/subject/patch/inputs.ts';
import { pathOf } from '../../../../harness/subject/patch/series.ts';
import { seriesOf } from '../../../../harness/subject/patch/series-of.ts';
import { SUBJECT_FILES } from '../../../../harness/subject/subject.ts';
import { formatPatch, put, repository, V7 } from './forms.ts';

const { header: HEADER, source: SOURCE } = SUBJECT_FILES;
const { [HEADER]: headerText = '', [SOURCE]: sourceText = '' } = V7;

let folder: string;
const at = (name: string) => join(folder, name);

/** One mail for each of the two files, as they might come, and a cover letter. */
let first: string;
let second: string;
let cover: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sct-unit-'));
  put(at('repo'), { README: '' });
  repository(at('repo'), { README: '' }, { [HEADER]: headerText }, { [SOURCE]: sourceText });
  const [one = '', two = ''] = formatPatch(at('repo'), 2).split(/(?=^From [0-9a-f]{40} )/m);
  const mail = (text: string, part: string, id: string) =>
    text.replace(/^Subject: .*$/m, `Subject: [PATCH v9 ${part}] arm64: static call\nMessage-ID: <${id}@x>`);
  first = mail(one, '1/2', 'one');
  second = mail(two, '2/2', 'two');
  cover =
    'Subject: [PATCH v9 0/2] arm64: static call support\nMessage-ID: <zero@x>\n\nHello.\n\nchange-id: 20260101-sc-1a2b\n';
});
afterAll(() => rmSync(folder, { recursive: true }));

const paths = async (...words: string[]) => (await seriesOf(inputsOf(words, undefined))).patches.map(pathOf);

test('a folder of mails: in the order that their subjects tell, the cover letter left out with a note', async () => {
  put(at('mails'), { 'a.eml': second, 'b.eml': cover, 'c.eml': first, '.hidden': 'x' });
  const series = await seriesOf(inputsOf([at('mails')], undefined));
  expect(series.patches.map(pathOf)).toEqual([HEADER, SOURCE]);
  expect(series.notes).toEqual([`${at('mails/b.eml')}: left out, there is no patch in it`]);
  expect(series.mails).toEqual([
    {
      subject: '[PATCH v9 0/2] arm64: static call support',
      messageId: '<zero@x>',
      changeId: '20260101-sc-1a2b',
    },
    { subject: '[PATCH v9 1/2] arm64: static call', messageId: '<one@x>' },
    { subject: '[PATCH v9 2/2] arm64: static call', messageId: '<two@x>' },
  ]);
});

test('a maildir: new and cur, not tmp', async () => {
  put(at('maildir'), { 'new/100:2,S': second, 'cur/200:2,S': first, 'tmp/300': 'half of a ma' });
  expect(await paths(at('maildir'))).toEqual([HEADER, SOURCE]);
});

test('an mbox as an archive has it: by part, not as they came', async () => {
  put(at(''), { 'thread.mbox': [second, first].map((one) => `${one.trimEnd()}\n\n`).join('') });
  expect(await paths(at('thread.mbox'))).toEqual([HEADER, SOURCE]);
});

test('files that are named one by one apply in the order in which they are named', async () => {
  put(at(''), { 'one.patch': first, 'two.patch': second });
  expect(await paths(at('two.patch'), at('one.patch'))).toEqual([SOURCE, HEADER]);
});

test('compressed, whatever it is called', async () => {
  writeFileSync(at('t.mbox.gz'), gzipSync(first + second));
  writeFileSync(at('t.mbox2'), gzipSync(first + second));
  expect(await paths(at('t.mbox.gz'))).toEqual(await paths(at('t.mbox2')));
  expect((await loadOutsideSubject({ patches: [at('t.mbox.gz')] }, folder)).subject.name).toBe('t');
});

describe('a subject is called after what it is where its file does not say', () => {
  test.each([
    ['stdin', () => ({ patches: ['-'], stdin: Buffer.from(cover + first + second) })],
    ['the number of a mail', () => ({ patches: [at('63')] })],
    ['a folder', () => ({ patches: [at('mails')] })],
    [
      "an archive's page on stdin",
      () => ({
        patches: ['-'],
        stdin: Buffer.from(
          `Re: [PATCH v9] arm64: static call support\n\nFrom: A\n\n${(first + second).replace(/^(?:From|Subject|Message-ID|Date): .*$/gm, '')}`,
        ),
      }),
    ],
    ['several files', () => ({ patches: [at('mails/a.eml'), at('mails/b.eml'), at('mails/c.eml')] })],
    ['a pattern', () => ({ patches: [at('mails/*.eml')] })],
  ])('%s', async (_what, outside) => {
    put(at(''), { 63: `${cover.replace('Hello.', 'Hello.')}\n${first}${second}` });
    const { subject } = await loadOutsideSubject(outside(), folder);
    expect(subject.name).toBe('arm64-static-call-support-v9');
    const { messageId } = subject.mails?.find(({ subject }) => subject.endsWith('support')) ?? {};
    expect(messageId).toBe(_what.includes('page') ? undefined : '<zero@x>');
  });
});

test.each([
  ['[PATCH v9 2/3] arm64: static call: tests', 2, 'arm64-static-call-tests-v9'],
  ['[RFC PATCH 0/3] x', 0, 'x'],
  ['Re: [PATCH bpf-next v12 03/10] A/B: 1/2', 3, 'a-b-1-2-v12'],
  ['[PATCH] arm64: static calls', undefined, 'arm64-static-calls'],
  ['arm64: 1/2', undefined, 'arm64-1-2'],
  ['[PATCH v2]', undefined, 'v2'],
  [
    '[PATCH v8 1/2] arm64: implement support for static call trampolines',
    1,
    'arm64-implement-support-for-static-call-v8',
  ],
  ['[PATCH v9 0/2] *** SUBJECT HERE ***', 0, ''],
  ['', undefined, ''],
] as const)('%s is part %s of %s', (subject, part, title) => {
  expect(partOf(subject)).toBe(part);
  expect(titleOf({ subject })).toBe(title);
});

describe('what cannot be read', () => {
  test.each([
    ['no such file', 'nosuch', 'there is no such file'],
    ['an empty folder', 'empty', 'no file in that folder'],
    ['a kernel tree', 'linux', 'goes to --tree'],
    ['half of a compressed file', 'half.gz', 'cannot be uncompressed'],
    ['a bomb', 'bomb.gz', 'cannot be uncompressed'],
  ])('%s', (_what, name, says) => {
    mkdirSync(at('empty'), { recursive: true });
    mkdirSync(at('linux/arch'), { recursive: true });
    writeFileSync(at('half.gz'), gzipSync(first).subarray(0, 100));
    if (name === 'bomb.gz') writeFileSync(at('bomb.gz'), gzipSync(Buffer.alloc(80 << 20)));
    expect(() => inputsOf([at(name)], undefined)).toThrow(says);
  });

  test('no patch anywhere is an error, not an empty series', async () => {
    put(at(''), { 'cover.eml': cover });
    await expect(paths(at('cover.eml'))).rejects.toThrow('there is no patch in it');
  });
});
