// SPDX-License-Identifier: GPL-2.0-only
// Under icount a number is a number: two runs, two boots, the same counts, that of one update among them.

import { expect, test } from 'vitest';
import { sct } from './sct.ts';

type Cells = { results: { suite: string; case: string; metrics: { name: string; value: number }[] }[] }[];

async function counts(): Promise<Record<string, number>> {
  const { stdout } = await sct([
    'run',
    '--subject',
    'v7',
    '--machine',
    'max-icount',
    '--suite',
    'cost',
    '--json',
  ]);
  const { cells } = JSON.parse(stdout) as { cells: Cells };
  const rows = cells.flatMap(({ results }) => results).filter(({ suite }) => suite === 'cost');
  return Object.fromEntries(
    rows.flatMap((row) => row.metrics.map(({ name, value }) => [`${row.case}.${name}`, value])),
  );
}

test('two runs count the same instructions', async () => {
  const first = await counts();
  expect(first['update.instructions']).toBeGreaterThan(0);
  expect(first['tramp.instructions']).toBe(8);
  expect(await counts()).toEqual(first);
});
