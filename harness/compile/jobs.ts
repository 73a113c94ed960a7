// SPDX-License-Identifier: GPL-2.0-only
// Compiles the files of one build, beside those of others, and gives up what is not worth it any more.

import { settleAll } from '../base/settle-all.ts';

/** A file that is being compiled, or was, for one build or several. */
interface Job<Result> {
  done: Promise<Result>;
  abort: AbortController;
  /** How many builds wait for it. */
  wanted: number;
}

/** By what tells one compilation from another. Builds that share it wait for the same compiler. */
export type Jobs<Result> = Map<string, Job<Result>>;

/** What is to be known of a file. */
export interface Part {
  key: string;
  /** The subject's own. They come first, and are never given up: they tell best what is wrong. */
  isOwn: boolean;
  /** Whether the subject's headers are among those that it may include. */
  seesSubject: boolean;
}

/**
 * Compiles all parts, and gives those that came to an end, in their order. Once one has failed that sees the subject, the others that do are given up:
 * a header that takes 10 s to refuse would take them for each file. One that another build waits for goes on for it.
 */
export async function compileAll<P extends Part, Result>(
  parts: readonly P[],
  jobs: Jobs<Result>,
  compile: (part: P, stop: AbortSignal) => Promise<Result>,
  failed: (result: Result) => boolean,
): Promise<{ part: P; result: Result }[]> {
  const results = new Map<P, Result>();
  const giveUp = new Map<P, () => void>();
  const inTurn = [...parts.filter(({ isOwn }) => isOwn), ...parts.filter(({ isOwn }) => !isOwn)];
  await settleAll(
    inTurn.map(async (part) => {
      const job = jobs.get(part.key) ?? begin(part);
      job.wanted++;
      const given = new Promise<typeof GIVEN_UP>((resolve) => giveUp.set(part, () => resolve(GIVEN_UP)));
      const result = await Promise.race([job.done, given]);
      giveUp.delete(part);
      if (result === GIVEN_UP) {
        if (--job.wanted > 0) return;
        jobs.delete(part.key);
        job.abort.abort();
        await job.done;
        return;
      }
      results.set(part, result);
      if (part.seesSubject && failed(result))
        for (const [other, go] of giveUp) if (other.seesSubject && !other.isOwn) go();
    }),
  );
  return parts.flatMap((part) => {
    const result = results.get(part);
    return result === undefined ? [] : [{ part, result }];
  });

  function begin(part: P): Job<Result> {
    const abort = new AbortController();
    const job = { done: compile(part, abort.signal), abort, wanted: 0 };
    jobs.set(part.key, job);
    return job;
  }
}

const GIVEN_UP = Symbol('given up');
