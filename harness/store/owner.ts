// SPDX-License-Identifier: GPL-2.0-only
// Who a folder in a shared place belongs to, told by its name, so that what a killed harness left can be told from what a living one uses.

import { readFileSync, readlinkSync } from 'node:fs';

/** `<pid>-<start>-<pid namespace>`: pids come round again, and another container has pids of its own. */
const TAG = /^(\d+)-(\d+)-(\d+)$/;

/** What tells this process from every other one, now and later. Fit for a file name. */
export function ownerTag(): string {
  return `${process.pid}-${processStart(process.pid) ?? 0}-${pidNamespace()}`;
}

/**
 * Whether the process of `tag` is `alive`, `gone`, or `unknown`: it lived in another pid namespace, which cannot be seen from here,
 * or it is no tag at all.
 */
export function ownerState(tag: string): 'alive' | 'gone' | 'unknown' {
  const [, pid, start, namespace] = TAG.exec(tag) ?? [];
  if (!pid || namespace !== pidNamespace()) return 'unknown';
  return (processStart(Number(pid)) ?? 0) === Number(start) && isRunning(Number(pid)) ? 'alive' : 'gone';
}

/** Field 22 of /proc/<pid>/stat: start in clock ticks since the machine booted. Undefined without such a process or without /proc. */
function processStart(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // Field 2 is the name in parentheses and may hold anything; field 3 follows the last of them.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[22 - 3]);
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The inode of this process's pid namespace; 0 where there are none. */
function pidNamespace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
  } catch {
    return '0';
  }
}
