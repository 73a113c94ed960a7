// SPDX-License-Identifier: GPL-2.0-only
// One cell: a prepared subject on a machine, from boot to verdicts. `sct run` and `npm test` both come through here.

import { randomBytes } from 'node:crypto';
import { constants, copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { nameOf, namesOf } from '../base/plan.ts';
import type { CaseResult, CellResult } from '../base/verdict.ts';
import { emptyTranscript, transcribe } from '../console/transcript.ts';
import { movedLocator } from '../inspect/symbolise.ts';
import { CELL_FILES, qemuArgv } from '../machine/argv.ts';
import { boot } from '../machine/boot.ts';
import { displacementFor } from '../machine/kaslr.ts';
import { limitsFor } from '../machine/limits.ts';
import type { Host, Machine } from '../machine/machine.ts';
import { HOST } from '../machine/machines.ts';
import { withRoomIn } from '../store/disk-full.ts';
import { type RunFolder, roomFor } from '../store/run-folder.ts';
import { judge } from '../verdict/judge.ts';
import { applyKnownDefects } from '../verdict/known-defect.ts';
import { namePlaces } from '../verdict/name-places.ts';
import { outcomeOf } from '../verdict/outcome.ts';
import { cellPlan, type Prepared } from './prepare.ts';

export interface CellOptions {
  /** Absolute path of qemu-system-aarch64. */
  qemu: string;
  runFolder: RunFolder;
  /** Suites to run, or single cases as `suite.case`, besides the controls; all if empty. */
  suites?: readonly string[];
  /** Decides where a machine with KASLR puts the image. */
  seed?: number | undefined;
  /** The user's factor on every time-out. */
  timeoutScale?: number;
  signal?: AbortSignal | undefined;
  /** Whether addresses get names in what is told of a failure, by a process of its own: yes, unless nobody is to read it. */
  symbolise?: boolean;
}

/** The one result of a subject that did not build, as a cell. */
export function unbuiltCell(prepared: Extract<Prepared, { ok: false }>, machine: Host | Machine): CellResult {
  return cellOf(prepared, machine, [prepared.failure]);
}

/** Judges `abi`, or the named cases of it, with the subject's known defects. */
export function hostCell(
  prepared: Extract<Prepared, { ok: true }>,
  host: Host = HOST,
  names: readonly string[] = [],
): CellResult {
  const plan = cellPlan(prepared, host, names).map(nameOf);
  const results = prepared.facts.abi.filter((result) => plan.includes(nameOf(result)));
  return cellOf(prepared, host, applyKnownDefects(results, prepared.subject.expectation));
}

/** What a cell needs to boot: its files in its own folder, and the command line. */
export interface StagedCell {
  folder: string;
  /** ELF with symbols and line numbers, in `folder`. */
  elf: string;
  /** What the guest must echo. */
  runId: string;
  /** How far from its linked address the image runs. */
  displacement: bigint;
  argv: string[];
}

/** Lays out the folder of a cell; starts nothing. `watchdog`: how long a case may run, ms of the guest's clock; 0 for ever. */
export function stageCell(
  prepared: Extract<Prepared, { ok: true }>,
  machine: Machine,
  {
    qemu,
    runFolder,
    suites = [],
    seed = 1,
    watchdog,
  }: Pick<CellOptions, 'qemu' | 'runFolder' | 'suites' | 'seed'> & { watchdog: number },
): StagedCell {
  const { subject, image } = prepared;
  const folder = runFolder.cellFolder(`${subject.name}@${machine.name}`);
  const elf = join(folder, 'sct.elf');
  // A copy, since the cache may go while the folder is kept; where the file system can, it shares the blocks.
  copyFileSync(image.bin, join(folder, CELL_FILES.image), constants.COPYFILE_FICLONE);
  copyFileSync(image.elf, elf, constants.COPYFILE_FICLONE);

  const runId = randomBytes(8).toString('hex');
  const displacement = machine.kaslr ? displacementFor(seed) : 0n;
  const all = cellPlan(prepared, machine);
  const bootargs = [
    `sct.run=${runId}`,
    `sct.clock=${machine.clock}`,
    `sct.el=${machine.runEl}`,
    ...(displacement > 0n ? [`sct.displacement=${displacement}`] : []),
    `sct.watchdog_ms=${watchdog}`,
    ...(suites.length > 0
      ? [`sct.cases=${namesOf(cellPlan(prepared, machine, suites), all).join(',')}`]
      : []),
  ].join(' ');
  return { folder, elf, runId, displacement, argv: qemuArgv({ qemu, machine, folder, bootargs }) };
}

/**
 * Boots the image once and judges what it prints.
 * @throws ToolMissing if QEMU cannot be started at all, DiskFull if its files find no room
 */
export function bootCell(
  prepared: Extract<Prepared, { ok: true }>,
  machine: Machine,
  options: CellOptions,
): Promise<CellResult> {
  const place = roomFor(dirname(options.runFolder.path));
  return withRoomIn(place, () => bootAndJudge(prepared, machine, options));
}

async function bootAndJudge(
  prepared: Extract<Prepared, { ok: true }>,
  machine: Machine,
  { qemu, runFolder, suites = [], seed = 1, timeoutScale = 1, signal, symbolise = true }: CellOptions,
): Promise<CellResult> {
  const { subject, facts, locate } = prepared;
  const plan = cellPlan(prepared, machine, suites);
  const watchdog = Math.ceil(machine.watchdog * timeoutScale);
  const { folder, runId, displacement, argv } = stageCell(prepared, machine, {
    qemu,
    runFolder,
    suites,
    seed,
    watchdog,
  });

  const transcript = emptyTranscript();
  await using guest = await boot({ argv, folder, limits: limitsFor(machine, timeoutScale), signal });
  await transcribe(transcript, guest.output, (event) => {
    if (event.kind === 'end') guest.expectExit();
  });
  const end = await guest.end;

  const judged = await judge({
    plan,
    events: transcript.events,
    tail: transcript.tail,
    runId,
    machine,
    base: BigInt(facts.base) + displacement,
    expectation: subject.expectation,
    end,
    witness: facts.cost,
  });
  const results = symbolise ? await namePlaces(judged, movedLocator(locate, displacement)) : judged;
  return { ...cellOf(prepared, machine, results), ...(machine.kaslr ? { seed } : {}), argv, folder };
}

function cellOf({ subject }: Prepared, machine: Host | Machine, results: CaseResult[]): CellResult {
  const { name, selector } = subject;
  const known = { subject: name, machine: machine.name, ...(selector ? { selector } : {}) };
  return { ...known, verdict: outcomeOf(results), argv: [], folder: null, results };
}
