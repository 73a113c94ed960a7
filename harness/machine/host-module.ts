// SPDX-License-Identifier: GPL-2.0-only
// Whether a module is loaded into the kernel of this machine: only for who says so in full, and where nothing keeps it from that.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HostKernel, hostKernel } from '../tool/host-kernel.ts';
import type { Machine } from './machine.ts';

/** The option without which no module is loaded into this machine. */
export const CONSENT = '--yes-load-a-module';

/** What keeps a module out, as this machine has it. */
export interface HostLinux {
  /** As Node calls it. */
  arch: string;
  /** The running kernel, or why no module can be built for it. */
  kernel: HostKernel | string;
  /** How the loader becomes root. */
  root: 'is' | 'sudo' | 'none';
  /** Whether root may load modules here: not in most containers. */
  mayLoad: boolean;
  /** /proc/sys/kernel/modules_disabled. */
  modulesDisabled: boolean;
  /** What the lockdown LSM keeps out: `none`, `integrity`, `confidentiality`. */
  lockdown: string;
  /** Whether a module without a signature is refused (`module.sig_enforce`, MODULE_SIG_FORCE). */
  signatures: boolean;
  /** /proc/sys/kernel/kptr_restrict. */
  kptrRestrict: number;
  /** Modules of sct's that are there. */
  loaded: readonly string[];
  /** Programs that the loader needs and this machine lacks. */
  missing: readonly string[];
}

/** What the user has said. */
export interface Asked {
  /** The machine's name, and no pattern. */
  byName: boolean;
  /** `CONSENT`; undefined: to a command that loads none. */
  agreed: boolean | undefined;
}

/** Who has not been asked. */
export const UNASKED: Asked = { byName: false, agreed: undefined };

type Row = readonly [isSo: (host: HostLinux, asked: Asked) => boolean, why: (host: HostLinux) => string];

/** What stands against it, in the order in which it is told; the first one counts. */
const AGAINST: readonly Row[] = [
  [({ arch }) => arch !== 'arm64', ({ arch }) => `it needs an arm64 host, and this one is ${arch}`],
  [
    (_, { agreed }) => agreed === undefined,
    () => 'a module is loaded into the kernel of this machine by `sct run` alone',
  ],
  [
    (_, { byName }) => !byName,
    () => 'a module is loaded into the kernel of this machine only for who names host-module in full',
  ],
  [
    (_, { agreed }) => !agreed,
    () =>
      `it loads the subject into the kernel of this machine: a wrong one can crash it, hang it until somebody turns it off, or damage what is in memory and then on disk. On a machine to spare, with all saved, add ${CONSENT}`,
  ],
  [({ kernel }) => typeof kernel === 'string', ({ kernel }) => `${kernel}`],
  [
    ({ kernel }) => typeof kernel !== 'string' && !kernel.kprobes,
    () =>
      'the kernel that runs here has no kprobes, by which the bench survives what a wrong subject does. To mend it: one with CONFIG_KPROBES=y',
  ],
  [
    ({ missing }) => missing.length > 0,
    ({ missing }) => `${missing.join(' and ')} cannot be found. To mend it: sudo apt install kmod`,
  ],
  [
    ({ root }) => root === 'none',
    () =>
      'to load a module takes root, and sudo asks for a password. To mend it: sudo -v in this terminal just before, or run sct as root',
  ],
  [
    ({ mayLoad }) => !mayLoad,
    () =>
      'root may load no module here (no CAP_SYS_MODULE), as in most containers. To mend it: run sct outside of the container',
  ],
  [
    ({ modulesDisabled }) => modulesDisabled,
    () =>
      'this kernel loads no module any more until it is booted anew (kernel.modules_disabled is 1). To mend it: boot it without whatever sets that',
  ],
  [
    ({ lockdown }) => lockdown !== 'none',
    ({ lockdown }) =>
      `this kernel is locked down (${lockdown}), and takes no module without a signature. To mend it: turn Secure Boot off, or boot without lockdown=`,
  ],
  [
    ({ signatures }) => signatures,
    () =>
      'this kernel takes no module without a signature (module.sig_enforce). To mend it: boot without module.sig_enforce=1, or a kernel without CONFIG_MODULE_SIG_FORCE',
  ],
  [
    ({ kptrRestrict }) => kptrRestrict > 1,
    () =>
      '/proc/kallsyms hides addresses from root too, and the module needs one. To mend it: sudo sysctl kernel.kptr_restrict=1',
  ],
  [
    ({ loaded }) => loaded.length > 0,
    ({ loaded }) =>
      `${loaded.join(' and ')} of an earlier run is loaded there. To mend it: sudo rmmod ${loaded.join(' ')}; if that is refused, boot this machine anew`,
  ],
];

/** Why no module is loaded there, and what to do; undefined if one is. */
export function whyNoModule(host: HostLinux, asked: Asked): string | undefined {
  return AGAINST.find(([isSo]) => isSo(host, asked))?.[1](host);
}

/** The machine with the build that its kernel wants; any other one as it is. */
export function asItIsBuiltHere(machine: Machine): Machine {
  const kernel = machine.kind === 'here' ? hostKernel() : undefined;
  if (!kernel || typeof kernel === 'string') return machine;
  const cfi = kernel.cfi ? 'kcfi' : 'none';
  return { ...machine, build: { ...machine.build, cfi, pageSize: kernel.pageSize } };
}

/** This machine. Nothing is changed; sudo is asked whether it would. */
export function hostLinux(): HostLinux {
  const isRoot = process.getuid?.() === 0;
  const isArm64 = process.arch === 'arm64';
  return {
    arch: process.arch,
    kernel: hostKernel(),
    root: isRoot ? 'is' : isArm64 && sudoTakesNoPassword() ? 'sudo' : 'none',
    mayLoad: !isRoot || hasCapability(textOf('/proc/self/status')),
    modulesDisabled: textOf('/proc/sys/kernel/modules_disabled').trim() === '1',
    lockdown: /\[(\w+)\]/.exec(textOf('/sys/kernel/security/lockdown'))?.[1] ?? 'none',
    signatures: textOf('/sys/module/module/parameters/sig_enforce').trim() === 'Y',
    kptrRestrict: Number(textOf('/proc/sys/kernel/kptr_restrict').trim() || 0),
    loaded: loadedModules(),
    missing: ['insmod', 'rmmod'].filter((tool) => !PATH.some((folder) => existsSync(join(folder, tool)))),
  };
}

/** Where load.sh looks. */
const PATH = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** The modules of sct's that this kernel has, by /proc/modules. */
export function loadedModules(text: string = textOf('/proc/modules')): string[] {
  return Array.from(text.matchAll(/^(sct(?:_peer|_late)?) /gm), ([, name = '']) => name);
}

/** CAP_SYS_MODULE is the 16th of linux/capability.h. */
function hasCapability(status: string): boolean {
  const [, effective = '0'] = /^CapEff:\s*([0-9a-f]+)$/m.exec(status) ?? [];
  return (BigInt(`0x${effective}`) & (1n << 16n)) !== 0n;
}

function sudoTakesNoPassword(): boolean {
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore', timeout: 5000 }).status === 0;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
