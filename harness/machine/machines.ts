// SPDX-License-Identifier: GPL-2.0-only
import type { Machine } from './machine.ts';

/** The machines sct knows, in the order in which they are listed and run. One record is all a new machine needs. */
export const MACHINES: readonly Machine[] = [
  // The only machine of QEMU 7.2 whose CPU has BTI.
  {
    name: 'max',
    cpu: 'max',
    midr: 0x000f0510,
    entryEl: 1,
    bti: true,
    vcpus: 1,
    clock: 'realtime',
    memory: 128,
    timeoutScale: 1,
    watchdog: 4000,
    byDefault: true,
  },
  // Entered at EL2, as most real boards are.
  {
    name: 'max-el2',
    cpu: 'max',
    midr: 0x000f0510,
    entryEl: 2,
    bti: true,
    vcpus: 1,
    clock: 'realtime',
    memory: 128,
    timeoutScale: 1,
    watchdog: 4000,
    byDefault: true,
  },
  // Counts instructions exactly; the counters are only per-CPU when there is one.
  {
    name: 'max-icount',
    cpu: 'max',
    midr: 0x000f0510,
    entryEl: 1,
    bti: true,
    vcpus: 1,
    clock: 'icount',
    memory: 128,
    timeoutScale: 2,
    watchdog: 200,
    byDefault: true,
  },
  // Armv8.0, before BTI: landing pads and PAC are hints that do nothing.
  {
    name: 'cortex-a57',
    cpu: 'cortex-a57',
    midr: 0x410fd070,
    entryEl: 1,
    bti: false,
    vcpus: 1,
    clock: 'realtime',
    memory: 128,
    timeoutScale: 1,
    watchdog: 4000,
    byDefault: true,
  },
  // Armv8.2, a server core without BTI.
  {
    name: 'neoverse-n1',
    cpu: 'neoverse-n1',
    midr: 0x410fd0c0,
    entryEl: 1,
    bti: false,
    vcpus: 1,
    clock: 'realtime',
    memory: 128,
    timeoutScale: 1,
    watchdog: 4000,
    byDefault: true,
  },
  // Armv9.0, a real core with BTI; QEMU has it since 8.1.
  {
    name: 'cortex-a710',
    cpu: 'cortex-a710',
    midr: 0x410fd470,
    entryEl: 1,
    bti: true,
    vcpus: 1,
    clock: 'realtime',
    memory: 128,
    timeoutScale: 1,
    watchdog: 4000,
    byDefault: true,
  },
];
