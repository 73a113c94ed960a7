// SPDX-License-Identifier: GPL-2.0-only
// The machines sct knows, in the order in which they are listed and run. One record is all a new machine needs. `default` ones are few and
// quick; `full` takes one axis at a time from `max`, and then pairs of axes that have to do with one another.

import { type Build, DEFAULT_BUILD } from '../compile/flags.ts';
import { HOST_KERNEL, type LinuxName } from '../tool/linux-kernel.ts';
import type { Host, Machine } from './machine.ts';

/** What a machine is unless its record says otherwise: QEMU's TCG in real time, one vCPU, entered at EL1. */
const PLAIN_TCG = {
  boots: true,
  accel: 'tcg',
  board: 'virt',
  tree: null,
  uart: 0,
  bootargs: [],
  powersOff: true,
  kind: 'system',
  entryEl: 1,
  runEl: 1,
  kaslr: false,
  vcpus: 1,
  clock: 'realtime',
  icountShift: 0,
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

/**
 * The CPU with everything that QEMU knows; the only one of QEMU 7.2 that has BTI. It signs by the algorithm that QEMU computes fastest, as newer
 * versions do unless told: which one it is shows nowhere but in the signatures.
 */
const MAX = { cpu: 'max,pauth-impdef=on', midr: 0x000f0510, bti: true, pauth: true } as const;

/** Armv8.0. */
const CORTEX_A53 = { cpu: 'cortex-a53', midr: 0x410fd030, bti: false, pauth: false } as const;
const CORTEX_A57 = { cpu: 'cortex-a57', midr: 0x410fd070, bti: false, pauth: false } as const;
const CORTEX_A72 = { cpu: 'cortex-a72', midr: 0x410fd080, bti: false, pauth: false } as const;
/** Armv8.2. */
const CORTEX_A55 = { cpu: 'cortex-a55', midr: 0x410fd050, bti: false, pauth: false } as const;
const CORTEX_A76 = { cpu: 'cortex-a76', midr: 0x410fd0b0, bti: false, pauth: false } as const;
const NEOVERSE_N1 = { cpu: 'neoverse-n1', midr: 0x410fd0c0, bti: false, pauth: false } as const;
const A64FX = { cpu: 'a64fx', midr: 0x460f0010, bti: false, pauth: false } as const;
/** Armv8.4. */
const NEOVERSE_V1 = { cpu: 'neoverse-v1', midr: 0x410fd400, bti: false, pauth: true } as const;
/** Armv9.0. */
const CORTEX_A710 = { cpu: 'cortex-a710', midr: 0x410fd470, bti: true, pauth: true } as const;
const NEOVERSE_N2 = { cpu: 'neoverse-n2', midr: 0x410fd490, bti: true, pauth: true } as const;

/** Counts instructions exactly; the counters are only per CPU when there is one. */
const ICOUNT = { clock: 'icount', timeoutScale: 2, watchdog: 200 } as const;

/** CPUs that wait for one another, on a host that may have fewer of them. */
const SMP2 = { vcpus: 2, timeoutScale: 2, watchdog: 15_000 } as const;

/** More CPUs than the host may have. */
const SMP4 = { vcpus: 4, timeoutScale: 4, watchdog: 30_000 } as const;

/** At -O0 a case takes some five times as many instructions. */
const SLOW = { timeoutScale: 3, watchdog: 12_000 } as const;
const SLOW_ICOUNT = { ...ICOUNT, timeoutScale: 6, watchdog: 600 } as const;

/** A process. The CPU is QEMU's where this machine has no arm64 CPU of its own. */
const PROCESS = {
  ...PLAIN_TCG,
  kind: 'process',
  board: 'none',
  entryEl: 0,
  runEl: 0,
  memory: 0,
  timeoutScale: 2,
  watchdog: 8000,
  build: built({ runtime: 'process', pageSize: 64 }),
} as const;

/**
 * This machine's own CPU, whatever it is. KVM has neither an EL2 for its guests nor a clock that counts instructions. MDSCR_EL1 is KVM's own, so each
 * step of suite `step` goes through the host: where that is emulated itself, 15 s for a case were seen.
 */
const KVM = {
  ...PLAIN_TCG,
  accel: 'kvm',
  cpu: 'host',
  midr: null,
  bti: null,
  pauth: null,
  timeoutScale: 4,
  watchdog: 30_000,
} as const;

/** Linux, which loads the cases as a module. It boots for a second or three, and prints little while it does. */
const LINUX = {
  ...PLAIN_TCG,
  kind: 'linux',
  memory: 512,
  timeoutScale: 4,
  watchdog: 8000,
  matrix: 'linux',
} as const;
const STOCK = { ...LINUX, build: built({ runtime: 'module', linux: 'linux-stock' }) } as const;
const CFI = { ...LINUX, build: built({ runtime: 'module', linux: 'linux-cfi', cfi: 'kcfi' }) } as const;

/** What is the Linux that runs here, for who names it and agrees (host-module.ts). */
export const HOST_MODULE = 'host-module';

/**
 * The Linux that runs here. How its module is built is its configuration's to say (`asItIsBuiltHere`). On hardware the whole of it takes seconds; silence is
 * another CPU's, or another task's, too.
 */
const HERE = {
  ...LINUX,
  kind: 'here',
  board: 'none',
  cpu: 'host',
  midr: null,
  bti: null,
  pauth: null,
  memory: 0,
  matrix: 'named',
  build: built({ runtime: 'module', linux: HOST_KERNEL }),
} as const;

/** A boot is some thousand million instructions, and what a case calls of Linux takes more of them than the guest kernel's. */
const LINUX_ICOUNT = { clock: 'icount', timeoutScale: 8, watchdog: 2000 } as const;

/** What a run with `--in-tree` boots: the kernel of the user's own tree, as it is in the cache. */
export const IN_TREE = 'linux-tree';

/** The machine of `--in-tree`. `linux`: under which name the cache has the kernel of the user's tree. */
export function inTreeMachine(linux: LinuxName): Machine {
  return {
    ...CFI,
    ...MAX,
    name: IN_TREE,
    why: "The user's own kernel, trampolines and transform and all.",
    build: built({ runtime: 'module', linux, cfi: 'kcfi' }),
  };
}

/** Reasons that several machines share. */
const ANY_BUILD = 'The trampoline is the same whatever compiles the code around it.';
const GRANULE = 'Pages of another size, for the poke slot above all; ADRP counts in 4 KiB all the same.';
const OTHER_CPU = 'ID registers, caches and features of its own: nothing may rest on those of `max`.';
const NEWER_CPU = `${OTHER_CPU} Not in QEMU 7.2.`;

/** Judges the default build. */
export const HOST: Host = {
  name: 'host',
  boots: false,
  why: 'Judges what the trampoline is, from the image; boots nothing.',
  build: DEFAULT_BUILD,
  matrix: 'default',
};

/** One for each build whose code may differ: the page size is in none of it. */
export const HOSTS: readonly Host[] = [
  HOST,
  {
    ...HOST,
    name: 'host-process',
    build: built({ runtime: 'process', pageSize: 64 }),
    why: 'Judges the same of the image that is a process.',
  },
  {
    ...HOST,
    name: 'host-kcfi',
    build: built({ cfi: 'kcfi' }),
    matrix: 'full',
    why: 'The trampoline is the same whatever is checked around it.',
  },
  { ...HOST, name: 'host-o0', build: built({ optimise: 'O0' }), matrix: 'full', why: ANY_BUILD },
  { ...HOST, name: 'host-os', build: built({ optimise: 'Os' }), matrix: 'full', why: ANY_BUILD },
  { ...HOST, name: 'host-gcc', build: built({ compiler: 'gcc' }), matrix: 'full', why: ANY_BUILD },
  {
    ...HOST,
    name: 'host-gcc-o0',
    build: built({ compiler: 'gcc', optimise: 'O0' }),
    matrix: 'full',
    why: ANY_BUILD,
  },
];

/** Every machine that boots something, in the order in which lists and tables have them. */
export const MACHINES: readonly Machine[] = [
  // The default matrix.
  {
    ...PLAIN_TCG,
    ...MAX,
    name: 'max',
    why: 'Everything that QEMU knows, BTI above all; every other machine differs from it in as little as can be.',
  },
  {
    ...PLAIN_TCG,
    ...MAX,
    name: 'max-el2',
    entryEl: 2,
    why: 'Entered at EL2, as most real boards are, and dropped to EL1.',
  },
  {
    ...PLAIN_TCG,
    ...MAX,
    ...ICOUNT,
    name: 'max-icount',
    why: 'Counts the instructions of a call exactly.',
  },
  {
    ...PLAIN_TCG,
    ...MAX,
    ...ICOUNT,
    name: 'max-icount4',
    icountShift: 4,
    watchdog: 3200,
    why: 'An instruction takes 16 ns, one tick of CNTVCT at 62.5 MHz: an alarm can be set to a certain instruction.',
  },
  {
    ...PLAIN_TCG,
    ...MAX,
    name: 'max-smp2',
    ...SMP2,
    why: 'Two CPUs at once, each in a host thread of its own.',
  },
  {
    ...PLAIN_TCG,
    ...MAX,
    name: 'max-kcfi',
    build: built({ cfi: 'kcfi' }),
    why: 'A kernel with kCFI, for which these trampolines were merged: each indirect call of C checks the type of what it calls.',
  },
  {
    ...PLAIN_TCG,
    ...CORTEX_A57,
    name: 'cortex-a57',
    why: 'Armv8.0, before BTI: landing pads and PAC are hints that do nothing.',
  },
  {
    ...PLAIN_TCG,
    ...NEOVERSE_N1,
    name: 'neoverse-n1',
    why: 'Armv8.2, a server core without BTI.',
  },
  {
    ...PLAIN_TCG,
    ...CORTEX_A710,
    name: 'cortex-a710',
    why: 'Armv9.0, a real core with BTI; QEMU has it since 8.1.',
  },

  {
    ...PROCESS,
    ...MAX,
    name: 'process',
    why: "No kernel of ours: a static binary as it runs on any arm64 Linux, under Linux's own rules for pages, signals and threads.",
  },
  {
    ...PROCESS,
    ...CORTEX_A57,
    name: 'process-a57',
    why: 'The same file where nothing is guarded or signed.',
  },

  // Linux.
  {
    ...STOCK,
    ...MAX,
    // Nothing of this kernel is guarded: it was built by gcc, without ARM64_BTI_KERNEL.
    bti: false,
    name: 'linux-stock',
    why: "Linux's own loader, patching code and exceptions: Debian's kernel for this release, as it is. Nothing there is guarded, or checks types.",
  },
  {
    ...STOCK,
    ...CORTEX_A53,
    name: 'linux-stock-a53',
    why: "The CPU with erratum 843419, for which Linux's module loader rewrites an ADRP in the last two words of a page.",
  },
  {
    ...STOCK,
    ...MAX,
    bti: false,
    name: 'linux-stock-gcc',
    build: built({ runtime: 'module', linux: 'linux-stock', compiler: 'gcc' }),
    why: 'The module by gcc, as that kernel is and all that Debian builds for it: its file-scope assembly, its literals.',
  },
  {
    ...CFI,
    ...MAX,
    name: 'linux-cfi',
    why: 'A kernel with kCFI and BTI in force, as the trampolines are merged for; made once, by `npm run setup:linux`.',
  },
  {
    ...CFI,
    ...MAX,
    ...SMP2,
    name: 'linux-cfi-smp',
    why: 'The same with another CPU: it calls while the first one updates, and each write has to reach its TLB.',
  },
  {
    ...CFI,
    ...MAX,
    name: 'linux-cfi-64k',
    build: built({ runtime: 'module', linux: 'linux-cfi-64k', pageSize: 64, cfi: 'kcfi' }),
    why: `The same with pages of 64 KiB. ${GRANULE}`,
  },
  {
    ...STOCK,
    ...MAX,
    ...LINUX_ICOUNT,
    bti: false,
    name: 'linux-stock-icount',
    why: 'What a call costs in Linux, in instructions, exactly: by the counters that perf hands out, and as many as in the guest kernel.',
  },
  {
    ...CFI,
    ...MAX,
    ...LINUX_ICOUNT,
    name: 'linux-cfi-icount',
    why: 'The same where each page of text is guarded and types are checked.',
  },

  // This machine's own CPU.
  {
    ...KVM,
    name: 'kvm',
    why: 'A real CPU, its caches and its pipeline: what a call costs in cycles. MIDR, BTI and PAC are compared with what the kernel says.',
  },
  {
    ...SMP2,
    ...KVM,
    vcpus: 2,
    name: 'kvm-smp2',
    why: 'The order in which real CPUs see memory, and their instruction caches.',
  },
  { ...KVM, name: 'kvm-64k', build: built({ pageSize: 64 }), why: GRANULE },

  {
    ...HERE,
    name: HOST_MODULE,
    why: "This machine's own kernel, on its own CPU, if that is arm64: nothing between the subject and the hardware. A wrong one can crash it, so it is never run unasked.",
  },

  // CPU.
  { ...FULL, ...CORTEX_A53, name: 'cortex-a53', why: OTHER_CPU },
  { ...FULL, ...CORTEX_A72, name: 'cortex-a72', why: OTHER_CPU },
  { ...FULL, ...CORTEX_A76, name: 'cortex-a76', why: OTHER_CPU },
  { ...FULL, ...A64FX, name: 'a64fx', why: OTHER_CPU },
  { ...FULL, ...CORTEX_A55, name: 'cortex-a55', why: NEWER_CPU },
  { ...FULL, ...NEOVERSE_V1, name: 'neoverse-v1', why: NEWER_CPU },
  { ...FULL, ...NEOVERSE_N2, name: 'neoverse-n2', why: NEWER_CPU },

  // Exception level.
  {
    ...FULL,
    ...MAX,
    name: 'max-vhe',
    entryEl: 2,
    runEl: 2,
    why: "Stays at EL2 with E2H, as Linux does on most servers: one level's registers under the names of another's.",
  },

  // CPUs at once.
  {
    ...FULL,
    ...MAX,
    name: 'max-smp4',
    ...SMP4,
    why: 'More CPUs than the host may have, so that they wait for one another.',
  },
  {
    ...FULL,
    ...MAX,
    name: 'max-smp2-vhe',
    entryEl: 2,
    runEl: 2,
    ...SMP2,
    why: 'Two CPUs that both stay at EL2.',
  },

  {
    ...PROCESS,
    ...MAX,
    ...SMP2,
    matrix: 'full',
    name: 'process-smp2',
    why: 'Two threads, which see the order of memory that the host has.',
  },

  // Relocation.
  {
    ...FULL,
    ...MAX,
    name: 'max-kaslr',
    kaslr: true,
    why: 'The image moved, and every address in it: literals too, before rodata becomes read-only.',
  },

  // Pointer authentication.
  {
    ...FULL,
    ...MAX,
    name: 'max-nopac',
    cpu: 'max,pauth=off',
    pauth: false,
    why: 'BTI without PAC: PACIASP is a landing pad all the same, and signs nothing.',
  },

  // Granule.
  { ...FULL, ...MAX, name: 'max-16k', build: built({ pageSize: 16 }), why: GRANULE },
  { ...FULL, ...MAX, name: 'max-64k', build: built({ pageSize: 64 }), why: GRANULE },

  // Compiler.
  {
    ...FULL,
    ...MAX,
    name: 'max-gcc',
    build: built({ compiler: 'gcc' }),
    why: "The other compiler that kernels are built with: its idea of a call, and its assembler for the subject's macros.",
  },

  // kCFI.
  {
    ...FULL,
    ...MAX,
    name: 'max-kcfi-ftrace',
    build: built({ cfi: 'kcfi-ftrace' }),
    why: 'kCFI with room for a tracer before each function: the type word lies 8 bytes further up, wherever C calls.',
  },
  {
    ...FULL,
    ...MAX,
    name: 'max-kcfi-vhe',
    entryEl: 2,
    runEl: 2,
    build: built({ cfi: 'kcfi' }),
    why: 'A failed check is a BRK of EL2 there.',
  },
  {
    ...FULL,
    ...MAX,
    ...ICOUNT,
    name: 'max-kcfi-icount',
    build: built({ cfi: 'kcfi' }),
    why: 'What a call costs with kCFI about it: the trampoline as much as without, since nothing of it is checked.',
  },
  {
    ...PROCESS,
    ...MAX,
    matrix: 'full',
    name: 'process-kcfi',
    build: built({ runtime: 'process', pageSize: 64, cfi: 'kcfi' }),
    why: 'The same checks where a failed one is a SIGTRAP.',
  },

  // Optimisation.
  {
    ...FULL,
    ...MAX,
    ...SLOW,
    name: 'max-o0',
    build: built({ optimise: 'O0' }),
    why: 'Nothing inlined or devirtualised: each static call is as it was written.',
  },
  {
    ...FULL,
    ...MAX,
    name: 'max-os',
    build: built({ optimise: 'Os' }),
    why: 'As CONFIG_CC_OPTIMIZE_FOR_SIZE: outlined code and other register choices around the calls.',
  },

  // Pairs.
  {
    ...FULL,
    ...MAX,
    name: 'max-kaslr-64k',
    kaslr: true,
    build: built({ pageSize: 64 }),
    why: 'As distributions run on servers: a granule that leaves fewer bits to the random base.',
  },
  {
    ...FULL,
    ...MAX,
    name: 'max-vhe-64k',
    entryEl: 2,
    runEl: 2,
    build: built({ pageSize: 64 }),
    why: "The other granule in EL2's own translation regime.",
  },
  {
    ...FULL,
    ...CORTEX_A57,
    name: 'cortex-a57-64k',
    build: built({ pageSize: 64 }),
    why: 'The other granule where nothing is guarded.',
  },
  {
    ...FULL,
    ...MAX,
    name: 'max-smp2-16k',
    ...SMP2,
    build: built({ pageSize: 16 }),
    why: 'Two CPUs patch and call in pages of another size: the walk over the tables meets the poke slot there too.',
  },
  {
    ...FULL,
    ...MAX,
    name: 'max-gcc-smp2',
    ...SMP2,
    build: built({ compiler: 'gcc' }),
    why: "The other compiler's idea of what may be kept in registers or moved while another CPU stores.",
  },
  {
    ...FULL,
    ...CORTEX_A76,
    name: 'cortex-a76-16k',
    build: built({ pageSize: 16 }),
    why: 'One of the few real cores with a 16 KiB granule.',
  },
  {
    ...FULL,
    ...MAX,
    name: 'max-kaslr-vhe',
    kaslr: true,
    entryEl: 2,
    runEl: 2,
    why: 'Moved and at EL2: what a server boots by default.',
  },
  {
    ...FULL,
    ...NEOVERSE_N1,
    name: 'neoverse-n1-vhe',
    entryEl: 2,
    runEl: 2,
    why: 'E2H where nothing is guarded or signed.',
  },
  {
    ...FULL,
    ...MAX,
    name: 'max-gcc-kaslr',
    kaslr: true,
    build: built({ compiler: 'gcc' }),
    why: 'The other compiler has ways of its own to hold an address; each must be moved too.',
  },
  {
    ...FULL,
    ...MAX,
    ...SLOW,
    name: 'max-gcc-o0',
    build: built({ compiler: 'gcc', optimise: 'O0' }),
    why: 'Every call of the other compiler as it was written, none tail-called.',
  },
  {
    ...FULL,
    ...MAX,
    ...SLOW_ICOUNT,
    name: 'max-icount-o0',
    build: built({ optimise: 'O0' }),
    why: "What a call costs is no business of the optimiser's: the same numbers as at -O2.",
  },
  {
    ...FULL,
    ...MAX,
    ...ICOUNT,
    name: 'max-icount-gcc',
    build: built({ compiler: 'gcc' }),
    why: "What a call costs is no business of the compiler's either: the same numbers as clang's.",
  },

  // Boards, by their own device trees.
  {
    ...FULL,
    ...CORTEX_A53,
    ...SMP4,
    name: 'raspi3b',
    board: 'raspi3b',
    tree: 'broadcom/bcm2837-rpi-3-b.dtb',
    uart: 1,
    powersOff: false,
    entryEl: 2,
    memory: 1024,
    why: 'Raspberry Pi 3: the mini UART by stdout-path, interrupts of the BCM2836, CPUs in a spin-table, nothing that turns it off.',
  },
  {
    ...FULL,
    ...CORTEX_A53,
    ...SMP4,
    name: 'raspi3b-8250',
    board: 'raspi3b',
    tree: 'broadcom/bcm2837-rpi-3-b.dtb',
    uart: 1,
    // The mini UART's registers are an 8250's, a word each.
    bootargs: ['earlycon=uart8250,mmio32,0x3f215040'],
    powersOff: false,
    entryEl: 2,
    memory: 1024,
    why: "The driver of an 8250, by earlycon=: QEMU 7.2 and 10.0 model no arm64 board of Debian's device trees that has another one.",
  },
  {
    ...FULL,
    ...CORTEX_A72,
    ...SMP4,
    name: 'raspi4b',
    board: 'raspi4b',
    tree: 'broadcom/bcm2711-rpi-4-b.dtb',
    bootargs: ['earlycon=pl011,mmio32,0xfe201000'],
    powersOff: false,
    entryEl: 2,
    memory: 2048,
    why: 'Raspberry Pi 4: a PL011 by earlycon= though the tree names another UART, a GIC-400, a spin-table. QEMU has it since 9.0.',
  },
  {
    ...FULL,
    ...CORTEX_A53,
    ...SMP4,
    name: 'xlnx-zcu102',
    board: 'xlnx-zcu102',
    tree: 'xilinx/zynqmp-zcu102-rev1.0.dtb',
    why: 'Zynq UltraScale+: a Cadence UART, PSCI by SMC, a GIC-400.',
  },
  {
    ...FULL,
    ...CORTEX_A72,
    ...SMP2,
    name: 'xlnx-versal-virt',
    board: 'xlnx-versal-virt',
    // Two Cortex-R5 among them.
    smp: 4,
    entryEl: 2,
    why: 'Versal, by the tree that QEMU makes: a GICv3 without a group for FIQs.',
  },
  {
    ...FULL,
    ...CORTEX_A53,
    ...SMP4,
    name: 'imx8mp-evk',
    board: 'imx8mp-evk',
    tree: 'freescale/imx8mp-evk.dtb',
    uart: 1,
    entryEl: 2,
    why: 'i.MX 8M Plus: its own kind of UART, a bus in a bus with ranges of its own, a counter of 8 MHz. QEMU has it since 10.0.',
  },
];
