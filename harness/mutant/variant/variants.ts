// SPDX-License-Identifier: GPL-2.0-only
// The whole set, a few variants at a time.

import { UsageError } from '../../base/exit.ts';
import { severalAtATime } from '../../base/several-at-a-time.ts';
import type { Outcome } from '../../base/verdict.ts';
import { packageRoot } from '../../store/places.ts';
import { worst } from '../../verdict/outcome.ts';
import { matches, type VariantVerdict } from './judge-variant.ts';
import { createVariantBench, type TriedVariant, type VariantBenchOptions } from './try-variant.ts';
import { loadVariants, type Variant } from './variant.ts';

/** Which variants are tried, and how. */
export interface VariantsOptions extends Omit<VariantBenchOptions, 'root'> {
  /** Names, in which `*` stands for any characters; all if empty. */
  names: readonly string[];
  onProgress?: (progress: VariantProgress) => void;
}

/** What it has come to, for people who wait. */
export type VariantProgress =
  | { kind: 'building' }
  | { kind: 'variant'; variant: TriedVariant; done: number; total: number };

/** What became of a set of variants. */
export interface VariantsReport {
  verdict: Outcome;
  /** By class and name; all of them, unless the signal stopped it. */
  tried: TriedVariant[];
  /** What people should know besides. */
  notes: string[];
}

/** Known gaps are no news; a gap that has closed is, for its file still tells of it. */
const OUTCOMES: Readonly<Record<VariantVerdict, Outcome>> = {
  due: 'pass',
  gap: 'pass',
  untried: 'pass',
  closed: 'fail',
  off: 'fail',
  error: 'error',
};

/**
 * Tries the named variants of the package's own project.
 * @throws UsageError, VariantInvalid, ToolMissing, DiskFull
 */
export async function tryVariants({
  names,
  onProgress = () => {},
  ...options
}: VariantsOptions): Promise<VariantsReport> {
  const root = packageRoot();
  const chosen = choose(loadVariants(root), names);
  onProgress({ kind: 'building' });
  await using bench = await createVariantBench({ ...options, root }, chosen);
  const total = chosen.length;
  const { jobs, signal } = options;
  const tried = await severalAtATime(chosen, { jobs, signal }, bench.tryVariant, (variant, done) =>
    onProgress({ kind: 'variant', variant, done, total }),
  );
  const left = total - tried.length;
  const notes = left === 0 ? [] : [`${left} of ${total} variants were not tried: ${signal?.reason?.message}`];
  const verdict = left > 0 ? 'error' : worst(tried.map(({ verdict }) => OUTCOMES[verdict]));
  return { verdict, tried, notes };
}

/** @throws UsageError for a name that is none of theirs */
function choose(all: readonly Variant[], names: readonly string[]): Variant[] {
  const unknown = names.filter((pattern) => !all.some(({ name }) => matches(pattern, name)));
  const classes = [...new Set(all.map(({ name }) => name.split('/')[0]))];
  if (unknown.length > 0)
    throw new UsageError(
      `there is no variant ${unknown.join(', ')}; a name is class/name or has a *, the classes are ${classes.join(', ')}`,
    );
  if (names.length === 0) return [...all];
  return all.filter(({ name }) => names.some((pattern) => matches(pattern, name)));
}
