// SPDX-License-Identifier: GPL-2.0-only
// The whole table, a few mutants at a time.

import { pick } from '../base/pick.ts';
import { severalAtATime } from '../base/several-at-a-time.ts';
import type { Outcome } from '../base/verdict.ts';
import { packageRoot } from '../store/places.ts';
import { worst } from '../verdict/outcome.ts';
import type { MutantVerdict } from './judge-mutant.ts';
import { loadMutants } from './mutant.ts';
import { type BenchOptions, createBench, type TriedMutant } from './try-mutant.ts';

export interface MutateOptions extends Omit<BenchOptions, 'root'> {
  /** Names of rows; all if empty. */
  names: readonly string[];
  onProgress?: (progress: MutateProgress) => void;
}

/** What it has come to, for people who wait. */
export type MutateProgress =
  | { kind: 'building' }
  | { kind: 'mutant'; mutant: TriedMutant; done: number; total: number };

/** What became of a table of mutants. */
export interface MutateReport {
  verdict: Outcome;
  /** In the order of the table; all of them, unless the signal stopped it. */
  tried: TriedMutant[];
  /** What people should know besides. */
  notes: string[];
  /** How the command line names the subject that the mutants were derived from; nothing for the table. */
  selector: readonly string[];
}

const OUTCOMES: Readonly<Record<MutantVerdict, Outcome>> = {
  killed: 'pass',
  equivalent: 'pass',
  survived: 'fail',
  refuted: 'fail',
  error: 'error',
};

/**
 * Tries the named rows of the table.
 * @throws UsageError, MutantInvalid, ToolMissing, DiskFull
 */
export async function mutate({
  names,
  onProgress = () => {},
  ...options
}: MutateOptions): Promise<MutateReport> {
  const root = packageRoot();
  const table = loadMutants(root);
  const rows = pick('mutant', table, names);
  onProgress({ kind: 'building' });
  const bench = await createBench({ ...options, root }, rows, table);
  return { ...(await tryEach(rows, bench.tryMutant, { ...options, onProgress })), selector: [] };
}

/** Tries each mutant, a few at a time. */
export async function tryEach<T>(
  mutants: readonly T[],
  tryMutant: (mutant: T) => Promise<TriedMutant>,
  { jobs, signal, onProgress = () => {} }: Pick<MutateOptions, 'jobs' | 'signal' | 'onProgress'>,
): Promise<Omit<MutateReport, 'selector'>> {
  const total = mutants.length;
  const tried = await severalAtATime(mutants, { jobs, signal }, tryMutant, (mutant, done) =>
    onProgress({ kind: 'mutant', mutant, done, total }),
  );
  const left = total - tried.length;
  const notes = left === 0 ? [] : [`${left} of ${total} mutants were not tried: ${signal?.reason?.message}`];
  const verdict = left > 0 ? 'error' : worst(tried.map(({ verdict }) => OUTCOMES[verdict]));
  return { verdict, tried, notes };
}
