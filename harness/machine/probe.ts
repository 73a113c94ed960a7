// SPDX-License-Identifier: GPL-2.0-only
// What the installed QEMU can do. Asked once for each QEMU, then remembered on disk.

import { join } from 'node:path';
import { shellLine } from '../base/shell.ts';
import { hashOf, toolIdentity } from '../store/hash.ts';
import { recall, remember } from '../store/memo.ts';
import { closeAfterExit } from '../tool/close-after-exit.ts';
import { dyingWithParent } from '../tool/die-with-parent.ts';
import { whyNoKernel } from '../tool/linux-kernel.ts';
import { assertQemu } from './assert-qemu.ts';
import { isTreeHere, treesFolder } from './device-tree.ts';
import { type HostView, viewOfHost } from './host.ts';
import { hostLinux, UNASKED, whyNoModule } from './host-module.ts';
import { whyNoKvm } from './kvm.ts';
import type { Machine } from './machine.ts';
import { whyNotHere } from './process.ts';

/** The name of the host's CPU, which a QEMU with KVM lists among the others. */
const OWN_CPU = 'host';

/** What a QEMU said of itself. */
interface QemuFacts {
  /** E.g. `7.2.22`. */
  version: string;
  /** What `-cpu` takes. */
  cpus: readonly string[];
  /** What `-machine` takes. */
  boards: readonly string[];
}

/** `facts` is null when QEMU gave no usable answer; `problem` says why. Then only a boot can tell what it can do. */
export type Probe = { facts: QemuFacts; problem: null } | { facts: null; problem: string };

/** Which QEMU, and where its answers are remembered. */
export interface ProbeOptions {
  /** Absolute path of qemu-system-aarch64. */
  qemu: string;
  /** Where to remember the answer; created when missing. */
  cacheFolder: string;
  /** How long QEMU may take for an answer (it takes 0.03 s). */
  seconds?: number;
}

/**
 * The version, CPUs and boards of a QEMU, from the cache if this very file (real path, size, mtime) was asked before.
 * A QEMU that gives no usable answer is not remembered.
 * @throws ToolMissing if there is no such file, or it may not be executed.
 */
export async function probeQemu({ qemu, cacheFolder, seconds = 10 }: ProbeOptions): Promise<Probe> {
  assertQemu(qemu);
  const key = toolIdentity(qemu);
  const cached = join(cacheFolder, `qemu-${hashOf([key]).slice(0, 16)}.json`);
  const known = remembered(cached, key);
  if (known) return { facts: known, problem: null };
  const probe = await ask(qemu, seconds);
  if (probe.facts) remember(cached, { key, ...probe.facts });
  return probe;
}

function remembered(file: string, key: string): QemuFacts | undefined {
  const entry = recall(file) as Partial<Record<'key' | keyof QemuFacts, unknown>> | null | undefined;
  if (entry?.key !== key || typeof entry.version !== 'string') return undefined;
  const { version, cpus, boards } = entry;
  return Array.isArray(cpus) && Array.isArray(boards) ? { version, cpus, boards } : undefined;
}

/** No machine: it is only asked, over QMP. Its greeting tells the version. */
const ASKED = ['-machine', 'none', '-nodefaults', '-no-user-config', '-display', 'none', '-qmp', 'stdio'];
const QUESTIONS = ['qmp_capabilities', 'query-cpu-definitions', 'query-machines', 'quit'];

async function ask(qemu: string, seconds: number): Promise<Probe> {
  const { line, text, problem } = await answer(qemu, ASKED, seconds);
  if (problem !== undefined) return { facts: null, problem };
  const { version, cpus, boards } = parseAnswers(text);
  if (version === undefined) return { facts: null, problem: `\`${line}\` told no version` };
  if (cpus.length === 0) return { facts: null, problem: `\`${line}\` listed no CPU` };
  return { facts: { version, cpus, boards }, problem: null };
}

/** What QEMU answers to the questions when it is started with `args`, or why that is no answer. */
async function answer(qemu: string, args: string[], seconds: number) {
  const { execa } = await import('execa');
  const line = shellLine([qemu, ...args]);
  const [file = '', ...rest] = dyingWithParent([qemu, ...args]);
  const child = execa(file, rest, {
    reject: false,
    input: QUESTIONS.map((execute) => `${JSON.stringify({ execute })}\n`).join(''),
    timeout: seconds * 1000,
    forceKillAfterDelay: 500,
    maxBuffer: 1_000_000,
  });
  closeAfterExit(child);
  const { failed, timedOut, isMaxBuffer, stdout, stderr, shortMessage } = await child;
  if (!failed) return { line, text: stdout };
  const said = stderr.trim().slice(0, 500) || shortMessage;
  const why = timedOut
    ? `gave no answer in ${seconds} s`
    : isMaxBuffer
      ? 'does not stop printing'
      : `failed: ${said}`;
  return { line, text: '', problem: `\`${line}\` ${why}` };
}

