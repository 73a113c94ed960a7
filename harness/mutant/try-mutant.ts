// SPDX-License-Identifier: GPL-2.0-only
// One mutant: planted, built, booted once, judged. `sct mutate` and `npm test` both come through here.

import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ABI_SUITE, BUILD_SUITE, CONSOLE_CASE, CONTROL_SUITE } from '../base/plan.ts';
import { settleAll } from '../base/settle-all.ts';
import type { CaseResult } from '../base/verdict.ts';
import { type Builder, createBuilder } from '../compile/build.ts';
import { probeFor } from '../machine/installed-qemu.ts';
import type { Machine } from '../machine/machine.ts';
import { MACHINES } from '../machine/machines.ts';
import { availableMachines } from '../machine/probe.ts';
import { type CellOptions, hostCell } from '../run/cell.ts';
import { bootCellSurely } from '../run/once-more.ts';
import { type Prepared, prepare } from '../run/prepare.ts';
import { createRunFolder, type RunFolder } from '../store/run-folder.ts';
import { loadSubject } from '../subject/load.ts';
import type { Subject } from '../subject/subject.ts';
import { asInLinux, askedOf, isNoticed, noticedByAny } from './elsewhere.ts';
import { isOfExperiment, resultsOfExperiment } from './experiment.ts';
import { judgeMutant, type Tried, turnedAround } from './judge-mutant.ts';
import { type Mutant, MutantInvalid, names } from './mutant.ts';
import { plant } from './plant.ts';
import { runPlantedHarness } from './planted-harness.ts';

/** A mutant that hangs should do so for a second, not for the seconds that an honest guest is given. */
const IMPATIENT = 0.3;

/** How rows are tried. */
export interface BenchOptions {
  /** The project: the folder that holds `guest/`. */
  root: string;
  /** How many compilers run at once; one a core unless told. */
  jobs?: number | undefined;
  timeoutScale?: number;
  /** The rows are tried on another machine than they name: what is skipped there is not asked for. */
  elsewhere?: boolean;
  /** Stops everything: trying rejects with its reason. */
  signal?: AbortSignal;
}

/** A row, what became of it, and where the files of its boot are, if they were kept: always but when it is as its row says. */
export interface TriedMutant extends Tried {
  mutant: Pick<Mutant, 'name' | 'changes' | 'mistake' | 'machine' | 'equivalent' | 'inLinux'>;
  folder: string | null;
}

/** Tries mutants of one project. What they share is built once. */
export interface Bench {
  /**
   * Tries one. What is wrong with the row or with its machine is a verdict.
   * @throws ToolMissing, DiskFull, UsageError, the signal's reason
   */
  tryMutant(mutant: Mutant): Promise<TriedMutant>;
}

/**
 * A bench for these rows of a project, of `all` that there are. Builds what they change as it is first, so that what a mutant does not change is there already.
 * @throws as a build does, SubjectInvalid, MutantInvalid if that does not build
 */
export async function createBench(
  options: BenchOptions,
  rows: readonly Mutant[],
  all: readonly Mutant[] = rows,
): Promise<Bench> {
  const { jobs = availableParallelism(), signal } = options;
  const shared = builderIn(options.root, options, jobs);
  const project: Project = { ...options, shared, all };
  await buildOriginals(project, rows);
  return {
    async tryMutant(mutant) {
      signal?.throwIfAborted();
      await using runFolder = await createRunFolder();
      const tried = await triedOrInvalid(mutant.killedBy, async () => {
        const results = await resultsOf(project, mutant, runFolder);
        if (!options.elsewhere) return judgeMutant(mutant, results);
        const asked = askedOf(mutant, results);
        // In Linux each panic costs a boot: the first to notice is enough.
        const known = isInLinux(project, mutant) ? noticedByAny(asInLinux(mutant), results) : undefined;
        const own = known ?? judgeMutant(asked.mutant, asked.results);
        const why = isInLinux(project, mutant) ? mutant.inLinux : undefined;
        if (own.verdict === 'error' && results.some(({ suite }) => suite === BUILD_SUITE))
          return explained(own, why);
        if (own.verdict !== 'survived') return own;
        const byAll = await triedByAll(project, mutant);
        if (byAll) return byAll;
        // A boot that said nothing has asked nobody.
        return wasAsked(asked.mutant, asked.results) ? explained(own, why) : { ...own, verdict: 'error' };
      });
      if (tried.verdict === 'survived' || tried.verdict === 'refuted') runFolder.keep();
      return { ...tried, mutant, folder: runFolder.kept ? runFolder.path : null };
    },
  };
}

