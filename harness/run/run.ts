// SPDX-License-Identifier: GPL-2.0-only
// A whole run: each cell once, a few at a time.

import { randomInt } from 'node:crypto';
import { relative } from 'node:path';
import { COST_SUITE, nameOf } from '../base/plan.ts';
import { settleAll } from '../base/settle-all.ts';
import { severalAtATime } from '../base/several-at-a-time.ts';
import type { CellResult, Finding, ImageOf, RunReport, Shard } from '../base/verdict.ts';
import { type Builder, createBuilder } from '../compile/build.ts';
import { probe } from '../machine/installed-qemu.ts';
import { inTreeMachine } from '../machine/machines.ts';
import { packageRoot } from '../store/places.ts';
import { createRunFolder, type RunFolder } from '../store/run-folder.ts';
import { loadAllBuiltin, pickSubjects } from '../subject/load.ts';
import { hintInTree, loadOutside } from '../subject/load-outside.ts';
import type { Outside } from '../subject/outside.ts';
import type { Subject } from '../subject/subject.ts';
import type { LinuxName } from '../tool/linux-kernel.ts';
import { findTool } from '../tool/tools.ts';
import { causesOf } from '../verdict/causes/causes.ts';
import { type Whereabouts, withEvidence } from '../verdict/causes/evidence.ts';
import { userFolder } from '../verdict/causes/user-file.ts';
import { isBusy, outcomeOfCells } from '../verdict/outcome.ts';
import { bootCell, hostCell, unbuiltCell } from './cell.ts';
import {
  type Asked,
  buildsOf,
  checkSeed,
  chooseCells,
  chooseMachines,
  costMachines,
  shardOf,
  type Work,
  withCompiler,
} from './choose.ts';
import { hostSeat } from './host-seat.ts';
import { busyCases, MORE_TIME, withFound } from './once-more.ts';
import { type Hangs, noHangs } from './patience.ts';
import { type Prepared, prepare } from './prepare.ts';
import { provenanceOf } from './provenance.ts';
import { createWitness, WITNESS, type Witness } from './witness.ts';

/** Short enough to be typed again. */
const LARGEST_SEED = 1_000_000;

