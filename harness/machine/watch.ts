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

export interface Watch {
  /** The guest printed something. */
  sawOutput(): void;
  /** The guest has printed its last line. */
  sawLastLine(): void;
  /** Nothing is a hang any more. */
  stop(): void;
}

/** Watches a boot that starts now; calls `onHang` once, at the first limit that passes. */
export function watch(limits: Limits, onHang: (hang: Hang) => void): Watch {
  const started = performance.now();
  let lastOutput = started;
  let lastLine = Number.POSITIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let over = false;

  const nearest = () =>
    [
      { from: lastOutput, seconds: limits.idle, idle: true, afterLastLine: false },
      { from: started, seconds: limits.total, idle: false, afterLastLine: false },
      { from: lastLine, seconds: limits.exit, idle: false, afterLastLine: true },
    ]
      .map(({ from, ...hang }) => ({ at: from + hang.seconds * 1000, hang }))
      .reduce((first, next) => (next.at < first.at ? next : first));

  const arm = () => {
    clearTimeout(timer);
    if (over) return;
    // The check comes one turn of the event loop after the timer, so that output that came in while sct itself was busy counts.
    timer = setTimeout(() => setImmediate(check), Math.max(0, nearest().at - performance.now()));
  };
  const check = () => {
    const { at, hang } = nearest();
    if (over || performance.now() < at) return arm();
    over = true;
    onHang(hang);
  };
  arm();

  return {
    sawOutput() {
      lastOutput = performance.now();
    },
    sawLastLine() {
      lastLine = Math.min(lastLine, performance.now());
      arm();
    },
    stop() {
      over = true;
      clearTimeout(timer);
    },
  };
}
