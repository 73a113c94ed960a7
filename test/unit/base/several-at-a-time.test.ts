// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { severalAtATime } from '../../../harness/base/several-at-a-time.ts';

/** What runs beside each item, and in which order they are told of. */
async function watched(items: readonly number[], jobs: number) {
  const running: number[] = [];
  const beside: number[][] = [];
  const told: number[] = [];
  const work = async (item: number) => {
    running.push(item);
    beside.push([...running]);
    await new Promise(setImmediate);
    running.splice(running.indexOf(item), 1);
    return item * 10;
  };
  const results = await severalAtATime(items, { jobs, weight: (item) => item }, work, (result) =>
    told.push(result),
  );
  return { results, most: Math.max(...beside.map(({ length }) => length)), beside, told };
}

test('what counts for several comes last, and alone where there is no room for more', async () => {
  const { results, beside, told } = await watched([2, 1, 2, 1, 1], 2);
  expect(results).toEqual([20, 10, 20, 10, 10]);
  expect(told).toEqual([10, 10, 10, 20, 20]);
  expect(beside.filter((running) => running.includes(2))).toEqual([[2], [2]]);
  expect(beside.some((running) => running.length === 2)).toBe(true);
});

test('what counts for more than there are goes all the same; with room, several of it', async () => {
  expect((await watched([4, 4], 2)).most).toBe(1);
  expect((await watched([2, 2, 2], 4)).most).toBe(2);
});
