// SPDX-License-Identifier: GPL-2.0-only
// README shows a run as it is. What each cell comes to is compared where the cell runs, in ../cell.test.ts; what is said of all of them, here.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CaseResult, CellResult } from '../../../harness/base/verdict.ts';
import { HOSTS, MACHINES } from '../../../harness/machine/machines.ts';
import { packageRoot } from '../../../harness/store/places.ts';
import { loadSubjects } from '../../../harness/subject/load.ts';
import { SAMPLES, taken } from '../../../scripts/sample.mjs';
import { differences, sampleIn, shownOf, total } from './sample.ts';

const sample = sampleIn(readFileSync(join(packageRoot(), 'README.md'), 'utf8'));
const subjects = await loadSubjects(join(packageRoot(), 'guest/subjects'));

test('README shows each subject on each default machine, but for those that it says are left out', () => {
  const machines = [...HOSTS, ...MACHINES]
    .filter(({ matrix }) => matrix === 'default')
    .map(({ name }) => name);
  const shown = machines.filter((name) => !sample.leftOut.includes(name));
  const cells = subjects.flatMap(({ name }) => shown.map((machine) => [name, machine]));
  expect(sample.cells.map((row) => row.slice(0, 2)).sort()).toEqual(cells.sort());
});

test("README's last line is the sum of its rows", () => {
  const counts = ['pass', 'fail', 'skip', 'xfail', 'error'].flatMap((verdict, i) => {
    const count = total(sample.cells.map((row) => row[3 + i] ?? ''));
    return count === 0 ? [] : [`${count} ${verdict}`];
  });
  const cases = total(sample.cells.flatMap((row) => row.slice(3)));
  expect(sample.closing).toBe(`PASS ${sample.cells.length} cells, ${cases} cases: ${counts.join(', ')}`);
});

test("README's known defects are those that the subjects declare", () => {
  const declared = subjects.flatMap(({ expectation }) =>
    expectation.xfail.map((one) => `${one.case}: ${one.reason}`),
  );
  expect(sample.defects).toEqual(declared);
});

test('the comparison of the two has the counts and the known defects of that run, on each page that shows it', () => {
  const [, comparison] = SAMPLES;
  const blocks = (comparison?.pages ?? []).map(
    (page) => taken(readFileSync(join(packageRoot(), page), 'utf8'), comparison?.words ?? '').block,
  );
  expect(new Set(blocks).size).toBe(1);
  const [[, ...names] = [], ...rows] = sample.costs;
  const counted = (form: string) => {
    const [, ...counts] = rows.find(([name]) => name === form) ?? [];
    return ['v7', 'reviewed'].map((name) => counts[names.indexOf(name)]).join(' to ');
  };
  const words = `a call ${counted('tramp')}, a call of NULL ${counted('tramp_null')}, an update ${counted('update')} instructions`;
  expect(blocks[0]).toContain(words);
  const v7 = subjects.find(({ name }) => name === 'v7');
  const fixed = v7?.expectation.xfail.map((one) => one.case);
  expect([...(blocks[0] ?? '').matchAll(/^ {4}- fixed: `(.*)`$/gm)].map(([, name]) => name)).toEqual(fixed);
});

describe('compared with a cell', () => {
  const result = (over: Partial<CaseResult>): CaseResult => ({
    suite: 'cost',
    case: 'tramp',
    verdict: 'pass',
    reason: '',
    metrics: [{ name: 'instructions', value: 7, unit: 'instructions' }],
    details: [],
    ...over,
  });
  const cellOf = (...results: CaseResult[]): CellResult => ({
    subject: 's',
    machine: 'm',
    verdict: 'pass',
    argv: [],
    folder: null,
    results,
  });
  const known: Partial<CaseResult> = { case: 'other', verdict: 'xfail', reason: 'why', metrics: [] };
  const cell = cellOf(result({}), result(known));
  const shown = shownOf(cell);
  const readme = async () => ({ ...(await shown), qemu: '7.2' });

  test('the same', async () => {
    expect(differences(await readme(), await shown, '7.2')).toEqual([]);
  });

  test.for([
    ['another count', cellOf(result({ verdict: 'skip' }), result(known)), 's m pass - - 1 1 -'],
    ['one case more', cellOf(...cell.results, result({ case: 'more', metrics: [] })), 's m pass 2 - - 1 -'],
    ['another machine', { ...cell, machine: 'n' }, 's n pass 1 - - 1 -'],
    ['another verdict', { ...cell, verdict: 'fail' as const }, 's m fail 1 - - 1 -'],
    [
      'another cost',
      cellOf(result({ metrics: [{ name: 'instructions', value: 8, unit: 'instructions' }] }), result(known)),
      'tramp by s: 8 instructions',
    ],
    ['another reason', cellOf(result({}), result({ ...known, reason: 'because' })), 'cost.other: because'],
  ] as const)('%s', async ([, other, line]) => {
    expect(differences(await readme(), await shownOf(other), '7.2')).toEqual([
      `README does not show: ${line}`,
    ]);
  });

  test('a machine that was left out there is not missed', async () => {
    const sample = { ...(await readme()), leftOut: ['n'] };
    expect(differences(sample, await shownOf({ ...cell, machine: 'n' }), '10.0')).toEqual([]);
  });

  test('on another QEMU, as many cases with another verdict are the same, and one more is not', async () => {
    const skipped = cellOf(result({ verdict: 'skip' }), result(known));
    expect(differences(await readme(), await shownOf(skipped), '10.0')).toEqual([]);
    const more = cellOf(...skipped.results, result({ case: 'more', metrics: [] }));
    expect(differences(await readme(), await shownOf(more), '10.0')).toEqual([
      'README does not show: s m pass 3 cases',
    ]);
  });
});
