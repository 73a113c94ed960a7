// SPDX-License-Identifier: GPL-2.0-only
// Work on many items, a few at a time.

import { availableParallelism } from 'node:os';
import { settleAll } from './settle-all.ts';

export interface Pace {
  /** How many at a time; one a core unless told. */
  jobs?: number | undefined;
  /** What has not begun by then never does. */
  signal?: AbortSignal | undefined;
}

/**
 * Does `work` for each item and tells of each result as it comes. The results in the order of the items: all of them, unless the signal
 * stopped it; work that rejects after that is as if it had not begun.
 */
export async function severalAtATime<T, R>(
  items: readonly T[],
  { jobs = availableParallelism(), signal }: Pace,
  work: (item: T) => Promise<R>,
  onResult: (result: R, done: number) => void,
): Promise<R[]> {
  const { default: pLimit } = await import('p-limit');
  const limit = pLimit(jobs);
  let done = 0;
  const results = await settleAll(
    items.map((item) =>
      limit(async () => {
        if (signal?.aborted) return [];
        try {
          const result = await work(item);
          done += 1;
          onResult(result, done);
          return [result];
        } catch (error) {
          if (signal?.aborted) return [];
          throw error;
        }
      }),
    ),
  );
  return results.flat();
}
