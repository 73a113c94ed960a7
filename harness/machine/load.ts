// SPDX-License-Identifier: GPL-2.0-only
// What a process has had of the host, from /proc: a guest that is silent hangs, or its QEMU waits for a CPU.

import { readdirSync, readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';

/** Linux's USER_HZ, in which /proc counts: 100 on every architecture that has arm64 guests to run. */
const TICKS_PER_SECOND = 100;

/** How many processes there are for each CPU of the host, of late; less than 1 where some CPU has nothing to do. */
export function crowd(): number {
  const [lastMinute = 0] = loadavg();
  return lastMinute / Math.max(1, cpus().length);
}

/** Seconds of CPU time that a process has used, all threads together; undefined if nobody knows. */
export function cpuSeconds(pid: number): number | undefined {
  const fields = statOf(`/proc/${pid}/stat`);
  // proc(5): utime is field 14, stime field 15; what follows the name begins with field 3.
  const [user, system] = [Number(fields?.[11]), Number(fields?.[12])];
  return Number.isFinite(user + system) ? (user + system) / TICKS_PER_SECOND : undefined;
}

/** What a thread has had of the host, seconds: time on a CPU, and time in which it wanted one. */
export interface Share {
  ran: number;
  waited: number;
}

/** What each thread of a process has had so far, by its number; undefined if nobody knows. */
export type Shares = ReadonlyMap<string, Share> | undefined;

/** Reads what each thread has had from the scheduler's own count: nanoseconds that it ran, and that it waited in a queue (Linux, sched-stats). */
export function sharesOf(pid: number): Shares {
  try {
    return new Map(
      readdirSync(`/proc/${pid}/task`).map((task) => {
        const [ran = 0, waited = 0] = readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8')
          .split(' ')
          .map(Number);
        return [task, { ran: ran / 1e9, waited: waited / 1e9 }];
      }),
    );
  } catch {
    return undefined;
  }
}

/** What each thread has had between two moments, in no order; undefined if one of them is not known. */
export function sharesSince(before: Shares, now: Shares): Share[] | undefined {
  if (!before || !now) return undefined;
  return Array.from(now, ([task, { ran, waited }]) => {
    const had = before.get(task) ?? { ran: 0, waited: 0 };
    return { ran: ran - had.ran, waited: waited - had.waited };
  });
}

/** Whether no thread of a process runs or wants to. */
export function isAsleep(pid: number): boolean {
  try {
    return readdirSync(`/proc/${pid}/task`).every(
      (task) => statOf(`/proc/${pid}/task/${task}/stat`)?.[0] === 'S',
    );
  } catch {
    return false;
  }
}

/** The fields behind the name, which may itself hold blanks and brackets. */
function statOf(file: string): string[] | undefined {
  try {
    const text = readFileSync(file, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
