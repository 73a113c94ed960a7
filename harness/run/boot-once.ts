// SPDX-License-Identifier: GPL-2.0-only
// One boot of a cell: started, followed, judged.

import { readFileSync } from 'node:fs';
import type { Plan } from '../base/plan.ts';
import type { ConsoleEvent } from '../console/event.ts';
import { kmsgLines } from '../console/kmsg.ts';
import { type LinuxLine, ownLines } from '../console/linux-lines.ts';
import {
  emptyTranscript,
  eventsBeforeCut,
  TAIL_LINES,
  type Transcript,
  transcribe,
} from '../console/transcript.ts';
import type { ImageFacts } from '../inspect/facts.ts';
import { boot } from '../machine/boot.ts';
import { wasAnswered } from '../machine/diagnose.ts';
import type { BootEnd } from '../machine/end.ts';
import type { FinalMemory, Wanted } from '../machine/final-memory.ts';
import { asItIsHere } from '../machine/host.ts';
import { markOf } from '../machine/host-load.ts';
import { limitsFor } from '../machine/limits.ts';
import type { Machine } from '../machine/machine.ts';
import { type JudgedBoot, judge } from '../verdict/judge.ts';
import { expectedOf } from '../verdict/known-defect.ts';
import { expectedIn } from '../verdict/linux-defects.ts';
import { brokenSeal } from '../verdict/sealed.ts';
import type { FirstFail } from './first-fail.ts';
import { follow } from './follow.ts';
import { modulePlaces, type Places } from './module-places.ts';
import { type Hangs, type Patience, placesOf } from './patience.ts';
import type { Prepared } from './prepare.ts';
import type { StagedBoot } from './stage.ts';

/** How long QEMU may take to say where a guest hangs that has kept it from that before, seconds: it hardly will again. */
const ASK_AGAIN = 0.2;

/** Ends of a boot that sct itself has made: whatever the guest was printing is cut. */
const OURS: ReadonlySet<BootEnd['kind']> = new Set(['timeout', 'flood', 'stopped', 'interrupted']);

/** One boot of a cell, and what is known before it. */
export interface OneBoot {
  prepared: Extract<Prepared, { ok: true }>;
  machine: Machine;
  staged: StagedBoot;
  plan: Plan;
  /** Whether it goes on behind what an earlier boot judged. */
  goesOn: boolean;
  patience: Patience;
  /** Where this image has hung in this run; it grows. */
  hangs: Hangs;
  tell: FirstFail;
  /** Finds out how long each case takes `reviewed`, as the next boot will, if that can be. */
  learn: (() => Promise<Patience>) | undefined;
  timeoutScale: number;
  signal?: AbortSignal | undefined;
}

/** What came of a boot. */
export interface Booted {
  judged: JudgedBoot;
  /** The case for which it was ended before there was a verdict on that: the host gave it too little time. */
  starving: string | undefined;
  /** The same: it hung before anybody knew how long it may take, and where is known now. */
  doubtful: string | undefined;
}

/**
 * Boots and judges.
 * @throws ToolMissing if QEMU cannot be started at all
 */
