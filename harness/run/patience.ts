// SPDX-License-Identifier: GPL-2.0-only
// How long a case may take before it is taken for a hang. A busy host makes a right case slow and no case hang: so the first hang in a run must
// have lasted long, and only what comes after it, in a subject that is known to hang, is cut short.

import type { Layout } from '../base/layout.ts';
import { CONTROL_SUITE, nameOf, type PlannedCase, SMP_SUITE } from '../base/plan.ts';
import type { Share } from '../machine/load.ts';
import type { Machine } from '../machine/machine.ts';

/** How much longer than `reviewed` a case may take. */
const FACTOR = 20;
/**
 * The least that a case may take, ms of the guest's clock, once a hang has been seen. On a busy host as many times that as there are processes for each CPU, up to `FIRST`: a right
 * case is not taken for one that hangs. It costs little, for who hangs where another case did is known by that, whatever the limit.
 */
const SHORT = 50;
/** The same before: what a host that does much else can make of a case of a few ms. */
const FIRST = 1000;

/**
 * What takes several CPUs at once: each of suite `smp` goes on until enough of it was seen, and ends by itself when five sixths of that are over (guest/cases/smp.c); controls hand
 * a turn from CPU to CPU, which takes the host's time slices. ms, with some to spare.
 */
const TOGETHER = { suites: [CONTROL_SUITE, SMP_SUITE], least: 12_000 };

/** Beyond the guest's own limit the harness takes a guest that is silent for a hang with everything masked: seconds, before one was seen and after. */
const SLACK = { first: 0.25, short: 0.15 };

/**
 * How long a CPU may take to come back when it is told to, ms: what the guest takes unless told (guest/runtime/arch/cpu.c), and how much more it is given at
 * most where a busy host may have kept it from that. The guest waits three times in a case and says nothing meanwhile, which stays below what a boot may be silent.
 */
const COLLECT = { ms: 1000, more: 3 };

/** What is enough for a CPU to come back, many times over: seconds on a CPU of the host. */
const COLLECT_RAN = 0.25;

/** A thread that had less than this of a case's time on a CPU, and waited for one longer than that, was not given its time. */
const LEAST_RAN = 1 / 3;
const MOST_WAITED = 1 / 4;

/** Less than this of a case's time can pass for who sees it begin and end only if they looked late. */
const SEEN = 1 / 2;

/** More than any image has bytes: whoever hangs elsewhere hangs nowhere in particular. */
const IMAGE = 1n << 31n;

/**
 * Bytes of output in one case, beyond which it prints without end; once one did, or if its time is over, fewer are enough. The most that any case of a right
 * subject prints is some 1000, and the most that one prints in which each check fails some 10,000.
 */
const FLOOD = { first: 256 * 1024, again: 32 * 1024, over: 4 * 1024 };

/** What QEMU's TCG executes in a second at the least, on a host that has time for it. */
const INSTRUCTIONS = 100e6;

/** Entries of `sct.hung` at most. */
const PLACES = 8;

/** What became of the same image elsewhere in this run. */
export interface Hangs {
  /** Where it hung, as distances from its first byte, each as often as it did. */
  places: bigint[];
  /** What wrecked so many boots of a cell that the rest of it was not tried. */
  wrecks: Set<string>;
  /** Whether a case printed without end. */
  floods: boolean;
  /** Whether QEMU, asked where the guest hangs, did not answer: a guest with an exact clock that turned its CPU off leaves it no turn. */
  mute: boolean;
  /** Whether a case has failed for certain: then nobody waits for what this host was too busy to tell. */
  fails: boolean;
}

/** The section of trampolines. */
const TRAMPOLINES = '.static_call.text';

/** Addresses that are no further apart are one place: a loop has several instructions. The guest says the same. */
const NEAR = 64n;

/** Whether the image hung there before. */
export function hasHungAt({ places }: Hangs, place: bigint): boolean {
  return places.some((one) => one - place < NEAR && place - one < NEAR);
}

/** Whether the image is known to hang: somewhere, or, on a machine where QEMU does not answer for that very reason, where nobody can say. */
export function hasHung({ places, mute }: Hangs, { clock }: Pick<Machine, 'clock'>): boolean {
  return places.length > 0 || (mute && clock === 'icount');
}

/** Which place an address is, as a distance from the image's first byte. */
export type PlaceOf = (address: bigint) => bigint;

/**
 * The places of an image. All trampolines are one, and the guest says the same.
 * @param linked where the image's first byte is in its files, and `base` where the guest has it
 */
export function placesOf(sections: Readonly<Layout['sections']>, linked: bigint, base: bigint): PlaceOf {
  const found = sections.find(({ name }) => name === TRAMPOLINES);
  const from = BigInt(found?.from ?? 0) - linked;
  const to = from + BigInt(found?.bytes ?? 0);
  return (address) => {
    const place = address - base;
    return place >= from && place < to ? from : place;
  };
}

/** Nothing is known of the image yet. */
export function noHangs(): Hangs {
  return { places: [], wrecks: new Set(), floods: false, fails: false, mute: false };
}

