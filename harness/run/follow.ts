// SPDX-License-Identifier: GPL-2.0-only
// Follows what a guest prints while it runs, and acts on it: how long the next case may be silent, and when it is no use to wait any longer.

import { performance } from 'node:perf_hooks';
import { CONTROL_SUITE, nameOf, type PlannedCase, SMP_SUITE } from '../base/plan.ts';
import type { ConsoleEvent } from '../console/event.ts';
import type { RunningGuest } from '../machine/boot.ts';
import type { Limits } from '../machine/limits.ts';
import { type Share, type Shares, sharesSince } from '../machine/load.ts';
import type { FirstFail } from './first-fail.ts';
import { type Hangs, hasHungAt, type Patience, type PlaceOf } from './patience.ts';

/**
 * Silence in a case, host seconds, after which it is time to learn how long it takes `reviewed`: on a host that gives QEMU its time, and on any other. All
 * but a few take milliseconds, and the guest's own limit, as long as nobody knows, is some seconds.
 */
const DOUBT = { least: 0.4, most: 1 };
/** What was silence of the host's rather than the guest's: QEMU ran for less than the one and waited for a CPU for longer than the other, as parts of it. */
const RAN = 1 / 2;
const WAITED = 1 / 4;
/** How the guest says that a CPU did not come back when it was told to (guest/runtime/arch/cpu.c). */
const LOST = /^CPU \d+ does not come back$/;
/** How often somebody looks what each thread has had, where several CPUs work together, ms. */
const SAMPLE = 500;
/** Suites in which CPUs wait for one another, and for the host. */
const LONG: readonly string[] = [CONTROL_SUITE, SMP_SUITE];

/** Whom to follow, and with how much patience. */
export interface FollowOptions {
  guest: Pick<RunningGuest, 'shares' | 'allowSilence' | 'stop' | 'endFlood' | 'expectExit'>;
  patience: Patience;
  limits: Limits;
  /** The same as `limits`: how much longer all takes here. */
  timeoutScale: number;
  /** Whether the machine has several CPUs. */
  together: boolean;
  placeOf: PlaceOf;
  /** Where this image has hung in this run; it grows. */
  hangs: Hangs;
  tell: FirstFail;
  /** Finds out how long each case takes `reviewed`, as the next boot will, if that can be. */
  learn: (() => Promise<Patience>) | undefined;
  /** How many events were read so far. */
  read: () => number;
}

/** Follows what a guest says while it runs, and ends it where nobody has to wait for more. */
export interface Follower {
  /** Takes in what the guest has said. */
  event(event: ConsoleEvent): void;
  /** Takes in that so many bytes were read, after what was said in them. */
  bytes(count: number): void;
  /** The case that ran over its time on a host that gave it too little, for which the boot was ended. */
  starving(): string | undefined;
  /** The case that runs, if it was found out only after its beginning how long it may. */
  doubtful(): string | undefined;
  /** Nothing more is read. */
  close(): void;
  /** How many events came before sct ended the boot, if it did so for what it had read. */
  cutAt(): number | undefined;
}

/** Whether threads of QEMU waited for a CPU of the host in so many seconds, rather than run. */
function wantedMore(shares: readonly Share[] | undefined, seconds: number): boolean {
  if (!shares) return false;
  const ran = shares.reduce((sum, share) => sum + share.ran, 0);
  return ran < seconds * RAN && shares.some(({ waited }) => waited > seconds * WAITED);
}

