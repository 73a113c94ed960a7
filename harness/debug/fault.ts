// SPDX-License-Identifier: GPL-2.0-only
// gdb's commands from the case to where it goes wrong.

import { shellLine } from '../base/shell.ts';
import { type GuestKind, stopAtEnd } from './end.ts';

/** What trampolines are made of, which has no lines in the debug information: where it is written. */
export interface Assembly {
  file: string;
  /** What the user calls the file. */
  shown: string;
  firstLine: number;
  lastLine: number;
}

/** The script, in the cell's folder. */
export const FAULT_SCRIPT = 'fault.gdb';

/**
 * What gdb reads once the guest stands at the case: on to the first failed expectation, or to the first exception that nobody waits for, and in that
 * case back to the instruction that took it.
 *
 * An exception enters at the vectors, where no register has changed but for the few that the CPU sets: with PC, PSTATE and SP from where it
 * put them (Arm ARM, D1.3.1) the guest is as it was, and going on takes the exception again. One is waited for if the innermost guard is not the
 * case's own (TPIDR_EL1 holds the address of the `struct cpu` that knows both), or if its address is in the table of fix-ups.
 *
 * In Linux the vectors are its own, which take exceptions of code on SP_EL1 0x200 further on (Arm ARM, D1.3.1.4), and kprobes, which break into
 * code that is right, are no mistake.
 * @param kind what the guest is
 * @param el the exception level at which it runs
 * @param assembly shown at a fault in a trampoline, if it is known
 */
export function faultScript(kind: GuestKind, el: 1 | 2, assembly?: Assembly): string {
  const [pc, pstate] = [`$ELR_EL${el}`, `$SPSR_EL${el}`];
  const { setUp, isMistake, sp } = ENTRIES[kind];
  return `${setUp}
hbreak *$entered if $cpu->guard_top == $cpu->case_guard${isMistake}
hbreak case_fail
set $looking = 1
while $looking
  continue
  set $looking = 0
  if $pc == $entered
    set $entry = (int *) &__start___ex_table
    while $entry < (int *) &__stop___ex_table
      if (unsigned long) $entry + *$entry == ${pc}
        set $looking = 1
      end
      set $entry = $entry + 2
    end
  end
end
delete
${stopAtEnd(kind)}
if $pc == $entered
  set $pc = ${pc}
  set $cpsr = ${pstate}
${sp}  printf "the exception is taken here, ESR 0x%lx, FAR 0x%lx:\\n", $ESR_EL${el}, $FAR_EL${el}
  if ((unsigned long) $pc >> 48) == 0xffff
    x/6i $pc
  else
    echo no code can be there; the call before it returns to:\\n
    info symbol $lr
  end
  frame
${assembly ? show(assembly, TRAMPOLINES[kind]) : ''}else
  backtrace
end
`;
}

/** Where exceptions of cases come in, of which nobody takes what the condition leaves out, and whose stack pointer is not the handler's. */
const ENTRIES: Readonly<Record<GuestKind, { setUp: string; isMistake: string; sp: string }>> = {
  system: {
    setUp: `set $cpu = (struct cpu *) $TPIDR_EL1
set $entered = (unsigned long) &vectors`,
    isMistake: '',
    sp: '  set $sp = $SP_EL0\n',
  },
  linux: {
    setUp: 'set $entered = $vectors + 0x200',
    // BRK #4 to #7: KPROBES_BRK_IMM and its kin, arch/arm64/include/asm/brk-imm.h.
    isMistake: ' && ($ESR_EL1 & 0xfffffffc) != 0xf2000004',
    sp: '',
  },
};

/** Where trampolines lie. */
const TRAMPOLINES: Readonly<Record<GuestKind, { start: string; end: string }>> = {
  system: { start: '__static_call_text_start', end: '__static_call_text_end' },
  linux: { start: 'module_tramps_start', end: 'module_tramps_end' },
};

function show(
  { file, shown, firstLine, lastLine }: Assembly,
  { start, end }: { start: string; end: string },
): string {
  return `  if $pc >= (unsigned long) &${start} && $pc < (unsigned long) &${end}
    echo ${shown.replaceAll('\\', '\\\\')}, from line ${firstLine}:\\n
    shell ${shellLine(['sed', '-n', `${firstLine},${lastLine}p`, file])}
  end
`;
}
