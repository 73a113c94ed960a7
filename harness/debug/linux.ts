// SPDX-License-Identifier: GPL-2.0-only
// What gdb is told of a module in Linux: where it is, only the guest knows.

import { join } from 'node:path';
import { nameOf } from '../base/plan.ts';
import { stopAtEnd } from './end.ts';
import { GDB_SOCKET, type GdbLine, quoted } from './gdb.ts';

/** Where the module waits (guest/module/bench/boot/wait.S), x9 is this, and the others are what follows. */
const WAITS = '0x5c7';

/** Steps there, as a command of gdb's own, since -ex takes one line. */
const TO_WAITING = 'sct-to-waiting';
export const TO_WAITING_SCRIPT = `define ${TO_WAITING}
  while $x9 != ${WAITS}
    stepi
  end
end
`;

/** The module's sections that gdb asks for, and the register that says where each is. */
const SECTIONS = {
  '.static_call.text': '$x1',
  '.rodata': '$x2',
  '.sct.cases': '$x3',
  '.sct.ex_table': '$x4',
} as const;

/** What the console says before it waits. */
export const WAITING = '# sct boot ';

/** The same for a module in Linux. */
export interface LinuxGdbLine extends Omit<GdbLine, 'elf' | 'displacement'> {
  /** The module, with symbols. */
  module: string;
  /** The kernel with symbols, where there is one: it runs where it is linked. */
  vmlinux?: string | undefined;
}

/**
 * gdb's command line for a Linux whose module waits, or is about to: attaches, adds the module's symbols where the module says that it is, and lets it go
 * on to the stop. By then all that is in memory, so the case's record is read from there.
 */
export function linuxGdbArgv(line: LinuxGdbLine): string[] {
  const { gdb, folder, module, vmlinux, root, subjectFolder, stop, first, script } = line;
  const sections = Object.entries(SECTIONS).map(([name, register]) => `-s ${name} ${register}`);
  const record = stop && [
    `set $case = *(struct sct_case *) &'sct_case.${nameOf(stop)}'`,
    'print $case',
    'set $run = (unsigned long) $case.run',
    'set $row = (unsigned long) $case.row',
  ];
  const commands = [
    `source ${first}`,
    `directory ${quoted(root)}`,
    `set substitute-path ./subject ${quoted(subjectFolder)}`,
    // Adding symbols is asked about.
    'set confirm off',
    'set remote query-attached-packet off',
    `target remote ${join(folder, GDB_SOCKET)}`,
    // It has said that it will wait, and may not have come to it.
    TO_WAITING,
    `add-symbol-file ${quoted(module)} $x0 ${sections.join(' ')}`,
    'set $cpu = (struct cpu *) $x5',
    'set $vectors = (unsigned long) $x6',
    ...(record ?? []),
    stop ? 'hbreak *$run if $x0 == $row' : 'hbreak *run_cases',
    'set $x9 = 0',
    'continue',
    stopAtEnd('linux'),
    ...(script === undefined ? [] : [`with pagination off -- source ${script}`]),
  ];
  return [gdb, '-q', ...commands.flatMap((command) => ['-ex', command]), ...(vmlinux ? [vmlinux] : [])];
}
