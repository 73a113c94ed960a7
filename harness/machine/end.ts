// SPDX-License-Identifier: GPL-2.0-only
// How a boot ended, as the machine saw it.

/**
 * How a boot ended, as seen from outside the guest. None of these is a verdict: QEMU leaves with 0 after any
 * PSCI power-off, so what the guest printed decides.
 */
export type BootEnd =
  /**
   * PSCI SYSTEM_OFF: QEMU left with 0. Or sct has turned off a machine that no guest can turn off, asleep behind its last line. Of a process: it
   * left by itself, with one of the codes that it may leave with.
   */
  | { kind: 'poweroff'; code?: number }
  /** PSCI SYSTEM_RESET, or QEMU told of a reset. */
  | { kind: 'reset' }
  /** QEMU left by itself with another code; `stderr` is its own message. */
  | { kind: 'exit'; code: number; stderr: string; process?: true }
  /** Something else killed QEMU, e.g. the kernel's OOM killer. */
  | { kind: 'signal'; signal: string; stderr: string; process?: true }
  /** sct killed it: `seconds` without output (`idle`) or in all; `diagnosis` is what QMP said beforehand. */
  | { kind: 'timeout'; seconds: number; idle: boolean; diagnosis: string[] }
  /** sct killed it: more output than any guest has reason to print. */
  | { kind: 'flood'; bytes: number }
  /** sct ended it, since it goes on better in another boot. */
  | { kind: 'stopped' }
  /** It was somebody else who saw it, and wrote it down: no more is there, but perhaps what a process left with. So it is of a module in this machine's own kernel. */
  | { kind: 'log'; code?: number }
  /** The user stopped the run. */
  | { kind: 'interrupted'; signal: string };