export async function bootOnce(one: OneBoot): Promise<Booted> {
  const { prepared, machine, staged, plan, goesOn, patience, hangs, tell, learn, timeoutScale, signal } = one;
  const { subject, facts, image } = prepared;
  const base = BigInt(facts.base) + staged.displacement;
  const placeOf = placesOf(facts.layout.sections, BigInt(facts.base), base);
  const transcript = emptyTranscript();
  const isHere = machine.kind === 'here';
  const isModule = isHere || machine.kind === 'linux';
  const limits = limitsFor(machine, timeoutScale);
  await using guest = await boot({
    argv: staged.argv,
    folder: staged.folder,
    limits,
    powersOff: machine.powersOff,
    memory: wantedOf(facts, machine, base),
    asksForConsole: machine.clock !== 'icount',
    askFor: hangs.mute && machine.clock === 'icount' ? ASK_AGAIN : undefined,
    process: machine.kind === 'process' || isHere,
    held: isHere,
    signal,
  });
  const places = isModule
    ? modulePlaces({ sections: facts.layout.sections, code: facts.code, kernel: prepared.kernel })
    : undefined;
  const read = () => transcript.events.length;
  const follower = follow({
    guest,
    patience,
    limits,
    timeoutScale,
    together: machine.vcpus > 1,
    placeOf,
    hangs,
    tell,
    learn,
    read,
  });
  const listen = (event: ConsoleEvent) => {
    places?.event(event);
    follower.event(event);
  };
  // What Linux says of itself is not the case's own flood.
  const printed = isHere ? kmsgLines(guest.output, markOf(staged.runId)) : guest.output;
  const own = isModule ? ownLines(printed, linuxInto(transcript, listen)) : printed;
  await transcribe(transcript, counted(own, follower.bytes), listen, staged.runId);
  follower.close();
  const end = placed(await guest.end, places);
  const pc = end.kind === 'timeout' ? programCounter(end.diagnosis) : undefined;
  if (pc !== undefined) hangs.places.push(placeOf(pc));
  if (end.kind === 'timeout' && !wasAnswered(end.diagnosis)) hangs.mute = true;
  const doubtful = end.kind === 'timeout' && pc !== undefined ? follower.doubtful() : undefined;
  const expected = expectedOf(subject.expectation, prepared.build);
  const judged = await judge({
    plan,
    events: eventsOf(transcript, end, follower.cutAt()),
    tail: transcript.tail,
    runId: staged.runId,
    machine: asItIsHere(machine),
    base,
    expectation: image.linux ? expectedIn(image.linux.release, expected) : expected,
    end: doubtful === undefined ? end : { kind: 'stopped' },
    goesOn,
    starving: follower.starving(),
    witness: facts.cost,
    brokenSeal: brokenSealOf(prepared, staged.displacement, end, await guest.memory),
  });
  if (judged.wreck && pc !== undefined) judged.wreck.reason += `, at pc=0x${pc.toString(16)}`;
  return { judged, starving: follower.starving(), doubtful };
}

/** Keeps what Linux itself says: among the last lines, and where it is grave as the word of the case that runs. */
function linuxInto(transcript: Transcript, listen: (event: ConsoleEvent) => void): (line: LinuxLine) => void {
  return ({ text, grave, panic }) => {
    transcript.tail.push(text);
    if (transcript.tail.length > TAIL_LINES) transcript.tail.shift();
    const last = transcript.events.findLast(({ kind }) => kind !== 'detail' && kind !== 'fault');
    const event: ConsoleEvent | undefined =
      panic !== undefined
        ? { kind: 'panic', text: panic }
        : grave && last?.kind === 'begin'
          ? { kind: 'detail', text: `Linux: ${text}` }
          : undefined;
    if (!event || transcript.events.some(({ kind }) => kind === 'end')) return;
    transcript.events.push(event);
    listen(event);
  };
}

/** The guest goes on until QEMU is gone: what comes behind that for which sct ended the boot is no case's doing. */
function eventsOf(transcript: Transcript, end: BootEnd, cutAt: number | undefined) {
  return (OURS.has(end.kind) ? eventsBeforeCut(transcript) : transcript.events).slice(0, cutAt);
}

/** The same, where a diagnosis tells of addresses as they are in files. */
function placed(end: BootEnd, places: Places | undefined): BootEnd {
  if (end.kind !== 'timeout' || !places) return end;
  return { ...end, diagnosis: end.diagnosis.map(places.text) };
}

/** All that is read-only, where it is known how QEMU loads it. @param base where the guest has the image's first byte */
function wantedOf({ sealed }: ImageFacts, { kind, board }: Machine, base: bigint): Wanted | undefined {
  return sealed && kind !== 'linux' && board === 'virt'
    ? { base, bytes: Number(BigInt(sealed.memory.to) - BigInt(sealed.memory.from)) }
    : undefined;
}

function brokenSealOf(
  { facts, image }: Extract<Prepared, { ok: true }>,
  displacement: bigint,
  end: BootEnd,
  memory: FinalMemory | undefined,
): string | undefined {
  if (!memory || !facts.sealed || end.kind !== 'poweroff') return undefined;
  return brokenSeal(facts.sealed, readFileSync(image.bin), displacement, memory);
}

/** The same bytes; `count` is told of each piece once it was read. */
async function* counted(
  output: AsyncIterable<Uint8Array>,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const piece of output) {
    yield piece;
    count(piece.length);
  }
}

/** Where the vCPU that runs the cases was, if a diagnosis says so. */
function programCounter(diagnosis: readonly string[]): bigint | undefined {
  const found = diagnosis.map((line) => /^cpu0: pc=(0x[0-9a-f]+)/.exec(line)?.[1]).find((pc) => pc);
  return found === undefined ? undefined : BigInt(found);
}