/** What limits each case of a boot. */
export interface Patience {
  /** Whether it is known how long each case takes `reviewed`. */
  known: boolean;
  /** What the guest is told. */
  bootargs(): string[];
  /**
   * Whether a case that ran over its time in the guest may be right, since a thread of QEMU had to wait for a CPU of the host: what each has had since
   * somebody saw the case begin, and how long ago that is in seconds. Who saw that much later than it happened had to wait as well. Not where the guest's
   * clock knows no host.
   */
  wasStarved(running: PlannedCase, shares: readonly Share[] | undefined, seconds: number): boolean;
  /** How long a CPU may take to come back when it is told to, seconds. */
  collect: number;
  /** Whether a CPU that did not come back in that time may have been kept from it by the host: what each thread of QEMU has had in it. Not where the guest's clock knows no host. */
  wasKeptAway(shares: readonly Share[] | undefined): boolean;
  /** How long the guest may be silent in this case, host seconds. */
  silence(running: PlannedCase): number;
  /** Whether a case prints without end that has printed so many bytes; `over`: and whose time is over. */
  isFlood(bytes: number, over: boolean): boolean;
}

/** For a boot that somebody watches: no case is ever cut off. */
export const ENDLESS: Patience = {
  known: false,
  bootargs: () => ['sct.watchdog_ms=0'],
  wasStarved: () => false,
  collect: 0,
  wasKeptAway: () => false,
  silence: () => Number.POSITIVE_INFINITY,
  isFlood: () => false,
};

/**
 * The limits on a machine.
 * @param took microseconds of the guest's clock that each case takes `reviewed` there, by name; undefined if nobody knows
 * @param scale the user's factor
 * @param again a case of which an earlier boot on a busy host did not find out whether it hangs, and how much longer it gets now; how much CPU time is
 *   enough does not grow with it
 * @param crowd how many processes there are for each CPU of the host
 */
export function patienceFor(
  machine: Machine,
  took: ReadonlyMap<string, number> | undefined,
  hangs: Hangs,
  scale = 1,
  again: { name: string; scale: number } | undefined = undefined,
  crowd = 1,
): Patience {
  const ms = (value: number) => Math.ceil(value * scale);
  const unknown = ms(machine.watchdog);
  const least = machine.clock === 'icount' ? SHORT : Math.min(SHORT * Math.max(1, crowd), FIRST);
  const short = took ? ms(least) : unknown;
  // Under icount the guest's clock knows no host.
  const first = !took ? unknown : machine.clock === 'icount' ? short : Math.min(ms(FIRST), unknown);
  const leastOf = (name: string) =>
    machine.vcpus > 1 && TOGETHER.suites.some((suite) => name.startsWith(`${suite}.`)) ? TOGETHER.least : 0;
  const slow = new Map(
    Array.from(
      took ?? [],
      ([name, us]) => [name, Math.min(ms(Math.max((us * FACTOR) / 1000, leastOf(name))), unknown)] as const,
    ).filter(([, limit]) => limit > short),
  );
  // What a control hangs in is the bench; and CPUs that wait for one another wait for the host, too.
  const isHurried = ({ suite }: PlannedCase) =>
    hasHung(hangs, machine) && suite !== CONTROL_SUITE && suite !== SMP_SUITE;
  const baseOf = (running: PlannedCase, hurried = short) =>
    Math.max(isHurried(running) ? hurried : first, slow.get(nameOf(running)) ?? 0);
  const limitOf = (running: PlannedCase) =>
    baseOf(running) * (nameOf(running) === again?.name ? again.scale : 1);
  const limits = new Map(slow);
  if (again) limits.set(again.name, Math.max(first, slow.get(again.name) ?? 0) * again.scale);
  const collect = ms(COLLECT.ms) * Math.min(again?.scale ?? 1, COLLECT.more);
  const named = () => hangs.places.filter((place) => place >= 0n && place < IMAGE).slice(-PLACES);
  return {
    known: took !== undefined,
    bootargs: () => [
      `sct.watchdog_ms=${first}`,
      `sct.short_ms=${short}`,
      ...(collect === COLLECT.ms ? [] : [`sct.collect_ms=${collect}`]),
      ...(took ? ['sct.give_up=1'] : []),
      ...(limits.size > 0
        ? [`sct.slow=${Array.from(limits, ([name, limit]) => `${name}:${limit}`).join(',')}`]
        : []),
      ...(named().length > 0 ? [`sct.hung=${named().join(',')}`] : []),
    ],
    wasStarved(running, shares, seconds) {
      if (!took || machine.clock === 'icount' || !shares) return false;
      if (seconds < (limitOf(running) / 1000) * SEEN) return true;
      // However long it may take on a busy host, a hang needs no more CPU time than elsewhere.
      const enough = (baseOf(running, ms(SHORT)) / 1000) * LEAST_RAN;
      const much = (limitOf(running) / 1000) * MOST_WAITED;
      return shares.some(({ ran, waited }) => ran < enough && waited > much);
    },
    collect: collect / 1000,
    wasKeptAway(shares) {
      if (machine.clock === 'icount' || !shares) return false;
      const much = (collect / 1000) * MOST_WAITED;
      return shares.some(({ ran, waited }) => waited > much && ran < COLLECT_RAN);
    },
    isFlood(bytes, over) {
      return bytes > (over ? FLOOD.over : hangs.floods ? FLOOD.again : FLOOD.first);
    },
    silence(running) {
      const limit = limitOf(running);
      const host =
        machine.clock === 'icount' ? (limit * 1e6) / 2 ** machine.icountShift / INSTRUCTIONS : limit / 1000;
      return host + (isHurried(running) ? SLACK.short : SLACK.first * machine.timeoutScale) * scale;
    },
  };
}
