// SPDX-License-Identifier: GPL-2.0-only
// One cell: a prepared subject on a machine, from boot to verdicts. `sct run` and `npm test` both come through here.

import { dirname } from 'node:path';
import { UsageError } from '../base/exit.ts';
import { nameOf, type Plan } from '../base/plan.ts';
import { slowness } from '../base/slowness.ts';
import type { CaseResult, CellResult, Outcome } from '../base/verdict.ts';
import { movedLocator } from '../inspect/symbolise.ts';
import { crowd } from '../machine/load.ts';
import type { Host, Machine } from '../machine/machine.ts';
import { HOST } from '../machine/machines.ts';
import { withRoomIn } from '../store/disk-full.ts';
import { roomFor } from '../store/run-folder.ts';
import { blame } from '../verdict/blame.ts';
import type { JudgedBoot } from '../verdict/judge.ts';
import { applyKnownDefects, expectedOf } from '../verdict/known-defect.ts';
import { namePlaces } from '../verdict/name-places.ts';
import { outcomeOf } from '../verdict/outcome.ts';
import { bootOnce } from './boot-once.ts';
import { bootUntilJudged } from './boots.ts';
import { type FirstFail, firstFail } from './first-fail.ts';
import type { HostSeat } from './host-seat.ts';
import { type Hangs, hasHung, noHangs, patienceFor } from './patience.ts';
import { cellPlan, type Prepared } from './prepare.ts';
import { type StageOptions, stageCell } from './stage.ts';
import { noneStarved, triedAnew } from './starved.ts';
import type { Witness } from './witness.ts';

/** How a cell is judged. */
export interface CellOptions extends StageOptions {
  /** Suites to run, or single cases as `suite.case`, besides the controls; all if empty. */
  suites?: readonly string[];
  /** The user's factor on every time-out. */
  timeoutScale?: number;
  signal?: AbortSignal | undefined;
  /** Whether addresses get names in what is told of a failure, by a process of its own: yes, unless nobody is to read it. */
  symbolise?: boolean;
  /** Says whether an error is the bench's; without one every error is. */
  witness?: Witness | undefined;
  /** Where this image has hung in this run; it grows. */
  hangs?: Hangs | undefined;
  /** The place in this machine's own kernel, where the user has given it. */
  seat?: HostSeat | undefined;
  /** Told once, as soon as a case has failed that is no control. */
  onFail?: ((name: string, reason: string) => void) | undefined;
  /** Asked after each boot but the last one of the results so far: true if those of the others are not wanted. */
  enough?: ((results: readonly CaseResult[]) => boolean) | undefined;
}

/** The one result of a subject that did not build, as a cell. */
export function unbuiltCell(prepared: Extract<Prepared, { ok: false }>, machine: Host | Machine): CellResult {
  const cell = cellOf(prepared, machine, [prepared.failure]);
  return { ...cell, verdict: outcomeOfUnbuilt(prepared.failure) };
}

/** What the failure of a build makes of its cells: a skip there is no pass, but a subject that is not judged. */
export function outcomeOfUnbuilt(failure: CaseResult): Outcome {
  return failure.verdict === 'skip' ? 'unjudged' : outcomeOf([failure]);
}

/** Judges `abi`, or the named cases of it, with the subject's known defects. */
export function hostCell(
  prepared: Extract<Prepared, { ok: true }>,
  host: Host = HOST,
  names: readonly string[] = [],
): CellResult {
  const plan = cellPlan(prepared, host, names).map(nameOf);
  const results = prepared.facts.abi.filter((result) => plan.includes(nameOf(result)));
  return cellOf(
    prepared,
    host,
    applyKnownDefects(results, expectedOf(prepared.subject.expectation, prepared.build)),
  );
}

/**
 * Boots the image and judges what it prints; again behind each case that ends a boot.
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
  options: CellOptions,
): Promise<CellResult> {
  const { suites = [], seed = 1, signal, symbolise = true, witness } = options;
  // A machine that compiles slowly boots slowly, too: what is emulated in an emulated host is no hang.
  const timeoutScale = (options.timeoutScale ?? 1) * slowness();
  const { hangs = noHangs(), onFail = () => {} } = options;
  const isHere = machine.kind === 'here';
  const { seat } = options;
  if (isHere && !seat)
    throw new UsageError('nobody has agreed to load a module into the kernel of this machine');
  const cell = stageCell(prepared, machine, options);
  const { xfail } = expectedOf(prepared.subject.expectation, prepared.build);
  const first = firstFail(machine, witness, (name, reason) => {
    hangs.fails = true;
    onFail(name, reason);
  });
  const tell: FirstFail = {
    ...first,
    fail(name, reason) {
      if (!xfail.some((defect) => defect.case === name)) first.fail(name, reason);
    },
  };
  const starved = noneStarved();
  let argv: string[] = [];

  const boot = async (nth: number, plan: Plan): Promise<JudgedBoot> => {
    // Of an image that is known to hang it will be asked in any case, and then each hang is short.
    const took = await witness?.times(machine, (nth > 1 || hasHung(hangs, machine)) && !isHere);
    const again = starved.among(plan);
    const patient = (times: typeof took) => patienceFor(machine, times, hangs, timeoutScale, again, crowd());
    const patience = patient(took);
    const learn = async () => patient(await witness?.times(machine, true));
    const staged = cell.boot(nth, { patience, plan });
    if (nth === 1) argv = staged.argv;
    const once = {
      prepared,
      machine,
      hangs,
      tell,
      timeoutScale,
      signal,
      staged,
      plan,
      patience,
      goesOn: nth > 1,
      // Who stops a module to learn more has to wait for its end.
      learn: witness !== undefined && !isHere ? learn : undefined,
    };
    if (seat && isHere) return seat.load(plan, async () => (await bootOnce(once)).judged);
    const { judged, starving, doubtful } = await bootOnce(once);
    if (starving !== undefined) return starved.withoutVerdict(judged, starving, !hangs.fails);
    if (doubtful !== undefined) return triedAnew(judged, doubtful);
    const wrecked = judged.results.find(({ verdict, cut }) => verdict === 'error' && cut !== 'unreported');
    if (judged.subjectsDoing && wrecked) await tell.error(nameOf(wrecked), wrecked.reason);
    return judged;
  };

  const plan = cellPlan(prepared, machine, suites);
  const { results, subjectsDoing } = await bootUntilJudged(plan, boot, hangs.wrecks, options.enough);
  const judged =
    subjectsDoing && witness ? await blame(results, (names) => witness.verdicts(machine, names)) : results;
  const named = symbolise
    ? await namePlaces(judged, movedLocator(prepared.locate, cell.displacement))
    : judged;
  return {
    ...cellOf(prepared, machine, named),
    ...(machine.kaslr ? { seed } : {}),
    argv,
    folder: cell.folder,
  };
}

function cellOf({ subject }: Prepared, machine: Host | Machine, results: CaseResult[]): CellResult {
  const { name, selector } = subject;
  const known = { subject: name, machine: machine.name, ...(selector ? { selector } : {}) };
  return { ...known, verdict: outcomeOf(results), argv: [], folder: null, results };
}
