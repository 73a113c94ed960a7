// SPDX-License-Identifier: GPL-2.0-only
// The QEMU of this machine.

import { cacheRoot } from '../store/places.ts';
import { assertLeast } from '../tool/least.ts';
import { findTool } from '../tool/tools.ts';
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
export async function probe(qemu: string): Promise<Probe> {
  const probed = await probeQemu({ qemu, cacheFolder: cacheRoot() });
  // One that does not tell its version may still boot.
  if (probed.facts) assertLeast(QEMU, qemu, probed.facts.version);
  return probed;
}
