// SPDX-License-Identifier: GPL-2.0-only
// A whole run: which cells, each once, a few at a time.

import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createBuilder } from './build/build.ts';
import { cacheRoot, packageRoot } from './build/cache.ts';
import { bootCell, HOST, hasWork, hostCell, unbuiltCell } from './cell.ts';
import { ABI_SUITE } from './inspect/abi.ts';
import { suitesOf } from './inspect/plan.ts';
import type { Machine } from './machine/machine.ts';
import { MACHINES } from './machine/machines.ts';
import { availableMachines, type Probe, probeQemu } from './machine/probe.ts';
import { type Prepared, prepare } from './prepare.ts';
import { createRunFolder } from './run-folder/run-folder.ts';
import { loadSubjects } from './subject/load.ts';
import type { Subject } from './subject/subject.ts';
import { findTool } from './tool/tools.ts';
import { pick, UsageError } from './usage.ts';
import { worst } from './verdict/outcome.ts';
import type { CellResult, RunReport } from './verdict/verdict.ts';

export interface RunOptions {
  /** Names; all subjects, the default machines and all suites if empty. */
  subjects: readonly string[];
  machines: readonly string[];
  suites: readonly string[];
  /** Cells at a time. */
  jobs?: number | undefined;
  timeoutScale?: number;
  /** Keep the run's folder after a pass too. */
  keep?: boolean;
  /** Stops the run: guests are killed, what is known is reported. */
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** What a run has come to, for people who wait. */
export type Progress =
  | { kind: 'building'; subject: string }
  | { kind: 'cell'; cell: CellResult; done: number; total: number };

export interface RunResult {
  report: RunReport;
  /** Where the run's files are, if they were kept. */
  folder: string | null;
}

/** The built-in subjects. */
export function builtinSubjects(): Promise<Subject[]> {
  return loadSubjects(join(packageRoot(), 'guest/subjects'));
}

/** What the installed QEMU is, asked once and remembered. */
export function probe(qemu: string): Promise<Probe> {
  return probeQemu({ qemu, cacheFolder: cacheRoot() });
}

/**
 * The machines to run on: those named, or the default ones. The installed QEMU may lack a CPU: then a default machine is left out with a
 * note, and a named one is an error.
 * @throws UsageError
 */
export async function chooseMachines(
  names: readonly string[],
  ask: () => Promise<Probe>,
): Promise<{ machines: Machine[]; host: boolean; notes: string[] }> {
  const known = pick('machine', [{ name: HOST }, ...MACHINES], names);
  const host = known.some(({ name }) => name === HOST);
  const wanted = MACHINES.filter(({ name, byDefault }) =>
    names.length > 0 ? names.includes(name) : byDefault,
  );
  if (wanted.length === 0) return { machines: [], host, notes: [] };
  const { machines, notes } = availableMachines(wanted, await ask());
  if (names.length > 0 && machines.length < wanted.length)
    throw new UsageError(`${notes.join('\n')}\nUse a newer QEMU (SCT_QEMU names one), or another --machine.`);
  return { machines, host, notes };
}

/**
 * Runs every chosen cell and reports. What goes wrong in a guest is a verdict; only what keeps the run from starting is thrown.
 * @throws UsageError, SubjectInvalid (exit code 2), ToolMissing (3)
 */
export async function run(options: RunOptions): Promise<RunResult> {
  const { suites, timeoutScale = 1, keep = false, signal, onProgress = () => {} } = options;
  const subjects = pick('subject', await builtinSubjects(), options.subjects);
  const { default: pLimit } = await import('p-limit');
  const limit = pLimit(options.jobs ?? availableParallelism());

  // Looked up when something boots: a run on the host alone needs no QEMU.
  const qemu = () => findTool('qemu-system-aarch64');
  const { machines, host, notes } = await chooseMachines(options.machines, () => probe(qemu()));
  const builder = createBuilder(signal ? { signal } : {});
  const prepared = await Promise.all(
    subjects.map((subject) => {
      onProgress({ kind: 'building', subject: subject.name });
      return prepare(subject, builder);
    }),
  );
  checkSuites(suites, prepared);

  await using runFolder = await createRunFolder();
  const work = prepared.flatMap((subject) =>
    [...(host ? ([HOST] as const) : []), ...machines]
      .filter((machine) => hasWork(subject, nameOf(machine), suites))
      .map((machine) => ({ subject, machine })),
  );
  if (work.length === 0)
    throw new UsageError(
      `nothing to run: no chosen machine runs suite ${suites.join(', ')} (${ABI_SUITE} is judged on ${HOST})`,
    );

  const cells: CellResult[] = [];
  await Promise.all(
    work.map((item, index) =>
      limit(async () => {
        if (signal?.aborted) return;
        const cell = await runOne(item);
        cells[index] = cell;
        onProgress({ kind: 'cell', cell, done: Object.keys(cells).length, total: work.length });
      }),
    ),
  );
  return finish();

  function runOne({ subject, machine }: { subject: Prepared; machine: Machine | typeof HOST }) {
    if (!subject.ok) return unbuiltCell(subject, nameOf(machine));
    if (machine === HOST) return hostCell(subject);
    return bootCell(subject, machine, { qemu: qemu(), runFolder, suites, timeoutScale, signal });
  }

  function finish(): RunResult {
    const done = cells.filter((cell) => cell !== undefined);
    const left = work.length - done.length;
    if (left > 0) notes.push(`${left} of ${work.length} cells never began: ${messageOf(signal?.reason)}`);
    const verdict = left > 0 ? 'error' : worst(done.map((cell) => cell.verdict));
    const booted = done.some(({ folder }) => folder !== null);
    if (booted && (keep || verdict !== 'pass')) runFolder.keep();
    const shown = runFolder.kept ? done : done.map((cell) => ({ ...cell, folder: null }));
    return { report: { verdict, cells: shown, notes }, folder: runFolder.kept ? runFolder.path : null };
  }
}

function nameOf(machine: Machine | typeof HOST): string {
  return machine === HOST ? HOST : machine.name;
}

function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : 'stopped';
}

/** The suites are known once some image is built; if none is, there is nothing to check them against. */
function checkSuites(suites: readonly string[], prepared: readonly Prepared[]): void {
  const built = prepared.filter((one) => one.ok);
  if (built.length === 0) return;
  const known = new Set([ABI_SUITE, ...built.flatMap(({ facts }) => suitesOf(facts.plan))]);
  pick(
    'suite',
    [...known].map((name) => ({ name })),
    suites,
  );
}
