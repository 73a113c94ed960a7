// SPDX-License-Identifier: GPL-2.0-only
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  checkExpectation,
  loadSubject,
  loadSubjects,
  SubjectInvalid,
} from '../../../harness/subject/load.ts';
import { SUBJECT_FILES } from '../../../harness/subject/subject.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sct-unit-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, content = ''): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

function subject(name: string, expectation?: string): void {
  for (const file of Object.values(SUBJECT_FILES)) write(`${name}/${file}`);
  if (expectation !== undefined) write(`${name}/expect.json`, expectation);
}

describe('loadSubjects', () => {
  test('finds every folder, by name, and nothing else', async () => {
    subject(
      'v7',
      '{ "xfail": [{ "case": "abi.aligned", "reason": "known" }], "instructions": { "tramp": 8 } }',
    );
    subject('reviewed');
    write('README.md');
    write('.hidden/x');
    const found = await loadSubjects(folder);
    const at = (name: string) => ({
      name,
      folder: join(folder, name),
      expectationFile: join(folder, name, 'expect.json'),
    });
    expect(found).toEqual([
      { ...at('reviewed'), expectation: { xfail: [], instructions: {} } },
      {
        ...at('v7'),
        expectation: { xfail: [{ case: 'abi.aligned', reason: 'known' }], instructions: { tramp: 8 } },
      },
    ]);
  });

  test.each(Object.values(SUBJECT_FILES))('a folder without %s is named', async (file) => {
    subject('half');
    rmSync(join(folder, 'half', file));
    const refused = loadSubjects(folder);
    await expect(refused).rejects.toThrow(SubjectInvalid);
    await expect(refused).rejects.toThrow(`half is no subject: it has no ${file}`);
    await expect(refused).rejects.toMatchObject({ exitCode: 2 });
  });
});

describe('expect.json', () => {
  test.each([
    ['{}', { xfail: [], instructions: {} }],
    ['{ "instructions": { "tramp": 7 } }', { xfail: [], instructions: { tramp: 7 } }],
  ])('%s is fine', async (text, expectation) => {
    subject('s', text);
    expect((await loadSubject(join(folder, 's'))).expectation).toEqual(expectation);
  });

  test.each([
    ['', /expect\.json: .*JSON/],
    ['[]', /the top level: .*expected object/],
    ['{ "xfial": [] }', /the top level: .*xfial/],
    ['{ "xfail": [{ "case": "abi.aligned" }] }', /xfail\[0\]\.reason: .*expected string/],
    ['{ "xfail": [{ "case": "abi.aligned", "reason": "" }] }', /xfail\[0\]\.reason: expected a reason/],
    ['{ "xfail": [{ "case": "aligned", "reason": "known" }] }', /xfail\[0\]\.case: expected "suite\.case"/],
    ['{ "instructions": { "tramp": "8" } }', /instructions\.tramp: .*expected number/],
    ['{ "instructions": { "tramp": 7.5 } }', /instructions\.tramp: .*int/],
    ['{ "instructions": { "tramp": 0 } }', /instructions\.tramp: /],
  ])('%s is refused, with file and field', async (text, message) => {
    subject('s', text);
    const refused = loadSubject(join(folder, 's'));
    await expect(refused).rejects.toThrow(SubjectInvalid);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toThrow(join(folder, 's', 'expect.json'));
  });
});

describe('checkExpectation', () => {
  const cases = [
    { suite: 'abi', case: 'aligned' },
    { suite: 'cost', case: 'tramp' },
  ];
  const expecting = (xfail: string[], instructions: Record<string, number>) => ({
    name: 's',
    folder: '/s',
    expectationFile: '/s/expect.json',
    expectation: { xfail: xfail.map((one) => ({ case: one, reason: 'known' })), instructions },
  });

  test('what names a case is fine', () => {
    expect(() => checkExpectation(expecting(['abi.aligned'], { tramp: 8 }), cases)).not.toThrow();
  });

  test.each([
    [['abi.alined'], {}, 'abi.alined'],
    [[], { trampp: 8 }, 'cost.trampp'],
  ])('%j and %j are refused', (xfail, instructions, name) => {
    const check = () => checkExpectation(expecting(xfail, instructions), cases);
    expect(check).toThrow(SubjectInvalid);
    expect(check).toThrow(`/s/expect.json names what is no case: ${name}.`);
  });
});
