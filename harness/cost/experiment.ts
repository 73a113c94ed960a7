// SPDX-License-Identifier: GPL-2.0-only
// The experiment on one machine: an image that carries it, one boot, what that printed.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitCode, SctError, UsageError } from '../base/exit.ts';
import { pick } from '../base/pick.ts';
import { COST_SUITE } from '../base/plan.ts';
import type { CaseResult, CellResult, ImageOf } from '../base/verdict.ts';
import type { Builder } from '../compile/build.ts';
import { COMPILERS } from '../compile/flags.ts';
import { CELL_FILES } from '../machine/argv.ts';
import { findQemu } from '../machine/installed-qemu.ts';
import type { Machine } from '../machine/machine.ts';
import { isTranslated } from '../machine/process.ts';
import { bootCell, outcomeOfUnbuilt } from '../run/cell.ts';
import { type Prepared, prepare } from '../run/prepare.ts';
import { cacheRoot } from '../store/places.ts';
import type { RunFolder } from '../store/run-folder.ts';
import type { Subject } from '../subject/subject.ts';
import { knownVersion } from '../tool/least.ts';
import { findTool } from '../tool/tools.ts';
import { CALLS, linuxPlace } from './in-linux.ts';
import { type CostPlace, placeOf } from './place.ts';
import { readCostLog } from './read-log.ts';

/** The suite of the image that carries the experiment. */
export const SUITE = 'experiment';

/** How much longer than a case of the suites a workload takes: it is run in some thirty placements, in each form, in two passes. */
const PATIENCE = { scale: 10, watchdog: 3_600_000 };

/** How much is run. */
export interface Extent {
  placements: number;
  /** Calls in one run of a body; as many as it has sites, if those are more. */
  calls: number;
  seed: number;
}

/** Exact counts do not scatter: two placements show that they do not, and TCG takes long to translate. */
export function extentOn({ clock }: Pick<Machine, 'clock'>): Omit<Extent, 'seed'> {
  return clock === 'icount' ? { placements: 2, calls: 1024 } : { placements: 30, calls: 65_536 };
}

/** What is counted, and where. */
export interface ExperimentOptions {
  builder: Builder;
  runFolder: RunFolder;
  extent: Extent;
  /** Names and patterns of workloads; all if empty. The controls are always run. */
  workloads: readonly string[];
  margin: number;
  timeoutScale: number;
  signal?: AbortSignal | undefined;
}

/** The subject does not build with the experiment. The exit code says whose fault that is. */
class NotBuilt extends SctError {
  override name = 'NotBuilt';
  override readonly exitCode: number;

  constructor(prepared: Extract<Prepared, { ok: false }>) {
    const { reason, details } = prepared.failure;
    super(`${prepared.subject.name} ${reason}\n${details.join('\n')}`);
    this.exitCode = exitCode(outcomeOfUnbuilt(prepared.failure));
  }
}

/** Builds the image that carries the experiment. @throws NotBuilt */
export async function prepareExperiment(
  subject: Subject,
  machine: Machine,
  builder: Builder,
): Promise<Extract<Prepared, { ok: true }>> {
  // What is expected of it names cases that are not in this image.
  const bare = { ...subject, expectation: { xfail: [], instructions: {} } };
  const prepared = await prepare(bare, builder, machine.build);
  if (!prepared.ok) throw new NotBuilt(prepared);
  return prepared;
}

/** Words for the guest. */
function wordsOf({ placements, calls, seed }: Extent): string[] {
  return [`sct.placements=${placements}`, `sct.calls=${calls}`, `sct.seed=${seed}`];
}

/** What became of it. */
export interface Experiment {
  place: CostPlace;
  image: ImageOf;
  /** Of the cases that ran. */
  results: readonly CaseResult[];
}

/**
 * Runs it. What goes wrong in the boot is in the place's notes, and its verdict is an error.
 * @throws NotBuilt, UsageError for a workload that is none, ToolMissing
 */
export async function experiment(
  subject: Subject,
  machine: Machine,
  options: ExperimentOptions,
): Promise<Experiment> {
  const { builder, runFolder, extent, margin, timeoutScale, signal } = options;
  const prepared = await prepareExperiment(subject, machine, builder);
  const cell = await bootCell(
    prepared,
    {
      ...machine,
      bootargs: [...machine.bootargs, ...wordsOf(extent)],
      timeoutScale: machine.timeoutScale * PATIENCE.scale,
      watchdog: PATIENCE.watchdog,
    },
    {
      qemu: machine.kind === 'process' ? '' : findQemu(),
      runFolder,
      suites: casesOf(prepared, options.workloads),
      timeoutScale,
      signal,
    },
  );
  const place = placeOf(readCostLog(consoleOf(cell)), {
    name: machine.name,
    emulated: isTranslated(machine),
    subject: subject.name,
    compiler: compilerOf(machine),
    date: new Date().toISOString(),
    seed: extent.seed,
    margin,
  });
  const wrong = cell.results.filter(({ verdict }) => verdict !== 'pass');
  const image = { subject: subject.name, machines: [machine.name], layout: prepared.facts.layout };
  const { results } = cell;
  if (wrong.length === 0) return { place, image, results };
  const notes = [...place.notes, ...wrong.map((one) => `${one.suite}.${one.case}: ${one.reason}`)];
  return { place: { ...place, verdict: 'error', notes }, image, results };
}

/**
 * The calls of suite `cost`, in real Linux.
 * @param options `builder` builds what carries the cases
 * @throws NotBuilt, UsageError for another workload, ToolMissing
 */
export async function countInLinux(
  subject: Subject,
  machine: Machine,
  options: Omit<ExperimentOptions, 'extent'> & { seed: number },
): Promise<Experiment> {
  const { builder, runFolder, margin, timeoutScale, signal, seed } = options;
  pick('workload', [{ name: CALLS }], options.workloads.length > 0 ? options.workloads : [CALLS]);
  const prepared = await prepare(subject, builder, machine.build);
  if (!prepared.ok) throw new NotBuilt(prepared);
  const { results } = await bootCell(prepared, machine, {
    qemu: findQemu(),
    runFolder,
    suites: [COST_SUITE],
    timeoutScale,
    signal,
  });
  const place = linuxPlace(results, {
    machine,
    release: prepared.image.linux?.release ?? '',
    subject: subject.name,
    compiler: compilerOf(machine),
    date: new Date().toISOString(),
    seed,
    margin,
  });
  const image = { subject: subject.name, machines: [machine.name], layout: prepared.facts.layout };
  return { place, image, results };
}

/** The cases to run: these workloads and each control; none for all of them. */
function casesOf({ facts }: Extract<Prepared, { ok: true }>, workloads: readonly string[]): string[] {
  if (workloads.length === 0) return [];
  const names = facts.plan.filter(({ suite }) => suite === SUITE).map(({ case: name }) => ({ name }));
  const controls = names.filter(({ name }) => name.startsWith('control_'));
  const asked = pick('workload', names, workloads);
  return [...new Set([...asked, ...controls])].map(({ name }) => `${SUITE}.${name}`);
}

function consoleOf({ folder }: CellResult): string {
  if (folder === null) throw new UsageError('nothing was booted, so that nothing was counted');
  return readFileSync(join(folder, CELL_FILES.serial), 'utf8');
}

/** Name and version of what built it, as far as anybody has asked for it. */
function compilerOf({ build }: Machine): string {
  const name = COMPILERS[build.compiler];
  try {
    return `${name} ${knownVersion(findTool(name), cacheRoot()) ?? ''}`.trim();
  } catch {
    // An image from the cache needs no compiler.
    return name;
  }
}
