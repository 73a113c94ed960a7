// SPDX-License-Identifier: GPL-2.0-only
// The whole table, a few mutants at a time.

import { UsageError } from '../base/exit.ts';
import { pick } from '../base/pick.ts';
import { severalAtATime } from '../base/several-at-a-time.ts';
import type { Outcome } from '../base/verdict.ts';
import { probeFor } from '../machine/installed-qemu.ts';
import { availableMachines } from '../machine/probe.ts';
import { packageRoot } from '../store/places.ts';
import { worst } from '../verdict/outcome.ts';
import { boardMachines, withoutAbsentBoards } from './boards.ts';
import { rowsElsewhere } from './elsewhere.ts';
import type { MutantVerdict } from './judge-mutant.ts';
import { loadMutants, type Mutant } from './mutant.ts';
import { hasHarness } from './planted-harness.ts';
import { type BenchOptions, createBench, type TriedMutant } from './try-mutant.ts';

/** Which rows are tried, and where. */
export interface MutateOptions extends Omit<BenchOptions, 'root'> {
  /** Names of rows; all if empty. */
  names: readonly string[];
  /** Instead of the machine that each row names. */
  machine?: string | undefined;
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
  /** How the command line names the subject that the mutants were derived from, or the machine that is not the rows' own; nothing for the table as it is. */
  selector: readonly string[];
}

const OUTCOMES: Readonly<Record<MutantVerdict, Outcome>> = {
  killed: 'pass',
  equivalent: 'pass',
  explained: 'pass',
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
  machine,
  onProgress = () => {},
  ...options
}: MutateOptions): Promise<MutateReport> {
  const root = packageRoot();
  const table = loadMutants(root);
  const { rows, notes } =
    machine === undefined
      ? await onBoardsHere(possible(pick('mutant', table, names), root, names), names)
      : rowsElsewhere(pick('mutant', table, names), machine);
  onProgress({ kind: 'building' });
  const bench = await createBench({ ...options, root, elsewhere: machine !== undefined }, rows, table);
  const report = await tryEach(rows, bench.tryMutant, { ...options, onProgress });
  const selector = machine === undefined ? [] : ['--machine', machine];
  return { ...report, notes: [...notes, ...report.notes], selector };
}

/**
 * The rows that can be tried in `root`: an installed package has no sources of the harness to plant a mistake in.
 * @throws UsageError if one of the others was named
 */
function possible(rows: readonly Mutant[], root: string, named: readonly string[]) {
  const left = hasHarness(root) ? [] : rows.filter(({ changes }) => changes === 'harness');
  if (left.length === 0) return { rows, notes: [] };
  const which = left.map(({ name }) => name).join(', ');
  const why = `the harness's own sources are in a checkout of sct alone, and this is an installed package: ${root}`;
  if (named.length > 0) throw new UsageError(`${which} cannot be tried: ${why}`);
  return {
    rows: rows.filter((row) => !left.includes(row)),
    notes: [`${left.length} mutants of the harness left out (${which}): ${why}`],
  };
}

/** A row that is named stays, whatever its board: it tells why it cannot be tried. */
async function onBoardsHere(
  { rows, notes }: Pick<MutateReport, 'notes'> & { rows: readonly Mutant[] },
  named: readonly string[],
): Promise<Pick<MutateReport, 'notes'> & { rows: readonly Mutant[] }> {
  const machines = boardMachines(rows);
  if (named.length > 0 || machines.length === 0) return { rows, notes };
  const here = withoutAbsentBoards(rows, availableMachines(machines, await probeFor(machines)));
  return { rows: here.rows, notes: [...notes, ...here.notes] };
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
