// SPDX-License-Identifier: GPL-2.0-only
// gdb's commands from the case to where it goes wrong.

import { shellLine } from '../base/shell.ts';
import { STOP_AT_END } from './end.ts';

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
 * @param el the exception level at which the guest runs
 * @param assembly shown at a fault in a trampoline, if it is known
 */
export function faultScript(el: 1 | 2, assembly?: Assembly): string {
  const [pc, pstate] = [`$ELR_EL${el}`, `$SPSR_EL${el}`];
  return `set $cpu = (struct cpu *) $TPIDR_EL1
hbreak *vectors if $cpu->guard_top == $cpu->case_guard
hbreak case_fail
set $looking = 1
while $looking
  continue
  set $looking = 0
  if $pc == (unsigned long) &vectors
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
${STOP_AT_END}
if $pc == (unsigned long) &vectors
  set $pc = ${pc}
  set $cpsr = ${pstate}
  set $sp = $SP_EL0
  printf "the exception is taken here, ESR 0x%lx, FAR 0x%lx:\\n", $ESR_EL${el}, $FAR_EL${el}
  x/6i $pc
  frame
${assembly ? show(assembly) : ''}else
  backtrace
end
`;
}

function show({ file, shown, firstLine, lastLine }: Assembly): string {
  return `  if $pc >= (unsigned long) &__static_call_text_start && $pc < (unsigned long) &__static_call_text_end
    echo ${shown.replaceAll('\\', '\\\\')}, from line ${firstLine}:\\n
    shell ${shellLine(['sed', '-n', `${firstLine},${lastLine}p`, file])}
  end
`;
}
