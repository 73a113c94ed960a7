// SPDX-License-Identifier: GPL-2.0-only
import { DEFAULT_BUILD } from '../build/flags.ts';
import type { Host, Machine } from './machine.ts';

/** What a machine is unless its record says otherwise: QEMU's TCG in real time, one vCPU, entered at EL1. */
const PLAIN_TCG = {
  entryEl: 1,
  runEl: 1,
  kaslr: false,
  vcpus: 1,
  clock: 'realtime',
  memory: 128,
  timeoutScale: 1,
  watchdog: 4000,
  build: DEFAULT_BUILD,
  matrix: 'default',
} as const;

/** Judges the default build. */
export const HOST: Host = { name: 'host', cpu: null, build: DEFAULT_BUILD, matrix: 'default' };

/** One for each build whose code may differ; the page size is in none of it. */
export const HOSTS: readonly Host[] = [HOST];

/** The machines sct knows, in the order in which they are listed and run. One record is all a new machine needs. */
export const MACHINES: readonly Machine[] = [
  // The only machine of QEMU 7.2 whose CPU has BTI.
  {
    ...PLAIN_TCG,
    name: 'max',
    cpu: 'max',
    midr: 0x000f0510,
    bti: true,
  },
  // Entered at EL2, as most real boards are.
  {
    ...PLAIN_TCG,
    name: 'max-el2',
    cpu: 'max',
    midr: 0x000f0510,
    entryEl: 2,
    bti: true,
  },
  // Stays at EL2 with E2H, as Linux does on most servers: one level's registers under the names of another's.
  {
    ...PLAIN_TCG,
    name: 'max-vhe',
    cpu: 'max',
    midr: 0x000f0510,
    entryEl: 2,
    runEl: 2,
    bti: true,
    matrix: 'full',
  },
  // The image moved, and every address in it: literals too, before rodata becomes read-only.
  {
    ...PLAIN_TCG,
    name: 'max-kaslr',
    cpu: 'max',
    midr: 0x000f0510,
    kaslr: true,
    bti: true,
    matrix: 'full',
  },
  // Counts instructions exactly; the counters are only per-CPU when there is one.
  {
    ...PLAIN_TCG,
    name: 'max-icount',
    cpu: 'max',
    midr: 0x000f0510,
    bti: true,
    clock: 'icount',
    timeoutScale: 2,
    watchdog: 200,
  },
  // Armv8.0, before BTI: landing pads and PAC are hints that do nothing.
  {
    ...PLAIN_TCG,
    name: 'cortex-a57',
    cpu: 'cortex-a57',
    midr: 0x410fd070,
    bti: false,
  },
  // Armv8.2, a server core without BTI.
  {
    ...PLAIN_TCG,
    name: 'neoverse-n1',
    cpu: 'neoverse-n1',
    midr: 0x410fd0c0,
    bti: false,
  },
  // Armv9.0, a real core with BTI; QEMU has it since 8.1.
  {
    ...PLAIN_TCG,
    name: 'cortex-a710',
    cpu: 'cortex-a710',
    midr: 0x410fd470,
    bti: true,
  },
];
