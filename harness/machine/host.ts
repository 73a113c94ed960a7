// SPDX-License-Identifier: GPL-2.0-only
// What this machine is, as far as a guest that runs on its CPU goes: read in one place, so that all else takes it as data.

import { closeSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { hostKernel } from '../tool/host-kernel.ts';
import type { Machine } from './machine.ts';
import { isNative } from './process.ts';

/** Whether KVM can be asked for a guest; else why the device cannot be opened, and whose group has it. */
type KvmDevice = { usable: true } | { usable: false; code: string; group: string | null };

/** All that is asked of a host. */
export interface HostView {
  /** As Node calls it: `arm64`, `x64`, … */
  arch: string;
  kvm: KvmDevice;
  /** /proc/cpuinfo. */
  cpuinfo: string;
  /** MIDR_EL1 of each CPU as sysfs has it, `0x00000000410fd490`; none where the kernel does not say. */
  midrs: readonly string[];
}

const KVM = '/dev/kvm';
const CPUS = '/sys/devices/system/cpu';
/** Linux's Documentation/ABI/testing/sysfs-devices-system-cpu. */
const MIDR = 'regs/identification/midr_el1';

/** This machine. */
export function viewOfHost(): HostView {
  return {
    arch: process.arch,
    kvm: kvmDevice(),
    cpuinfo: textOf('/proc/cpuinfo'),
    midrs: cpuFolders()
      .map((cpu) => textOf(join(CPUS, cpu, MIDR)).trim())
      .filter((midr) => midr !== ''),
  };
}

/** To open it is the only way to know: a container may refuse what its mode allows. */
function kvmDevice(): KvmDevice {
  try {
    closeSync(openSync(KVM, 'r+'));
    return { usable: true };
  } catch (error) {
    return {
      usable: false,
      code: (error as NodeJS.ErrnoException).code ?? 'an error without a code',
      group: groupOfKvm(),
    };
  }
}

function groupOfKvm(): string | null {
  try {
    const { gid, mode } = statSync(KVM);
    // Writable by its group.
    if ((mode & 0o020) === 0) return null;
    return new RegExp(`^([^:]+):[^:]*:${gid}:`, 'm').exec(textOf('/etc/group'))?.[1] ?? null;
  } catch {
    return null;
  }
}

function cpuFolders(): string[] {
  try {
    return readdirSync(CPUS).filter((name) => /^cpu\d+$/.test(name));
  } catch {
    return [];
  }
}

/** A file of the kernel's; empty if there is none. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** What a CPU is called, any of them where a host has several kinds, and what it has. */
export interface CpuFacts {
  midr: readonly number[];
  bti: boolean;
  pauth: boolean;
  /** Whether that is the word of this host's kernel, and not a record's. */
  fromHost?: boolean;
}

/** A machine of which that is known. */
export type KnownMachine = Omit<Machine, keyof CpuFacts> & CpuFacts;

/** The machine as it is here: where a guest or a process runs on the host's own CPU, with what the host's kernel says of that. */
export function asItIsHere(machine: Machine, view: () => HostView = viewOfHost): KnownMachine {
  const { midr, bti, pauth } = machine;
  if (machine.kind === 'here') return { ...machine, ...kernelsUse(hostsWord(view())), fromHost: true };
  if (midr === null || bti === null || pauth === null || (machine.kind === 'process' && isNative(machine)))
    return { ...machine, ...hostsWord(view()), fromHost: true };
  return { ...machine, midr: [midr], bti, pauth };
}

/** What the kernel that runs here has made of that: it may guard none of its text, and sign nothing. */
function kernelsUse(cpu: CpuFacts): CpuFacts {
  const kernel = hostKernel();
  if (typeof kernel === 'string') return cpu;
  return { ...cpu, bti: cpu.bti && kernel.bti, pauth: cpu.pauth && kernel.signs };
}

/**
 * The host's CPU in the terms of a record, as its kernel has it: "Features" in /proc/cpuinfo of arm64 are the HWCAPs, and MIDR_EL1 is in sysfs, or field by
 * field in /proc/cpuinfo. A host may have CPUs of several kinds: then a guest is on any of them.
 */
export function hostsWord({ cpuinfo, midrs }: Pick<HostView, 'cpuinfo' | 'midrs'>): CpuFacts {
  const fields = (name: string) =>
    Array.from(cpuinfo.matchAll(new RegExp(`^${name}\\s*: (.*)$`, 'gm')), ([, value = '']) => value);
  const features = fields('Features')[0]?.split(' ') ?? [];
  const parts = fields('CPU part');
  // MIDR_EL1, Arm ARM (DDI 0487) D24.2.99: implementer 31:24, architecture 19:16 (0xf), part number 15:4.
  const told = fields('CPU implementer').map(
    (implementer, nth) => Number(implementer) * 2 ** 24 + 0xf * 2 ** 16 + Number(parts[nth]) * 2 ** 4,
  );
  return {
    midr: [...new Set(midrs.length > 0 ? midrs.map((midr) => maskedMidr(Number(midr))) : told)],
    bti: features.includes('bti'),
    pauth: features.includes('paca'),
  };
}

/** MIDR_EL1 without variant (23:20) and revision (3:0), in which QEMU's versions and steppings of one CPU differ. */
export function maskedMidr(midr: number): number {
  return (midr & ~0x00f0000f) >>> 0;
}