/** The version, the CPUs and the boards in what QEMU printed over QMP, an object a line; what is none of them is passed over. */
export function parseAnswers(text: string): {
  version: string | undefined;
  cpus: string[];
  boards: string[];
} {
  let version: string | undefined;
  const cpus: string[] = [];
  const boards: string[] = [];
  for (const line of text.split('\n')) {
    const said = parsed(line);
    const { major, minor, micro } = said?.QMP?.version?.qemu ?? {};
    if (Number.isInteger(major)) version = `${major}.${minor}.${micro}`;
    if (!Array.isArray(said?.return)) continue;
    // How many CPUs it may have is said of a board alone.
    for (const one of said.return)
      if (typeof one?.name === 'string') ('cpu-max' in one ? boards : cpus).push(one.name);
  }
  return { version, cpus, boards };
}

function parsed(line: string) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/**
 * The machines that the probed QEMU can be, and a note for each that it cannot (one for all that want the host's own CPU), and one if the probe failed
 * (then none is left out for it: the boot will tell). `hasTree`: whether a board's device tree is here; `view`: of the host, read if it matters; `lackHere`:
 * why no module is loaded into this machine's own kernel.
 */
export function availableMachines(
  machines: readonly Machine[],
  { facts, problem }: Probe,
  hasTree: (machine: Machine) => boolean = isTreeHere,
  view: () => Pick<HostView, 'arch' | 'kvm'> = viewOfHost,
  lackHere: (machine: Machine) => string | undefined = () => whyNoModule(hostLinux(), UNASKED),
): { machines: Machine[]; notes: string[] } {
  const lacks = (machine: Machine) => {
    if (machine.kind === 'process') return whyNotHere(machine);
    if (machine.kind === 'here') return lackHere(machine);
    if (machine.accel === 'kvm') return noKvm();
    return (facts && lackOf(machine, facts)) ?? lackOfTree(machine) ?? lackOfKernel(machine);
  };
  const noKvm = once(() => lackOfKvm(facts, view()));
  const lackOfTree = (machine: Machine) =>
    hasTree(machine)
      ? undefined
      : `its device tree is not in ${treesFolder()}: npm run setup:full fetches it`;
  return {
    machines: machines.filter((machine) => lacks(machine) === undefined),
    notes: [
      ...(facts ? [] : [`QEMU could not be probed: ${problem}`]),
      ...machines.flatMap((machine) => {
        const why = lacks(machine);
        if (why === undefined) return [];
        const alike = machine.accel === 'kvm' ? machines.filter(({ accel }) => accel === 'kvm') : [machine];
        if (alike[0] !== machine) return [];
        return [`${alike.map(({ name }) => name).join(', ')}: left out, ${why}`];
      }),
    ],
  };
}

/** Why the kernel of a machine that boots Linux is not there; undefined if it is, or none is needed. */
function lackOfKernel({ build }: Machine): string | undefined {
  return build.linux && whyNoKernel(build.linux);
}

/** The same answer, however often it is asked for. */
function once<T>(ask: () => T): () => T {
  const answers: T[] = [];
  return () => {
    if (answers.length === 0) answers.push(ask());
    return answers[0] as T;
  };
}

/** Why no guest runs on the host's own CPU, if none does. */
function lackOfKvm(facts: QemuFacts | null, view: Pick<HostView, 'arch' | 'kvm'>): string | undefined {
  const why = whyNoKvm(view);
  if (why !== undefined || !facts || facts.cpus.includes(OWN_CPU)) return why;
  return `the installed QEMU ${facts.version} was built without KVM`;
}

/** What a QEMU lacks for a machine, if anything. */
function lackOf(machine: Machine, { version, cpus, boards }: QemuFacts): string | undefined {
  const { name, board } = machine;
  const installed = `the installed QEMU ${version} has no`;
  // A board brings its CPU along.
  if (board !== 'virt') return boards.includes(board) ? undefined : `${installed} such board`;
  if (cpus.includes(modelOf(machine))) return undefined;
  return `${installed} ${name === modelOf(machine) ? 'such CPU' : `CPU ${modelOf(machine)}`}`;
}

/** What `-cpu` names before its properties. */
function modelOf({ cpu }: Machine): string {
  return cpu.replace(/,.*/, '');
}
