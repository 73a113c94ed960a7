// SPDX-License-Identifier: GPL-2.0-only
// How a process is started: on this machine's own CPU where that is arm64, else in QEMU's user mode.

import { locateTool } from '../tool/lookup.mjs';
import { findTool, mendTool, toolNamed } from '../tool/tools.ts';
import type { Machine } from './machine.ts';

/** QEMU's user mode, by its name in tools.json. */
const EMULATOR = 'qemu-aarch64';

/** A process whose CPU is no particular one runs on the host's, if that is one. */
const ANY_CPU = /^max\b/;

/** Whether this machine needs no emulator here. */
export function isNative({ cpu }: Pick<Machine, 'cpu'>, arch: string = process.arch): boolean {
  return ANY_CPU.test(cpu) && arch === 'arm64';
}

/** Whether QEMU executes what it has translated, and not the code that is in memory. */
export function isTranslated(machine: Pick<Machine, 'kind' | 'accel' | 'cpu'>): boolean {
  if (machine.kind === 'here') return false;
  return machine.kind === 'process' ? !isNative(machine) : machine.accel === 'tcg';
}

/** What the command line of a process is made of. */
export interface ProcessLine {
  machine: Machine;
  /** Absolute path of the image, an ELF file. */
  elf: string;
  /** What are boot arguments elsewhere, word by word. */
  words: readonly string[];
}

/** The exact command line of a process. @throws ToolMissing */
export function processArgv({ machine, elf, words }: ProcessLine): string[] {
  if (isNative(machine)) return [elf, ...words];
  return [findTool(EMULATOR), '-cpu', machine.cpu, elf, ...words];
}

/** What a process is started by, for who keeps what it came to: the emulator's path, or none. @throws ToolMissing */
export function emulatorOf(machine: Machine): string | undefined {
  return isNative(machine) ? undefined : findTool(EMULATOR);
}

/** Why this process cannot be started here; undefined if it can. */
export function whyNotHere(
  machine: Machine,
  environment: NodeJS.ProcessEnv = process.env,
): string | undefined {
  const tool = toolNamed(EMULATOR);
  if (isNative(machine) || locateTool(tool, environment) !== undefined) return undefined;
  return `${EMULATOR} is missing: it ${tool.purpose}. To mend it: ${mendTool(tool, environment)}`;
}
