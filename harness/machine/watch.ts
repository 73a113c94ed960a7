// SPDX-License-Identifier: GPL-2.0-only
// Tells a guest that hangs from one that is slow.

import { performance } from 'node:perf_hooks';
import type { Limits } from './limits.ts';

/** Which limit a boot has passed. */
export interface Hang {
  seconds: number;
  /** Without output for so long; else in all, or since the guest's last line. */
  idle: boolean;
  afterLastLine: boolean;
}

/** The time-outs of one boot. */
export interface Watch {
  /** The guest printed something. */
  sawOutput(): void;
  /** How long the guest may be silent from now on; until another limit is set. */
  allow(seconds: number): void;
  /** The guest has printed its last line. */
  sawLastLine(): void;
  /** Nothing is a hang any more. */
  stop(): void;
}

/** What the process that is watched has had of the host. */
export interface Load {
  /** Seconds of CPU time so far. */
  cpu(): number | undefined;
  /** Whether it waits for nothing but events. */
  asleep(): boolean;
}

/** One that nobody knows about: silence alone counts. */
const UNKNOWN: Load = { cpu: () => undefined, asleep: () => false };

/** So much of the silence that a guest is allowed it must have spent on a CPU: or the host was busy with other things. */
const SHARE = 1 / 2;
/**
 * How often somebody looks whether silence is sleep, ms, and how many times in a row it must have been. No guest sleeps that has cases left: one that
 * does has turned its CPU off.
 */
const LOOK = 25;
const LOOKS = 8;

/**
 * Watches a boot that starts now; calls `onHang` once, at the first limit that passes. A guest that is allowed less silence than `limits.idle` is not
 * hung while its process waits for a CPU; and it is before that time is over if its process sleeps.
 */
export function watch(limits: Limits, onHang: (hang: Hang) => void, load: Load = UNKNOWN): Watch {
  const started = performance.now();
  let lastOutput = started;
  let lastLine = Number.POSITIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  let { idle } = limits;
  let cpuBefore = load.cpu();
  let asleep = 0;
  /** Whether there was output after `cpuBefore`. */
  let stale = false;
  let settling: NodeJS.Immediate | undefined;

  const nearest = () =>
    [
      { from: lastOutput, seconds: idle, idle: true, afterLastLine: false },
      { from: started, seconds: limits.total, idle: false, afterLastLine: false },
      { from: lastLine, seconds: limits.exit, idle: false, afterLastLine: true },
    ]
      .map(({ from, ...hang }) => ({ at: from + hang.seconds * 1000, hang }))
      .reduce((first, next) => (next.at < first.at ? next : first));

  const isShort = () => idle < limits.idle;
  const arm = (within = Number.POSITIVE_INFINITY) => {
    clearTimeout(timer);
    if (over) return;
    const wait = Math.max(0, nearest().at - performance.now());
    // Silence is looked at as it goes on. The check comes one turn of the event loop after the timer, so that output counts that came in while sct
    // itself was busy.
    timer = setTimeout(() => setImmediate(check), Math.min(wait, within, isShort() ? LOOK : wait));
  };
  const check = () => {
    if (over) return;
    const now = performance.now();
    const { at, hang } = nearest();
    asleep = isShort() && now - lastOutput >= LOOK && load.asleep() ? asleep + 1 : 0;
    const sleeps = asleep >= LOOKS;
    if (now < at && !sleeps) return arm();
    if (hang.idle && !sleeps && isStarved(now)) return arm(LOOK);
    over = true;
    onHang(sleeps ? { seconds: idle, idle: true, afterLastLine: false } : hang);
  };
  const isStarved = (now: number) => {
    const cpu = load.cpu();
    if (!isShort() || now - lastOutput >= limits.idle * 1000 || cpu === undefined || cpuBefore === undefined)
      return false;
    return cpu - cpuBefore < idle * SHARE;
  };
  // A piece of output brings many cases: what the process has had until then is asked for once, behind the last of them.
  const settle = () => {
    settling = undefined;
    if (stale) cpuBefore = load.cpu();
    stale = false;
    arm();
  };
  arm();

  return {
    sawOutput() {
      lastOutput = performance.now();
      stale = true;
      asleep = 0;
    },
    allow(seconds) {
      idle = seconds;
      asleep = 0;
      settling ??= setImmediate(settle);
    },
    sawLastLine() {
      lastLine = Math.min(lastLine, performance.now());
      arm();
    },
    stop() {
      over = true;
      clearTimeout(timer);
      clearImmediate(settling);
    },
  };
}