/** Follows one boot. */
export function follow({
  guest,
  patience,
  limits,
  timeoutScale,
  together,
  placeOf,
  hangs,
  tell,
  learn,
  read,
}: FollowOptions): Follower {
  let running: PlannedCase | undefined;
  let before: Shares;
  /** As they were when the piece came that is being read: what is in it was seen at one time. */
  let shares: { now: Shares } | undefined;
  let sawBegin = 0;
  /** Whether the case began in the piece that is being read: how much of that is its own nobody knows. */
  let fresh = false;
  let printed = 0;
  let complaint = '';
  let hung = false;
  let starving: string | undefined;
  let doubt: NodeJS.Timeout | undefined;
  let doubtful: string | undefined;
  let cutAt: number | undefined;
  /** What each thread had had, in the case that runs, and when. */
  const samples: { at: number; shares: Shares }[] = [];
  const sample = () => samples.push({ at: performance.now(), shares: guest.shares() });
  const sampler = together ? setInterval(() => running && sample(), SAMPLE) : undefined;

  const endFlood = () => {
    hangs.floods = true;
    cutAt ??= read();
    guest.endFlood(printed);
  };
  // What the guest prints until it is gone is for the next boot.
  const stop = () => {
    cutAt ??= read();
    guest.stop();
  };
  const begin = (one: PlannedCase) => {
    complaint = '';
    running = one;
    // Asked for after each begin they would take as long as reading what the guest prints.
    if (patience.known) {
      shares ??= { now: guest.shares() };
      before = shares.now;
    }
    sawBegin = performance.now();
    printed = 0;
    fresh = true;
    samples.length = 0;
    if (together && LONG.includes(one.suite)) sample();
    // Where nobody knows how long a case takes, the boot's own limit stands.
    if (patience.known) guest.allowSilence(Math.min(patience.silence(one), limits.total));
    else if (learn && !LONG.includes(one.suite)) waitForDoubt(one, learn);
  };
  const waitForDoubt = (one: PlannedCase, ask: () => Promise<Patience>) => {
    const half = (DOUBT.least * timeoutScale) / 2;
    let looks = Math.floor((DOUBT.most * timeoutScale) / half);
    const isSilent = () => running === one && cutAt === undefined && printed === 0;
    const look = (then: () => void) => {
      // One turn of the event loop later: what came in while sct itself was busy is read by then.
      looks -= 1;
      doubt = setTimeout(() => setImmediate(() => isSilent() && then()), half * 1000);
    };
    const lookAgain = (had: Shares) =>
      look(() => {
        const now = guest.shares();
        if (looks > 0 && wantedMore(sharesSince(had, now), half)) lookAgain(now);
        else doubtIt(one, ask, isSilent);
      });
    look(() => lookAgain(guest.shares()));
  };
  const doubtIt = (one: PlannedCase, ask: () => Promise<Patience>, isSilent: () => boolean) => {
    // While it goes on: a right case that is slow loses nothing, and by the time that there is an answer one that hangs has hung for long enough.
    const allow = (known: Patience) => {
      if (!known.known || !isSilent()) return;
      doubtful = nameOf(one);
      guest.allowSilence(Math.min(known.silence(one), limits.total));
    };
    // Whatever went wrong the next boot meets as well.
    ask().then(allow, () => {});
  };
  const watchdogCame = (one: PlannedCase, elr: string | undefined) => {
    const place = placeOf(BigInt(elr ?? 0));
    if (patience.isFlood(printed, true)) {
      endFlood();
    } else if (
      !hasHungAt(hangs, place) &&
      patience.wasStarved(one, sharesSince(before, guest.shares()), (performance.now() - sawBegin) / 1000)
    ) {
      starving = nameOf(one);
      stop();
    } else {
      hung = true;
      hangs.places.push(place);
    }
  };
  /** What each thread has had in the last seconds, or in the whole case if that is shorter. */
  const lately = (seconds: number) => {
    const now = performance.now();
    const then = samples.findLast(({ at }) => now - at >= seconds * 1000) ?? samples[0];
    return sharesSince(then?.shares, guest.shares());
  };
  const calm = () => {
    clearTimeout(doubt);
    running = doubtful = undefined;
  };
  const ended = ({ suite, case: one, word, reason }: ConsoleEvent & { kind: 'result' }) => {
    guest.allowSilence(limits.idle);
    calm();
    if (word === 'error' && LOST.test(reason) && patience.wasKeptAway(lately(patience.collect))) {
      starving = `${suite}.${one}`;
      stop();
      return;
    }
    if (suite === CONTROL_SUITE) return;
    const name = `${suite}.${one}`;
    if (word === 'fail') tell.fail(name, reason || complaint);
    if (word === 'error' && patience.known) void tell.error(name, reason);
  };

  return {
    event(event) {
      if (cutAt !== undefined) return;
      if (event.kind === 'begin') begin(event);
      if (event.kind === 'detail') complaint ||= /^fail (.*)$/.exec(event.text)?.[1] ?? '';
      if (event.kind === 'fault' && event.fields.kind === 'watchdog' && running)
        watchdogCame(running, event.fields.elr);
      if (event.kind === 'result') ended(event);
      // With the times that `reviewed` takes, the next hang is over sooner. Not before it is known that the result came through.
      if (event.kind === 'intact' && hung && learn && !patience.known) stop();
      if (event.kind === 'end') guest.expectExit();
    },
    bytes(count) {
      shares = undefined;
      const isWhole = !fresh;
      fresh = false;
      // What comes outside of any case has the boot's own limit.
      if (!running || !isWhole) return;
      printed += count;
      if (patience.isFlood(printed, false)) endFlood();
    },
    starving: () => starving,
    doubtful: () => doubtful,
    close() {
      clearTimeout(doubt);
      clearInterval(sampler);
    },
    cutAt: () => cutAt,
  };
}