/** What is run, and how. */
export interface RunOptions extends Asked {
  /** A tree or patches to make a subject of. Then the built-in subjects run only if they are named, but for their costs. */
  outside?: Outside | undefined;
  /** Leave out the costs of the built-in subjects, which stand beside those of one from outside. */
  alone?: boolean;
  /** Decides where machines with KASLR put the image; a new one for each run unless told. */
  seed?: number | undefined;
  /** Cells at a time. */
  jobs?: number | undefined;
  timeoutScale?: number;
  /** Only this part of the machines. */
  shard?: Shard | undefined;
  /** Begin no cell after the first that does not pass. */
  failFast?: boolean;
  /** Cells to begin with, as `subject@machine`. */
  first?: readonly string[];
  /** Builds the tree of the subject from outside; the run is in its kernel alone. */
  inTree?: () => Promise<LinuxName>;
  /** Keep the run's folder after a pass too. */
  keep?: boolean;
  /** Stops the run: guests are killed, what is known is reported. */
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** What a run has come to, for people who wait. */
export type Progress =
  | { kind: 'building'; subjects: string[] }
  /** The first case of a cell that failed, while the cell goes on. */
  | { kind: 'fail'; subject: string; machine: string; case: string; reason: string }
  | { kind: 'cell'; cell: CellResult; done: number; total: number }
  /** What this host was too busy to tell of a cell is tried once more: so many cases. */
  | { kind: 'once more'; subject: string; machine: string; cases: number };

/** What a run came to. */
export interface RunResult {
  report: RunReport;
  /** Where the run's files are, if they were kept. */
  folder: string | null;
}

/**
 * Runs every chosen cell and reports. What goes wrong in a guest is a verdict; only what keeps a cell from starting is thrown.
 * @throws UsageError, SubjectInvalid (exit code 2), ToolMissing (3), InspectionFailed (4), or the reason of `signal` if nothing began yet
 */
export async function run(options: RunOptions): Promise<RunResult> {
  const { keep = false, signal, onProgress = () => {} } = options;
  const builtin = await loadAllBuiltin();
  const usual = pickSubjects(builtin, []);
  const named = pickSubjects(builtin, options.subjects);
  const { machines: wanted, notes } = options.inTree
    ? { machines: [inTreeMachine(await options.inTree())], notes: [] as string[] }
    : await chooseMachines(options, () => probe());
  checkSeed(options.seed, wanted);

  await using runFolder = await createRunFolder();
  const guest = options.outside ? await loadOutside(options.outside, runFolder.path, builtin) : undefined;
  if (guest) notes.push(...guest.notes);
  const hint = !guest && options.subjects.length === 0 ? hintInTree(process.cwd()) : undefined;
  if (hint) notes.push(hint);
  const judged = !guest ? named : [guest.subject, ...(options.subjects.length > 0 ? named : [])];
  const { machines: able, notes: skipped } = withCompiler(wanted, judged, options);
  notes.push(...skipped);
  const machines = shardOf(able, options.shard);
  const exact = guest && !options.alone ? costMachines(machines, options) : [];
  const compared = exact.length > 0 ? usual.filter((subject) => !judged.includes(subject)) : [];

  onProgress({ kind: 'building', subjects: judged.map(({ name }) => name) });
  const builder = createBuilder(signal ? { signal } : {});
  const imagesOf = (subjects: readonly Subject[], on: readonly Work['machine'][]): Promise<Prepared[]> =>
    settleAll(subjects.flatMap((subject) => buildsOf(on).map((build) => prepare(subject, builder, build))));
  const images = await imagesOf(judged, machines);
  notes.push(...warningsOf(images));
  const work = chooseCells(images, machines, options);
  const beside = await imagesOf(compared, exact);
  work.push(...chooseCells(beside, exact, { machines: [], suites: [COST_SUITE], cases: [] }));

  const { seed = randomInt(1, LARGEST_SEED) } = options;
  const reviewed = builtin.find(({ name }) => name === WITNESS);
  const cells = await runCells(work, { runFolder, builder, reviewed }, { ...options, seed });
  const moved = cells.filter((cell) => cell.seed !== undefined).map(({ machine }) => machine);
  if (moved.length > 0)
    notes.push(`${[...new Set(moved)].join(', ')}: --seed ${seed} puts the image where it was in this run`);
  const left = work.length - cells.length;
  const enough = options.failFast && !signal?.aborted;
  const why = enough ? 'one before did not pass (--fail-fast)' : messageOf(signal?.reason);
  if (left > 0) notes.push(`${left} of ${work.length} cells never began: ${why}`);
  const verdict = left > 0 && !enough ? 'error' : outcomeOfCells(cells);
  const booted = cells.some(({ folder }) => folder !== null);
  if (booted && (keep || verdict !== 'pass')) runFolder.keep();
  const shown = runFolder.kept ? cells : cells.map((cell) => ({ ...cell, folder: null }));
  const causes = await withEvidence(causesOf(shown), {
    root: packageRoot(),
    objdump: () => findTool('llvm-objdump-19'),
    where: (finding) => whereabouts(finding, work),
  });
  const provenance = await provenanceOf(work, judged);
  return {
    report: {
      verdict,
      cells: shown,
      notes,
      causes,
      provenance,
      images: imagesIn(work),
      ...(options.shard && { shard: options.shard }),
    },
    folder: runFolder.kept ? runFolder.path : null,
  };
}

/** Where the subject and the image of a finding are. */
function whereabouts({ subject, machine }: Finding, work: readonly Work[]): Whereabouts | undefined {
  const found = work.find((one) => one.prepared.subject.name === subject && one.machine.name === machine);
  if (!found) return undefined;
  const { prepared } = found;
  const { folder, selector } = prepared.subject;
  const inside = relative(packageRoot(), folder);
  const named = selector ? 'subject' : inside;
  return {
    folder,
    named,
    shown: selector ? userFolder(selector) : inside,
    ...(prepared.ok
      ? { image: { elf: prepared.image.elf, symbols: prepared.facts.code.map(({ name }) => name) } }
      : {}),
  };
}

/** Each image of some work, and where it is judged. */
function imagesIn(work: readonly Work[]): ImageOf[] {
  const images = new Map<string, ImageOf>();
  for (const { prepared, machine } of work) {
    if (!prepared.ok) continue;
    const { subject, image, facts } = prepared;
    const known = images.get(image.key);
    if (known) known.machines.push(machine.name);
    else images.set(image.key, { subject: subject.name, machines: [machine.name], layout: facts.layout });
  }
  return [...images.values()];
}

/** What is to be said of subjects that were built, once each. */
function warningsOf(images: readonly Prepared[]): string[] {
  const told = images.flatMap((one) =>
    one.ok ? one.image.warnings.map((warning) => `${one.subject.name}: warning: ${warning}`) : [],
  );
  return [...new Set(told)];
}

/** What the cells of a run share. */
interface Shared {
  runFolder: RunFolder;
  builder: Builder;
  /** Whoever says what a right subject does. */
  reviewed: Subject | undefined;
}

/** The cells that ran, in the order of `work`: all of them, unless `signal` or a cell that did not pass stopped the run. */
async function runCells(
  work: readonly Work[],
  { runFolder, builder, reviewed }: Shared,
  {
    jobs,
    seed,
    timeoutScale = 1,
    failFast = false,
    first = [],
    loadsModule,
    signal,
    onProgress = () => {},
  }: RunOptions & { seed: number },
): Promise<CellResult[]> {
  const hangs = new Map<string, Hangs>();
  // Of the cells that were asked for; those beside them come later, and run for their costs alone.
  const asked = work[0]?.suites ?? [];
  let witness: Witness | undefined;
  const seat = loadsModule ? hostSeat() : undefined;
  const enough = new AbortController();
  const begin = AbortSignal.any([enough.signal, ...(signal ? [signal] : [])]);
  let done = 0;
  const tell = (cell: CellResult) => {
    if (failFast && (cell.verdict === 'fail' || (cell.verdict === 'error' && !isBusy(cell)))) enough.abort();
    done += 1;
    onProgress({ kind: 'cell', cell, done, total: work.length });
  };
  // One that needs several CPUs of the host gets them for itself: those that wait for one another take their time from everything else.
  const pace = { jobs, signal: begin, weight: ({ machine }: Work) => (machine.boots ? machine.vcpus : 1) };
  try {
    const cells: CellResult[] = [];
    for (const part of [work.filter(isFirst), work.filter((item) => !isFirst(item))])
      cells.push(...(await severalAtATime(part, pace, (item) => judge(item), tell)));
    const names = work.map(nameOfCell);
    const placeOf = (cell: CellResult) => names.indexOf(`${cell.subject}@${cell.machine}`);
    const told: CellResult[] = [];
    for (const cell of cells.sort((a, b) => placeOf(a) - placeOf(b)))
      told.push(await onceMore(work[placeOf(cell)], cell));
    return told;
  } finally {
    // It may still be asked what no cell waits for, and its folder goes with the run's.
    await witness?.end();
  }

  function isFirst(item: Work): boolean {
    return first.includes(nameOfCell(item));
  }

  /** One at a time, and nothing beside it. */
  async function onceMore(item: Work | undefined, cell: CellResult): Promise<CellResult> {
    const cases = busyCases(cell);
    // What has failed for certain is the answer, and nobody waits for more of it.
    const isKnown = cell.results.some(({ verdict }) => verdict === 'fail');
    if (!item || cases.length === 0 || isKnown || begin.aborted) return cell;
    const { subject, machine } = cell;
    onProgress({ kind: 'once more', subject, machine, cases: cases.length });
    const [again] = await severalAtATime(
      [{ ...item, suites: cases }],
      pace,
      (one) => judge(one, `${subject}@${machine}+`),
      () => {},
    );
    return again ? withFound(cell, again) : cell;
  }

  async function judge({ prepared, machine, suites: some }: Work, name?: string): Promise<CellResult> {
    if (!prepared.ok) return unbuiltCell(prepared, machine);
    const { subject, image } = prepared;
    const onFail = (name: string, reason: string) =>
      onProgress({ kind: 'fail', subject: subject.name, machine: machine.name, case: name, reason });
    if (!machine.boots) {
      const cell = hostCell(prepared, machine, some);
      const first = cell.results.find(({ verdict }) => verdict === 'fail');
      if (first) onFail(nameOf(first), first.reason);
      return cell;
    }
    const start = performance.now();
    const shared = { runFolder, seed, timeoutScale, signal, seat };
    witness ??= reviewed && createWitness(reviewed, builder, { ...shared, suites: asked });
    const isWitness = subject === reviewed;
    const seen = hangs.get(image.key) ?? noHangs();
    hangs.set(image.key, seen);
    const cell = await bootCell(prepared, machine, {
      ...shared,
      suites: some,
      ...(name === undefined ? {} : { name, timeoutScale: timeoutScale * MORE_TIME }),
      witness: isWitness ? undefined : witness,
      hangs: seen,
      onFail,
    });
    if (isWitness && some === asked) witness?.learn(machine, cell);
    return { ...cell, seconds: (performance.now() - start) / 1000 };
  }
}

function nameOfCell({ prepared, machine }: Work): string {
  return `${prepared.subject.name}@${machine.name}`;
}

function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : 'stopped';
}
