// SPDX-License-Identifier: GPL-2.0-only
// What a machine's record says.

import type { Build } from '../compile/flags.ts';

/** Runs that can be asked for, and have machines: every `sct run`, those with `--matrix full`, or those with `--matrix linux` alone. */
export type Matrix = 'default' | 'full' | 'linux';

/** What every record has, whether or not it boots. */
interface Place {
  name: string;
  /** What this machine shows that no other does; for docs/machines.md. */
  why: string;
  /** How the image that it boots or judges is made. */
  build: Build;
  /** The runs that have it; `named`: those alone that name it. */
  matrix: Matrix | 'named';
}

/** In what machines that boot differ from one another. `axes.ts` says each of them to people and programs. */
export interface Axes {
  /** What carries the cases: a kernel that QEMU boots, or a process of Linux, on this machine's own CPU where that is arm64, else in QEMU's user mode; or Linux, which QEMU boots and which loads them as a module; or the Linux that runs here, which does. */
  kind: 'system' | 'process' | 'linux' | 'here';
  /** What executes the guest: QEMU's translator, or this machine's own CPU. A process is QEMU's user mode's, or on arm64 the CPU's. */
  accel: 'tcg' | 'kvm';
  /** QEMU's `-machine`: `virt`, whose CPU is ours to choose, or the model of a real board, which has one; nothing for a process. */
  board: string;
  /** QEMU's `-cpu`: a model, perhaps with properties; a real board's own; `host` under KVM. */
  cpu: string;
  /** Exception level at entry. */
  entryEl: 0 | 1 | 2;
  /** Exception level at which the guest is told to run; EL2 means with E2H, as Linux does, EL0 a process. */
  runEl: 0 | 1 | 2;
  /** Whether the image is moved to another virtual address than it is linked at, as KASLR does; else it must be there. */
  kaslr: boolean;
  /** Whether the CPU has FEAT_BTI; the guest's own word for it must agree. Null where the CPU is the host's: its kernel says. */
  bti: boolean | null;
  /** Whether the CPU has FEAT_PAuth, so that return addresses are signed; the guest's own word for it must agree. Null as above. */
  pauth: boolean | null;
  vcpus: number;
  /** `icount`: virtual time is the count of executed instructions, exact and repeatable; needs one vCPU. */
  clock: 'realtime' | 'icount';
  /** Under icount an instruction takes 2^this ns of virtual time. */
  icountShift: number;
}

/** Where a guest runs. Adding a machine is adding one record to `machines.ts`. */
export interface Machine extends Place, Axes {
  boots: true;
  /** The CPU's MIDR_EL1, variant and revision 0: those differ between versions of QEMU. The guest's own word for it must agree. Null as above. */
  midr: number | null;
  /** The board's device tree among those of Debian's kernel; null for the one that QEMU makes. */
  tree: string | null;
  /** What QEMU wants for `-smp`, if it counts CPUs that run no guest of ours. */
  smp?: number;
  /** Which of the board's UARTs, as QEMU counts them, is the console that the tree names. */
  uart: number;
  /** What the guest is told beside what every guest is told. */
  bootargs: readonly string[];
  /** Whether the guest can turn the machine off; else sct does, when the guest sleeps behind its last line. */
  powersOff: boolean;
  /** MiB of RAM; 0 where the guest is a process. */
  memory: number;
  /** Factor on every time-out, for machines that are slower than plain TCG. */
  timeoutScale: number;
  /** How long a case may run before the guest's own watchdog ends it, ms of the guest's clock. Under icount 1 ms is 10^6 instructions. */
  watchdog: number;
}

/** The machine that boots nothing: suite `abi`, judged from the image of its build. */
export interface Host extends Place {
  boots: false;
}