/** The same by every case that boots; undefined if none notices it. */
async function triedByAll(project: Project, mutant: Mutant): Promise<Tried | undefined> {
  await using runFolder = await createRunFolder();
  // What a row says that is no mistake is asked of every case.
  const results = await resultsOf(project, { ...mutant, equivalent: '' }, runFolder);
  return noticedByAny(isInLinux(project, mutant) ? asInLinux(mutant) : mutant, results);
}

/** Whether a boot came to each of the cases that a row names. */
function wasAsked(mutant: Mutant, results: readonly CaseResult[]): boolean {
  const isNamed = (result: CaseResult) => mutant.killedBy.some((pattern) => names(pattern, result));
  return !results.some((result) => result.cut === 'unreported' && isNamed(result));
}

/** What nothing has noticed, or what does not build there, if the row says why. */
function explained(tried: Tried, why: string | undefined): Tried {
  return why === undefined ? tried : { ...tried, verdict: 'explained' };
}

/** Whether a row is tried in Linux, though it is none of Linux's. */
function isInLinux({ elsewhere }: Project, mutant: Mutant): boolean {
  return elsewhere === true && recordOf(mutant)?.kind === 'linux';
}

/** What mutants are tried in. */
interface Project extends BenchOptions {
  /** Builds in the project itself. */
  shared: Builder;
  /** The whole table. */
  all: readonly Mutant[];
}

function builderIn(folder: string, { signal }: BenchOptions, jobs: number): Builder {
  return createBuilder({ root: folder, jobs, ...(signal && { signal }) });
}

function original({ root }: BenchOptions, name: string): Promise<Subject> {
  return loadSubject(join(root, 'guest/subjects', name));
}

/** Builds what the rows change, as it is, in each of their machines' builds. @throws MutantInvalid if one does not build */
async function buildOriginals(project: Project, rows: readonly Mutant[]): Promise<void> {
  const builds = new Map(
    rows.map((row) => [`${row.subject} ${JSON.stringify(recordOf(row)?.build)}`, row] as const),
  );
  await settleAll(
    Array.from(builds.values(), async (row) => {
      const subject = await original(project, row.subject);
      const prepared = await prepare(subject, project.shared, recordOf(row)?.build);
      if (!prepared.ok)
        throw new MutantInvalid(
          `${row.subject}, as it is, ${prepared.failure.reason}\nNo mutant can be tried. \`sct run --subject ${row.subject} --machine ${row.machine}\` tells more.`,
        );
    }),
  );
}

/** Plants a row's mistake, and gives what the cases say of it. */
async function resultsOf(project: Project, mutant: Mutant, runFolder: RunFolder): Promise<CaseResult[]> {
  const machine = await machineOf(mutant);
  if (mutant.changes === 'harness') return resultsOfHarness(project, mutant, runFolder);
  const planted = plant(mutant, project.root, join(runFolder.path, 'planted'));
  const subject = await loadSubject(planted.subject);
  if (isOfExperiment(mutant)) {
    const { jobs = availableParallelism(), timeoutScale = 1, signal } = project;
    const builder = createBuilder({ root: planted.root, load: 'cost', jobs, ...(signal && { signal }) });
    return resultsOfExperiment(mutant, subject, machine, { builder, runFolder, timeoutScale, signal });
  }
  const builder = planted.root === project.root ? project.shared : builderIn(planted.root, project, 1);
  const whole = await prepare(subject, builder, machine.build);
  return resultsOfImage(project, whole, mutant, machine, runFolder);
}

