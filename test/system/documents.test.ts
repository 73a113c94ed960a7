// SPDX-License-Identifier: GPL-2.0-only
// What `--json` really prints is what schemas/ says: whatever comes of a command, by the published file, and key by key by what it is made of.

import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { DOCUMENTS } from '../../harness/report/documents.ts';
import { fake, ROOT, scratch, sct } from './sct.ts';

type Name = keyof typeof DOCUMENTS;

let tmp: string;
beforeAll(() => {
  tmp = scratch();
});
afterAll(() => rmSync(tmp, { recursive: true, force: true }));

const CELL = ['--subject', 'v7', '--machine', 'max', '--suite', 'dispatch'];

/** What is wrong with a document, a line each: by the published schema, and by the exact one, which knows no other key. */
function problems(name: Name, document: unknown): string[] {
  const file = JSON.parse(readFileSync(join(ROOT, 'schemas', `${name}.json`), 'utf8'));
  return [z.fromJSONSchema(file), DOCUMENTS[name]].flatMap((schema) => {
    const { error } = schema.safeParse(document);
    return error ? z.prettifyError(error).split('\n') : [];
  });
}

test.for<[what: string, name: Name, words: string[], exitCode: number, qemu?: string]>([
  [
    'a pass: skips, costs, a known defect, an image that was moved',
    'run',
    ['--subject', 'v7', '--machine', 'host,max-icount,max-kaslr', '--suite', 'abi,cost'],
    0,
  ],
  ['a hang', 'run', [...CELL, '--timeout-scale', '0.05'], 4, 'hangs'],
  ['a boot that comes to nothing', 'run', CELL, 4, 'powers-off'],
  ['a mutant that is killed', 'mutate', ['--name', 'aligned-to-8'], 0],
  ['a mutant that survives', 'mutate', ['--name', 'error-ignored'], 1, 'powers-off'],
  ['variants', 'variants', ['--name', 'plain/syntax-error,cheat/image-of-1-gib'], 0],
  ['a list', 'list', [], 0],
  ['tools', 'doctor', [], 0],
  ['tools, one of which is missing', 'doctor', [], 3, 'nobody'],
])('%s', { timeout: 60_000 }, async ([, name, words, exitCode, qemu]) => {
  const env = { TMPDIR: tmp, ...(qemu === undefined ? {} : { SCT_QEMU: fake(qemu) }) };
  const command = name === 'variants' ? ['mutate', '--variants'] : [name];
  const ran = await sct([...command, ...words, '--json'], { env });
  expect(ran.exitCode, ran.stderr).toBe(exitCode);
  expect(problems(name, JSON.parse(ran.stdout))).toEqual([]);
});

describe('refused is', () => {
  const CUT = {
    suite: 's',
    case: 'c',
    verdict: 'error',
    reason: 'r',
    metrics: [],
    details: ['d'],
    cut: 'hang',
  };
  const CELL_OF = { subject: 's', machine: 'm', verdict: 'error', argv: [], folder: null, results: [CUT] };
  const RUN = { schemaVersion: 1, verdict: 'error', cells: [CELL_OF], notes: [], causes: [] };
  const withResult = (over: object) => ({ ...RUN, cells: [{ ...CELL_OF, results: [{ ...CUT, ...over }] }] });

  test('not a document as it should be', () => {
    expect(problems('run', RUN)).toEqual([]);
  });

  test.for<[what: string, document: object]>([
    ['another version', { ...RUN, schemaVersion: 2 }],
    ['a key that is missing', { ...RUN, notes: undefined }],
    ['a key that nobody named', { ...RUN, more: 1 }],
    ['a key deep inside that nobody named', withResult({ more: 1 })],
    ['a verdict that there is not', withResult({ verdict: 'passed' })],
    ['a number for a text', withResult({ reason: 1 })],
    ['a cut that there is not', withResult({ cut: 'quit' })],
  ])('%s', ([, document]) => {
    expect(problems('run', JSON.parse(JSON.stringify(document)))).not.toEqual([]);
  });

  test('by the published schema alone, all of that but a new key', () => {
    const published = z.fromJSONSchema(JSON.parse(readFileSync(join(ROOT, 'schemas/run.json'), 'utf8')));
    expect(published.safeParse({ ...RUN, more: 1 }).success).toBe(true);
    expect(published.safeParse(withResult({ verdict: 'passed' })).success).toBe(false);
    expect(published.safeParse({ ...RUN, schemaVersion: 2 }).success).toBe(false);
  });
});
