// SPDX-License-Identifier: GPL-2.0-only
// How long a case may take before it is taken for a hang. A busy host makes a right case slow and no case hang: so the first hang in a run must
// have lasted long, and only what comes after it, in a subject that is known to hang, is cut short.

import { CONTROL_SUITE, nameOf, type PlannedCase } from '../base/plan.ts';
import type { Machine } from '../machine/machine.ts';

/** How much longer than `reviewed` a case may take. */
const FACTOR = 20;
/** The least that a case may take, ms of the guest's clock, once a hang has been seen. */
const SHORT = 50;
/** The same before: what a host that does much else can make of a case of a few ms. */
const FIRST = 1000;

/**
 * What takes several CPUs at once: each of suite `smp` goes on until enough of it was seen, and ends by itself after LAST_SECONDS (guest/cases/smp.c); controls hand
 * a turn from CPU to CPU, which takes the host's time slices. ms, with some to spare.
 */
const TOGETHER = { suites: [CONTROL_SUITE, 'smp'], least: 12_000 };

/** Beyond the guest's own limit the harness takes a guest that is silent for a hang with everything masked: seconds, before one was seen and after. */
const SLACK = { first: 0.5, short: 0.15 };

/** Of a case's time so much must have been CPU time of QEMU's, or the host was busy with other things. */
const SHARE = 1 / 3;

/** More than any image has bytes: whoever hangs elsewhere hangs nowhere in particular. */
const IMAGE = 1n << 31n;

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
}

/** Nothing is known of the image yet. */
export function noHangs(): Hangs {
  return { places: [], wrecks: new Set() };
}

/** What limits each case of a boot. */
export interface Patience {
  /** Whether it is known how long each case takes `reviewed`. */
  known: boolean;
  /** What the guest is told. */
  bootargs(): string[];
  /**
   * Whether a case that ran over its time in the guest may be right, since QEMU had only `cpu` seconds of CPU time for it. Only while no hang is known of
   * the image, and only where the guest's clock is the host's.
   */
  wasStarved(running: PlannedCase, cpu: number | undefined): boolean;
  /** How long the guest may be silent in this case, host seconds. */
  silence(running: PlannedCase): number;
}

/** For a boot that somebody watches: no case is ever cut off. */
export const ENDLESS: Patience = {
  known: false,
  bootargs: () => ['sct.watchdog_ms=0'],
  wasStarved: () => false,
  silence: () => Number.POSITIVE_INFINITY,
};

/**
 * The limits on a machine.
 * @param took microseconds of the guest's clock that each case takes `reviewed` there, by name; undefined if nobody knows
 * @param userScale the user's factor
 * @param retryScale that of a boot that is to find out what an earlier one on a busy host could not; how much CPU time is enough does not grow with it
 */
export function patienceFor(
  machine: Machine,
  took: ReadonlyMap<string, number> | undefined,
  hangs: Hangs,
  userScale = 1,
  retryScale = 1,
): Patience {
  const scale = userScale * retryScale;
  const ms = (value: number) => Math.ceil(value * scale);
  const unknown = ms(machine.watchdog);
  const short = took ? ms(SHORT) : unknown;
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
  // What a control hangs in is the bench.
  const isHurried = ({ suite }: PlannedCase) => hangs.places.length > 0 && suite !== CONTROL_SUITE;
  const limitOf = (running: PlannedCase) =>
    Math.max(isHurried(running) ? short : first, slow.get(nameOf(running)) ?? 0);
  const named = () => hangs.places.filter((place) => place >= 0n && place < IMAGE).slice(-PLACES);
  return {
    known: took !== undefined,
    bootargs: () => [
      `sct.watchdog_ms=${first}`,
      `sct.short_ms=${short}`,
      ...(took ? ['sct.give_up=1'] : []),
      ...(slow.size > 0
        ? [`sct.slow=${Array.from(slow, ([name, limit]) => `${name}:${limit}`).join(',')}`]
        : []),
      ...(named().length > 0 ? [`sct.hung=${named().join(',')}`] : []),
    ],
    wasStarved(running, cpu) {
      if (!took || machine.clock === 'icount' || isHurried(running) || cpu === undefined) return false;
      return cpu < (limitOf(running) / 1000 / retryScale) * SHARE;
    },
    silence(running) {
      const limit = limitOf(running);
      const host =
        machine.clock === 'icount' ? (limit * 1e6) / 2 ** machine.icountShift / INSTRUCTIONS : limit / 1000;
      return host + (isHurried(running) ? SLACK.short : SLACK.first * machine.timeoutScale) * scale;
    },
  };
}
