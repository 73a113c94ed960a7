// SPDX-License-Identifier: GPL-2.0-only
// One cell: a prepared subject on a machine, from boot to verdicts. `sct run` and `npm test` both come through here.

import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { CONTROL_SUITE, nameOf, type PlannedCase } from '../base/plan.ts';
import type { CaseResult, CellResult, Outcome } from '../base/verdict.ts';
import type { ConsoleEvent } from '../console/event.ts';
import { emptyTranscript, eventsBeforeCut, transcribe } from '../console/transcript.ts';
import type { ImageFacts } from '../inspect/facts.ts';
import { movedLocator } from '../inspect/symbolise.ts';
import { boot } from '../machine/boot.ts';
import type { BootEnd } from '../machine/end.ts';
import type { Wanted } from '../machine/final-memory.ts';
import { limitsFor } from '../machine/limits.ts';
import { type Shares, sharesSince } from '../machine/load.ts';
import type { Host, Machine } from '../machine/machine.ts';
import { HOST } from '../machine/machines.ts';
import { asItIsHere } from '../machine/process.ts';
import { withRoomIn } from '../store/disk-full.ts';
import { roomFor } from '../store/run-folder.ts';
import { blame, TOO_BUSY } from '../verdict/blame.ts';
import { type JudgedBoot, judge } from '../verdict/judge.ts';
import { applyKnownDefects } from '../verdict/known-defect.ts';
import { namePlaces } from '../verdict/name-places.ts';
import { outcomeOf } from '../verdict/outcome.ts';
import { brokenSeal } from '../verdict/sealed.ts';
import { bootUntilJudged } from './boots.ts';
import { type Hangs, hasHungAt, noHangs, patienceFor } from './patience.ts';
import { cellPlan, type Prepared } from './prepare.ts';
import { type StageOptions, stageCell } from './stage.ts';
import type { Witness } from './witness.ts';

/** How often a case is tried once more that ran over its time on a busy host, and how much more time it gets then. */
const RETRIES = 2;
const MORE_TIME = 4;

/** Ends of a boot that sct itself has made: whatever the guest was printing is cut. */
const OURS: ReadonlySet<BootEnd['kind']> = new Set(['timeout', 'flood', 'stopped', 'interrupted']);

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
  /** Told once, as soon as a case has failed that is no control. */
  onFail?: ((name: string, reason: string) => void) | undefined;
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
  return cellOf(prepared, host, applyKnownDefects(results, prepared.subject.expectation));
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
  const { suites = [], seed = 1, timeoutScale = 1, signal, symbolise = true, witness } = options;
  const { hangs = noHangs(), onFail = () => {} } = options;
  const { subject, facts } = prepared;
  const cell = stageCell(prepared, machine, options);
  const base = BigInt(facts.base) + cell.displacement;
  let argv: string[] = [];
  let told = false;
  const starved = new Map<string, number>();
  const tell = (name: string, reason: string) => {
    if (!told) onFail(name, reason);
    told = true;
  };
  /** The same of an error, if the witness has it that this is the subject's. */
  const tellError = async (name: string, reason: string) => {
    if (told || !witness) return;
    const [result] = await blame([errorOf(name, reason)], (names) => witness.verdicts(machine, names));
    if (result?.verdict === 'fail') tell(name, reason);
  };

  const { results, subjectsDoing } = await bootUntilJudged(
    cellPlan(prepared, machine, suites),
    async (nth, plan) => {
      const took = await witness?.times(machine, nth > 1);
      const next = plan.find((one) => starved.has(nameOf(one)));
      const again = next && { name: nameOf(next), scale: MORE_TIME ** (starved.get(nameOf(next)) ?? 0) };
      const patience = patienceFor(machine, took, hangs, timeoutScale, again);
      const staged = cell.boot(nth, { patience, plan });
      if (nth === 1) argv = staged.argv;
      const transcript = emptyTranscript();
      const limits = limitsFor(machine, timeoutScale);
      await using guest = await boot({
        argv: staged.argv,
        folder: staged.folder,
        limits,
        powersOff: machine.powersOff,
        memory: wantedOf(facts, machine, base),
        process: machine.kind === 'process',
        signal,
      });
      let hung = false;
      let running: PlannedCase | undefined;
      let before: Shares;
      let printed = 0;
      let starving: string | undefined;
      let complaint = '';
      let floodedAt: number | undefined;
      const endFlood = () => {
        hangs.floods = true;
        floodedAt ??= transcript.events.length;
        guest.endFlood(printed);
      };
      const follow = (event: ConsoleEvent) => {
        if (event.kind === 'begin') {
          complaint = '';
          running = event;
          before = guest.shares();
          printed = 0;
        }
        if (event.kind === 'detail') complaint ||= /^fail (.*)$/.exec(event.text)?.[1] ?? '';
        // Where nobody knows how long a case takes, the boot's own limit stands.
        if (event.kind === 'begin' && patience.known)
          guest.allowSilence(Math.min(patience.silence(event), limits.total));
        if (event.kind === 'fault' && event.fields.kind === 'watchdog' && running) {
          const place = BigInt(event.fields.elr ?? 0) - base;
          if (patience.isFlood(printed, true)) {
            endFlood();
          } else if (
            !hasHungAt(hangs, place) &&
            patience.wasStarved(running, sharesSince(before, guest.shares()))
          ) {
            starving = nameOf(running);
            guest.stop();
          } else {
            hung = true;
            hangs.places.push(place);
          }
        }
        if (starving) return;
        if (event.kind === 'result') {
          guest.allowSilence(limits.idle);
          running = undefined;
          const name = `${event.suite}.${event.case}`;
          if (event.suite !== CONTROL_SUITE && event.word === 'fail') tell(name, event.reason || complaint);
          if (event.suite !== CONTROL_SUITE && event.word === 'error' && patience.known)
            void tellError(name, event.reason);
        }
        // With the times that `reviewed` takes, the next hang is over sooner. Not before it is known that the result came through.
        if (event.kind === 'intact' && hung && witness && !patience.known) guest.stop();
        if (event.kind === 'end') guest.expectExit();
      };
      // What comes outside of any case has the boot's own limit.
      const count = (bytes: number) => {
        if (!running) return;
        printed += bytes;
        if (patience.isFlood(printed, false)) endFlood();
      };
      await transcribe(transcript, counted(guest.output, count), follow, staged.runId);
      const end = await guest.end;
      const memory = await guest.memory;
      const [pc] = end.kind === 'timeout' ? programCounters(end.diagnosis) : [];
      if (pc !== undefined) hangs.places.push(pc - base);
      const judged = await judge({
        plan,
        // The guest goes on until QEMU is gone: what comes behind the flood is no case's doing.
        events: (OURS.has(end.kind) ? eventsBeforeCut(transcript) : transcript.events).slice(0, floodedAt),
        tail: transcript.tail,
        runId: staged.runId,
        machine: asItIsHere(machine),
        base,
        expectation: subject.expectation,
        end,
        goesOn: nth > 1,
        witness: facts.cost,
        brokenSeal:
          memory && facts.sealed && end.kind === 'poweroff'
            ? brokenSeal(facts.sealed, readFileSync(prepared.image.bin), cell.displacement, memory)
            : undefined,
      });
      if (judged.wreck && pc !== undefined) judged.wreck.reason += `, at pc=0x${pc.toString(16)}`;
      if (starving) {
        const times = (starved.get(starving) ?? 0) + 1;
        starved.set(starving, times);
        return withoutVerdict(judged, starving, times <= RETRIES);
      }
      const wrecked = judged.results.find(({ verdict, cut }) => verdict === 'error' && cut !== 'unreported');
      if (judged.subjectsDoing && wrecked) await tellError(nameOf(wrecked), wrecked.reason);
      return judged;
    },
    hangs.wrecks,
  );
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

