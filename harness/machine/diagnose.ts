// SPDX-License-Identifier: GPL-2.0-only
// Where a guest that hangs, hangs: asked over QMP before QEMU is killed.

import { connectQmp } from './qmp.ts';

const NO_ANSWER = 'QEMU could not be asked where the guest is';

/** Whom to ask, and for how long. */
export interface DiagnoseOptions {
  /** QEMU's QMP socket. */
  socket: string;
  /** How long QEMU may take for its answers. */
  seconds?: number;
  /** Seconds of CPU time that QEMU has used so far, if somebody knows. */
  cpu?: () => number | undefined;
}

/**
 * QEMU that has run for so long and not answered will not, seconds: its main loop waits for a lock that a thread keeps which runs all the time. One that waits
 * for a CPU of the host has not run.
 */
const RAN = 0.4;
/** How often somebody looks, ms. */
const LOOK = 50;

/**
 * Stops the guest and tells where each vCPU is, one line each:
 * `cpu0: pc=0x… lr=0x… sp=0x… pstate=0x… EL1h`.
 * Never throws: a QEMU that does not answer is said to be one.
 */
export async function diagnose({
  socket,
  seconds = 2,
  cpu = () => undefined,
}: DiagnoseOptions): Promise<string[]> {
  const lines: string[] = [];
  const vain = new AbortController();
  const before = cpu();
  const looks = setInterval(() => {
    const now = cpu();
    if (before !== undefined && now !== undefined && now - before >= RAN) vain.abort();
  }, LOOK);
  try {
    using qmp = await connectQmp(socket, AbortSignal.any([vain.signal, AbortSignal.timeout(seconds * 1000)]));
    const cpus = (await qmp.execute('query-cpus-fast')) as { 'cpu-index': number }[];
    await qmp.execute('stop');
    for (const { 'cpu-index': index } of cpus) {
      const dump = await qmp.execute('human-monitor-command', {
        'command-line': 'info registers',
        'cpu-index': index,
      });
      lines.push(describeCpu(index, `${dump}`));
    }
  } catch (error) {
    lines.push(`${NO_ANSWER}: ${error instanceof Error ? error.message : error}`);
  } finally {
    clearInterval(looks);
  }
  return lines;
}

/** Whether QEMU said where the guest is. */
export function wasAnswered(diagnosis: readonly string[]): boolean {
  return !diagnosis.some((line) => line.startsWith(NO_ANSWER));
}

/** One line of a diagnosis from what `info registers` prints of an AArch64 vCPU. */
export function describeCpu(index: number, dump: string): string {
  const value = (name: string) => new RegExp(`\\b${name}=([0-9a-f]+)`).exec(dump)?.[1];
  const named = { pc: value('PC'), lr: value('X30'), sp: value('SP'), pstate: value('PSTATE') };
  if (!named.pc) return `cpu${index}: no registers of an AArch64 CPU in QEMU's answer`;
  const registers = Object.entries(named).map(([name, hex]) => `${name}=0x${hex ?? '?'}`);
  const level = /\bEL[0-3][ht]?\b/.exec(dump)?.[0];
  return [`cpu${index}:`, ...registers, ...(level ? [level] : [])].join(' ');
}
