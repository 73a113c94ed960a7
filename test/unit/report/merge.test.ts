// SPDX-License-Identifier: GPL-2.0-only
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CellResult, Evidence, RunReport } from '../../../harness/base/verdict.ts';
import { format } from '../../../harness/report/formats/json.ts';
import { merged } from '../../../harness/report/merge.ts';
import { readRun } from '../../../harness/report/read-run.ts';
import { causesOf } from '../../../harness/verdict/causes/causes.ts';
import { worst } from '../../../harness/verdict/outcome.ts';
import { LAYOUT } from './page/run.ts';
import { cell, result, SAMPLE } from './sample.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sct-unit-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const EVIDENCE: Evidence = { why: 'because' };
const broken = cell('host', [result('abi', 'x', { verdict: 'fail', reason: 'wrong' })], { verdict: 'fail' });
const fine = [cell('max', [result('abi', 'y')]), cell('max-el2', [result('abi', 'y')])];

/** Part of a run with causes as a run has them. */
function report(cells: CellResult[], more: Partial<RunReport> = {}): RunReport {
  const causes = causesOf(cells).map((cause) => ({ ...cause, evidence: EVIDENCE }));
  return { verdict: worst(cells.map(({ verdict }) => verdict)), cells, notes: ['a note'], causes, ...more };
}

const part = (name: string, one: RunReport) => ({ file: `${name}.json`, report: one });
const shard = (index: number, cells: CellResult[], of = 2) =>
  part(`${index}`, report(cells, { shard: { index, of } }));

test('what was written is read as it was', async () => {
  const images = [{ subject: 'v7', machines: ['max'], layout: LAYOUT }];
  const whole = { ...SAMPLE, causes: causesOf(SAMPLE.cells), images };
  writeFileSync(join(folder, 'r.json'), format(whole));
  expect(format(await readRun(join(folder, 'r.json')))).toBe(format(whole));
});

test('an image of several parts is one, another stays another', () => {
  const image = (machine: string, layout = LAYOUT) => ({ subject: 'v7', machines: [machine], layout });
  const other = { ...LAYOUT, literals: [] };
  const { images } = merged(
    [[image('max')], [image('max-el2'), image('process', other)]].map((images, at) =>
      part(`${at}`, report([cell(`max${at}`, [result('abi', 'y')])], { images })),
    ),
  );
  expect(images).toEqual([
    { subject: 'v7', machines: ['max', 'max-el2'], layout: LAYOUT },
    { subject: 'v7', machines: ['process'], layout: other },
  ]);
});

test('parts make the whole, in whatever order they come, each note once', () => {
  const whole = report([broken, ...fine]);
  expect(format(merged([shard(2, [fine[0] as CellResult]), shard(1, [broken, fine[1] as CellResult])]))).toBe(
    format(whole),
  );
});

test.each([
  ['a missing shard', () => [shard(1, fine, 3), shard(3, [broken], 3)], 'shard 2/3 is missing'],
  ['shards of two divisions', () => [shard(1, fine), shard(2, [broken], 3)], 'another division'],
  ['a whole run among shards', () => [shard(1, fine, 1), part('w', report([broken]))], 'another division'],
  [
    'a cell that is there twice',
    () => [part('a', report(fine)), part('b', report(fine))],
    'max is in a.json and in b.json',
  ],
  [
    'two subjects of one name',
    () =>
      ['a', 'b'].map((sha256, at) =>
        part(sha256, {
          ...report([fine[at] as CellResult]),
          provenance: { tools: [], subjects: [{ name: 'v9', files: [{ path: 'x.h', sha256 }] }] },
        }),
      ),
    'v9 is not the same',
  ],
])('%s is refused', (_what, parts, says) => {
  expect(() => merged(parts())).toThrow(says);
});

test('an error in one part is one of the whole', () => {
  const cells = [cell('max', [result('abi', 'y', { verdict: 'error' })], { verdict: 'error' })];
  expect(merged([shard(1, cells), shard(2, [broken])]).verdict).toBe('error');
});