/**
 * A boot that was ended because a case ran over its time while QEMU had to wait for a CPU: whether the case hangs is not known. `again`: another boot
 * is to find out.
 */
function withoutVerdict(judged: JudgedBoot, name: string, again: boolean): JudgedBoot {
  const reason = `${TOO_BUSY}QEMU had to wait for a CPU for most of the case's time`;
  const results = judged.results.map((result): CaseResult => {
    if (nameOf(result) !== name) return result;
    const { cut, ...rest } = result;
    return { ...rest, verdict: 'error', reason, ...(again ? { cut: 'unreported' } : {}) };
  });
  return { ...judged, results };
}

/** All that is read-only, where it is known how QEMU loads it. @param base where the guest has the image's first byte */
function wantedOf({ sealed }: ImageFacts, { board }: Machine, base: bigint): Wanted | undefined {
  return sealed && board === 'virt'
    ? { base, bytes: Number(BigInt(sealed.memory.to) - BigInt(sealed.memory.from)) }
    : undefined;
}

function errorOf(name: string, reason: string): CaseResult {
  const [suite = '', ...rest] = name.split('.');
  return { suite, case: rest.join('.'), verdict: 'error', reason, metrics: [], details: [] };
}

/** The same bytes; `count` is told of each piece before it is read. */
async function* counted(
  output: AsyncIterable<Uint8Array>,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const piece of output) {
    count(piece.length);
    yield piece;
  }
}

/** Where the vCPU that runs the cases was, if a diagnosis says so. */
function programCounters(diagnosis: readonly string[]): bigint[] {
  return diagnosis.flatMap((line) => {
    const pc = /^cpu0: pc=(0x[0-9a-f]+)/.exec(line)?.[1];
    return pc === undefined ? [] : [BigInt(pc)];
  });
}

function cellOf({ subject }: Prepared, machine: Host | Machine, results: CaseResult[]): CellResult {
  const { name, selector } = subject;
  const known = { subject: name, machine: machine.name, ...(selector ? { selector } : {}) };
  return { ...known, verdict: outcomeOf(results), argv: [], folder: null, results };
}
