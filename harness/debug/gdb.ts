// SPDX-License-Identifier: GPL-2.0-only
// What gdb is told, so that whoever sits before it finds the guest at the case, with symbols and sources.

import { join } from 'node:path';
import { nameOf } from '../base/plan.ts';
import { commaSafe } from '../machine/argv.ts';
import { stopAtEnd } from './end.ts';
import type { Stop } from './stop.ts';

/** QEMU's gdbstub, in the cell's folder. */
export const GDB_SOCKET = 'gdb.sock';

/** What QEMU is told on top of the cell's command line: to wait for a debugger with its first instruction, unless the guest itself does, later. */
export function stubArguments(folder: string, waits: 'at once' | 'later' = 'at once'): string[] {
  const path = commaSafe(join(folder, GDB_SOCKET));
  return [...(waits === 'at once' ? ['-S'] : []), '-gdb', `unix:${path},server=on,wait=off`];
}

/** What gdb's command line is made of. */
export interface GdbLine {
  gdb: string;
  /** The cell's folder, which holds the socket. */
  folder: string;
  /** ELF with symbols and line numbers. */
  elf: string;
  /** The project: its sources are named relative to it. */
  root: string;
  /** The subject's folder: `subject/…` in the line numbers of one from outside. */
  subjectFolder: string;
  stop: Stop;
  /** A script that gdb reads before it attaches. */
  first: string;
  /** A script that gdb reads at the stop. */
  script?: string | undefined;
  /** How far from its linked address the image runs. */
  displacement: bigint;
}

/** The symbol of the guest's first C function behind the MMU. */
const FIRST = 'kernel_main';

/**
 * gdb's command line: attaches, and lets the guest run up to the stop.
 *
 * Cases have no function of their own if they are rows of a table. So the breakpoint is taken from the case's record in the
 * guest's table: the function that runs it, and the row that this function gets in x0. The record is read from the ELF
 * file before gdb attaches, since the guest's memory at that address is not there before its MMU is on. For the same reason
 * the breakpoint is a hardware one, which writes nothing. The file knows linked addresses alone, so the symbols are moved after that.
 */
export function gdbArgv({
  gdb,
  folder,
  elf,
  root,
  subjectFolder,
  stop,
  first,
  script,
  displacement,
}: GdbLine): string[] {
  const moved = `0x${displacement.toString(16)}`;
  const record = stop && [
    // gcc says under another name what type it has.
    `set $case = *(struct sct_case *) &'sct_case.${nameOf(stop)}'`,
    'print $case',
    `set $run = (unsigned long) $case.run + ${moved}`,
    // A case that is no row of a table gets NULL, wherever the image runs.
    `set $row = $case.row ? (unsigned long) $case.row + ${moved} : 0`,
  ];
  const commands = [
    `source ${first}`,
    `directory ${quoted(root)}`,
    `set substitute-path ./subject ${quoted(subjectFolder)}`,
    ...(record ?? []),
    ...(displacement > 0n ? ['set confirm off', `symbol-file -o ${moved} ${quoted(elf)}`] : []),
    // The guest belongs to gdb: else it lets go of it at the end, and the guest runs on.
    'set remote query-attached-packet off',
    `target remote ${join(folder, GDB_SOCKET)}`,
    stop ? 'hbreak *$run if $x0 == $row' : `hbreak *${FIRST}`,
    'continue',
    stopAtEnd('system'),
    // What it prints is longer than many a terminal: a pager in the midst of it would take what is typed for its own.
    ...(script === undefined ? [] : [`with pagination off -- source ${script}`]),
  ];
  return [gdb, '-q', ...commands.flatMap((command) => ['-ex', command]), elf];
}

/** A path as one word of a command that splits its arguments. */
export function quoted(path: string): string {
  return /[\s'"\\]/.test(path) ? `"${path.replaceAll(/["\\]/g, '\\$&')}"` : path;
}
