// SPDX-License-Identifier: GPL-2.0-only
// How a process is started: on this machine's own CPU where that is arm64, else in QEMU's user mode.

import { readFileSync } from 'node:fs';
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

/** What of a machine's record the host decides. */
export type HostsWord = Pick<Machine, 'midr' | 'bti' | 'pauth'>;

/**
 * The machine as it is here: where a process runs on the host's own CPU, with what the host's kernel says of that (/proc/cpuinfo of arm64:
 * "Features" names what a process may use; the numbers are fields of MIDR_EL1).
 */
export function asItIsHere(machine: Machine, cpuinfo = () => readFileSync('/proc/cpuinfo', 'utf8')): Machine {
  return machine.kind === 'process' && isNative(machine) ? { ...machine, ...hostsWord(cpuinfo()) } : machine;
}

export function hostsWord(cpuinfo: string): HostsWord {
  const field = (name: string) => new RegExp(`^${name}\\s*: (.*)$`, 'm').exec(cpuinfo)?.[1] ?? '';
  const features = field('Features').split(' ');
  // MIDR_EL1, Arm ARM (DDI 0487) D24.2.99: implementer 31:24, architecture 19:16 (0xf), part number 15:4.
  const midr =
    Number(field('CPU implementer')) * 2 ** 24 + 0xf * 2 ** 16 + Number(field('CPU part')) * 2 ** 4;
  return { midr, bti: features.includes('bti'), pauth: features.includes('paca') };
}
