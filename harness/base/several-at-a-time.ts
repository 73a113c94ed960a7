// SPDX-License-Identifier: GPL-2.0-only
// Work on many items, a few at a time.

import { availableParallelism } from 'node:os';
import { settleAll } from './settle-all.ts';

/** How fast to go through items. */
export interface Pace<T = unknown> {
  /** How many at a time; one a core unless told. */
  jobs?: number | undefined;
  /** For how many an item counts: those that count for more come after the others, and none beside as many as there is no room for. 1 unless told. */
  weight?: (item: T) => number;
  /** What has not begun by then never does. */
  signal?: AbortSignal | undefined;
}

/**
 * Does `work` for each item and tells of each result as it comes. The results in the order of the items: all of them, unless the signal
 * stopped it; work that rejects after that is as if it had not begun.
 */
export async function severalAtATime<T, R>(
  items: readonly T[],
  { jobs = availableParallelism(), weight = () => 1, signal }: Pace<T>,
  work: (item: T) => Promise<R>,
  onResult: (result: R, done: number) => void,
): Promise<R[]> {
  const { default: pLimit } = await import('p-limit');
  let done = 0;
  const results = new Map<number, R>();
  const run = async (item: T, place: number): Promise<void> => {
    if (signal?.aborted) return;
    try {
      const result = await work(item);
      done += 1;
      results.set(place, result);
      onResult(result, done);
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
  };
  const weights = [...new Set(items.map(weight))].sort((a, b) => a - b);
  for (const own of weights) {
    const limit = pLimit(Math.max(1, Math.floor(jobs / own)));
    await settleAll(
      items.flatMap((item, place) => (weight(item) === own ? [limit(() => run(item, place))] : [])),
    );
  }
  return items.flatMap((_, place) => (results.has(place) ? [results.get(place) as R] : []));
}