async function resultsOfImage(
  project: Project,
  prepared: Prepared,
  mutant: Mutant,
  machine: Machine,
  runFolder: RunFolder,
): Promise<CaseResult[]> {
  const { timeoutScale = 1, signal } = project;
  if (!prepared.ok) return unbuilt(prepared);
  const suites = suitesFor(mutant);
  const host = suites.host ? hostCell(prepared).results : [];
  if (!suites.boots) return host;
  const booted = await bootedResults(prepared, machine, {
    runFolder,
    suites: suites.booted,
    timeoutScale: timeoutScale * (mutant.hangs && !isInLinux(project, mutant) ? IMPATIENT : 1),
    signal,
    ...(isInLinux(project, mutant) && { enough: (results) => isNoticed(asInLinux(mutant), results) }),
  });
  return [...host, ...booted];
}

async function resultsOfHarness(
  { root, all, timeoutScale = 1, signal }: Project,
  mutant: Mutant,
  runFolder: RunFolder,
): Promise<CaseResult[]> {
  const other = all.find(({ name }) => name === mutant.with);
  const ran = { ...(other ?? mutant), killedBy: mutant.killedBy };
  const asked = { ...suitesFor(ran), subject: ran.subject, machine: ran.machine, timeoutScale, signal };
  const results = await runPlantedHarness(mutant, other, root, runFolder.path, asked);
  return other ? turnedAround(results, other) : results;
}

/** What became of a mutant; of one that cannot be tried, that. */
export async function triedOrInvalid(expected: string[], tryIt: () => Promise<Tried>): Promise<Tried> {
  try {
    return await tryIt();
  } catch (error) {
    if (!(error instanceof MutantInvalid)) throw error;
    return { verdict: 'error', by: [], expected, problems: [error.message] };
  }
}

/** The one result of a mutant that does not build. @throws MutantInvalid if that says nothing of the mutant */
export function unbuilt({ failure, broken }: Extract<Prepared, { ok: false }>): [CaseResult] {
  if (broken) throw new MutantInvalid(`the build was cut off: ${failure.details.join('\n')}`);
  return [failure];
}

/** What a mutant's cases say when it boots. @throws the signal's reason, since a boot that was cut off says nothing of a mutant */
export async function bootedResults(
  prepared: Extract<Prepared, { ok: true }>,
  machine: Machine,
  options: Pick<CellOptions, 'runFolder' | 'suites' | 'timeoutScale' | 'signal' | 'enough'>,
): Promise<CaseResult[]> {
  const { results } = await bootCellSurely(prepared, machine, { ...options, symbolise: false });
  options.signal?.throwIfAborted();
  return results;
}

/** What must run for a row: the suites that it names; for an equivalent one, everything there is. */
function suitesFor({ killedBy, equivalent }: Mutant): { host: boolean; boots: boolean; booted: string[] } {
  if (equivalent !== undefined) return { host: true, boots: true, booted: [] };
  const named = [...new Set(killedBy.map((pattern) => pattern.split('.')[0] ?? ''))];
  const inGuest = named.filter((suite) => ![ABI_SUITE, BUILD_SUITE, CONSOLE_CASE.suite].includes(suite));
  const boots = inGuest.length > 0 || named.includes(CONSOLE_CASE.suite);
  return {
    host: named.includes(ABI_SUITE),
    boots,
    booted: boots && inGuest.length === 0 ? [CONTROL_SUITE] : inGuest,
  };
}

function recordOf({ machine }: Pick<Mutant, 'machine'>): Machine | undefined {
  return MACHINES.find(({ name }) => name === machine);
}

/** @throws MutantInvalid for a machine that does not exist, or that the installed QEMU cannot be */
async function machineOf({ name, machine }: Mutant): Promise<Machine> {
  const record = recordOf({ machine });
  if (!record) throw new MutantInvalid(`${name}: there is no machine ${machine}`);
  const { machines, notes } = availableMachines([record], await probeFor([record]));
  if (machines.length === 0) throw new MutantInvalid(notes.join('\n'));
  return record;
}
