// SPDX-License-Identifier: GPL-2.0-only
// How much time and output a boot may take.

import type { Machine } from './machine.ts';

/** How much time and output a boot gets before it is taken for a hang. */
export interface Limits {
  /** Seconds without a byte of output. */
  idle: number;
  /** Seconds in all. */
  total: number;
  /** Seconds between the guest's last line and QEMU's exit. */
  exit: number;
  /** Bytes of output, the guest's and QEMU's own. */
  bytes: number;
}

/** For plain TCG: a whole guest takes well below a second, and its own watchdog ends a hung case long before `idle`. */
export const LIMITS: Limits = { idle: 10, total: 120, exit: 5, bytes: 8 * 1024 * 1024 };

/** The limits on a machine; `factor` is the user's own (`--timeout-scale`). Output is not scaled. */
export function limitsFor(machine: Machine, factor: number): Limits {
  const scale = machine.timeoutScale * factor;
  return {
    idle: LIMITS.idle * scale,
    total: LIMITS.total * scale,
    exit: LIMITS.exit * scale,
    bytes: LIMITS.bytes,
  };
}
