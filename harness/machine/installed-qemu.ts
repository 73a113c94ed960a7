// SPDX-License-Identifier: GPL-2.0-only
// The QEMU of this machine.

import { cacheRoot } from '../store/places.ts';
import { assertLeast } from '../tool/least.ts';
import { findTool } from '../tool/tools.ts';
import type { Machine } from './machine.ts';
import { type Probe, probeQemu } from './probe.ts';

const QEMU = 'qemu-system-aarch64';

/** Its absolute path. @throws ToolMissing */
export function findQemu(): string {
  return findTool(QEMU);
}

/**
 * What it is, asked once and remembered.
 * @throws ToolMissing if it is none, or too old
 */
export async function probe(qemu: string = findQemu()): Promise<Probe> {
  const probed = await probeQemu({ qemu, cacheFolder: cacheRoot() });
  // One that does not tell its version may still boot.
  if (probed.facts) assertLeast(QEMU, qemu, probed.facts.version);
  return probed;
}

/** Where nothing boots that needs it. */
const NOBODY_ASKED: Probe = { facts: { version: '', cpus: [], boards: [] }, problem: null };

/** Whether QEMU boots it: its user mode, and what runs here, are another matter. */
function needsQemu(kind: Machine['kind']): boolean {
  return kind === 'system' || kind === 'linux';
}

/** The same as far as these machines need it: a process needs nothing of the QEMU that boots, which may not even be installed. */
export async function probeFor(
  machines: readonly Pick<Machine, 'kind'>[],
  ask = () => probe(),
): Promise<Probe> {
  return machines.some(({ kind }) => needsQemu(kind)) ? ask() : NOBODY_ASKED;
}
