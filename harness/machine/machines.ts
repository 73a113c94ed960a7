// SPDX-License-Identifier: GPL-2.0-only
// The machines sct knows, in the order in which they are listed and run. One record is all a new machine needs. `default` ones are few and
// quick; `full` takes one axis at a time from `max`, and then pairs of axes that have to do with one another.

import { type Build, DEFAULT_BUILD } from '../build/flags.ts';
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

/** The same for those that only `--matrix full` uses. */
const FULL = { ...PLAIN_TCG, matrix: 'full' } as const;

/** What differs from the default build. */
const built = (axes: Partial<Build>): Build => ({ ...DEFAULT_BUILD, ...axes });

/** The CPU with everything that QEMU knows; the only one of QEMU 7.2 that has BTI. */
const MAX = { cpu: 'max', midr: 0x000f0510, bti: true, pauth: true } as const;

/** Counts instructions exactly; the counters are only per CPU when there is one. */
const ICOUNT = { clock: 'icount', timeoutScale: 2, watchdog: 200 } as const;

/** Judges the default build. */
export const HOST: Host = { name: 'host', cpu: null, build: DEFAULT_BUILD, matrix: 'default' };

/** One for each build whose code may differ: the page size is in none of it. */
export const HOSTS: readonly Host[] = [
  HOST,
  { ...HOST, name: 'host-o0', build: built({ optimise: 'O0' }), matrix: 'full' },
  { ...HOST, name: 'host-os', build: built({ optimise: 'Os' }), matrix: 'full' },
  { ...HOST, name: 'host-gcc', build: built({ compiler: 'gcc' }), matrix: 'full' },
  { ...HOST, name: 'host-gcc-o0', build: built({ compiler: 'gcc', optimise: 'O0' }), matrix: 'full' },
];

export const MACHINES: readonly Machine[] = [
  // The default matrix.

  { ...PLAIN_TCG, ...MAX, name: 'max' },
  // Entered at EL2, as most real boards are.
  { ...PLAIN_TCG, ...MAX, name: 'max-el2', entryEl: 2 },
  { ...PLAIN_TCG, ...MAX, ...ICOUNT, name: 'max-icount' },
  // Armv8.0, before BTI: landing pads and PAC are hints that do nothing.
  { ...PLAIN_TCG, name: 'cortex-a57', cpu: 'cortex-a57', midr: 0x410fd070, bti: false, pauth: false },
  // Armv8.2, a server core without BTI.
  { ...PLAIN_TCG, name: 'neoverse-n1', cpu: 'neoverse-n1', midr: 0x410fd0c0, bti: false, pauth: false },
  // Armv9.0, a real core with BTI; QEMU has it since 8.1.
  { ...PLAIN_TCG, name: 'cortex-a710', cpu: 'cortex-a710', midr: 0x410fd470, bti: true, pauth: true },

  // CPU: every other family of cores, since each has ID registers of its own.

  { ...FULL, name: 'cortex-a53', cpu: 'cortex-a53', midr: 0x410fd030, bti: false, pauth: false },
  { ...FULL, name: 'cortex-a72', cpu: 'cortex-a72', midr: 0x410fd080, bti: false, pauth: false },
  { ...FULL, name: 'cortex-a76', cpu: 'cortex-a76', midr: 0x410fd0b0, bti: false, pauth: false },
  { ...FULL, name: 'a64fx', cpu: 'a64fx', midr: 0x460f0010, bti: false, pauth: false },
  // Not in QEMU 7.2.
  { ...FULL, name: 'cortex-a55', cpu: 'cortex-a55', midr: 0x410fd050, bti: false, pauth: false },
  { ...FULL, name: 'neoverse-v1', cpu: 'neoverse-v1', midr: 0x410fd400, bti: false, pauth: true },
  { ...FULL, name: 'neoverse-n2', cpu: 'neoverse-n2', midr: 0x410fd490, bti: true, pauth: true },

  // Exception level: stays at EL2 with E2H, as Linux does on most servers: one level's registers under the names of another's.

  { ...FULL, ...MAX, name: 'max-vhe', entryEl: 2, runEl: 2 },

  // Relocation: the image moved, and every address in it: literals too, before rodata becomes read-only.

  { ...FULL, ...MAX, name: 'max-kaslr', kaslr: true },

  // Pointer authentication: BTI without PAC: PACIASP is a landing pad all the same, and signs nothing.

  { ...FULL, ...MAX, name: 'max-nopac', cpu: 'max,pauth=off', pauth: false },

  // Compiler.

  { ...FULL, ...MAX, name: 'max-gcc', build: built({ compiler: 'gcc' }) },

  // Optimisation.

  { ...FULL, ...MAX, name: 'max-o0', build: built({ optimise: 'O0' }) },
  { ...FULL, ...MAX, name: 'max-os', build: built({ optimise: 'Os' }) },

  // Pairs.

  { ...FULL, ...MAX, name: 'max-gcc-o0', build: built({ compiler: 'gcc', optimise: 'O0' }) },
  // What a call costs is no business of the compiler's: the same numbers in code of each.
  { ...FULL, ...MAX, ...ICOUNT, name: 'max-icount-o0', build: built({ optimise: 'O0' }) },
  { ...FULL, ...MAX, ...ICOUNT, name: 'max-icount-gcc', build: built({ compiler: 'gcc' }) },
];
