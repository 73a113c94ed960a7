// SPDX-License-Identifier: GPL-2.0-only
// What the installed QEMU can do. Asked once for each QEMU, then remembered on disk.

import { join } from 'node:path';
import { shellLine } from '../base/shell.ts';
import { hashOf, toolIdentity } from '../store/hash.ts';
import { recall, remember } from '../store/memo.ts';
import { closeAfterExit } from '../tool/close-after-exit.ts';
import { dyingWithParent } from '../tool/die-with-parent.ts';
import { assertQemu } from './assert-qemu.ts';
import type { Machine } from './machine.ts';

/** What a QEMU said of itself. */
export interface QemuFacts {
  /** E.g. `7.2.22`. */
  version: string;
  /** What `-cpu` takes. */
  cpus: readonly string[];
}

/** `facts` is null when QEMU gave no usable answer; `problem` says why. Then only a boot can tell what it can do. */
export type Probe = { facts: QemuFacts; problem: null } | { facts: null; problem: string };

export interface ProbeOptions {
  /** Absolute path of qemu-system-aarch64. */
  qemu: string;
  /** Where to remember the answer; created when missing. */
  cacheFolder: string;
  /** How long QEMU may take for an answer (it takes 0.03 s). */
  seconds?: number;
}

/**
 * The version and CPUs of a QEMU, from the cache if this very file (real path, size, mtime) was asked before.
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
  const entry = recall(file) as { key?: unknown; version?: unknown; cpus?: unknown } | null | undefined;
  if (entry?.key !== key || typeof entry.version !== 'string' || !Array.isArray(entry.cpus)) return undefined;
  return { version: entry.version, cpus: entry.cpus };
}

/** No machine: it is only asked, over QMP. Its greeting tells the version. */
const ASKED = ['-machine', 'none', '-nodefaults', '-no-user-config', '-display', 'none', '-qmp', 'stdio'];
const QUESTIONS = ['qmp_capabilities', 'query-cpu-definitions', 'quit'];

async function ask(qemu: string, seconds: number): Promise<Probe> {
  const { line, text, problem } = await answer(qemu, ASKED, seconds);
  if (problem !== undefined) return { facts: null, problem };
  const { version, cpus } = parseAnswers(text);
  if (version === undefined) return { facts: null, problem: `\`${line}\` told no version` };
  if (cpus.length === 0) return { facts: null, problem: `\`${line}\` listed no CPU` };
  return { facts: { version, cpus }, problem: null };
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

/** The version and the CPUs in what QEMU printed over QMP, an object a line; what is neither is passed over. */
export function parseAnswers(text: string): { version: string | undefined; cpus: string[] } {
  let version: string | undefined;
  const cpus: string[] = [];
  for (const line of text.split('\n')) {
    const said = parsed(line);
    const { major, minor, micro } = said?.QMP?.version?.qemu ?? {};
    if (Number.isInteger(major)) version = `${major}.${minor}.${micro}`;
    if (!Array.isArray(said?.return)) continue;
    for (const cpu of said.return) if (typeof cpu?.name === 'string') cpus.push(cpu.name);
  }
  return { version, cpus };
}

function parsed(line: string) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/**
 * The machines that the probed QEMU can be, and a note for each that it cannot, and one if the probe failed
 * (then none is left out: the boot will tell).
 */
export function availableMachines(
  machines: readonly Machine[],
  probe: Probe,
): { machines: Machine[]; notes: string[] } {
  const { facts } = probe;
  if (!facts) return { machines: [...machines], notes: [`QEMU could not be probed: ${probe.problem}`] };
  const has = (machine: Machine) => facts.cpus.includes(modelOf(machine));
  return {
    machines: machines.filter(has),
    notes: machines
      .filter((machine) => !has(machine))
      .map((machine) => {
        const { name } = machine;
        const which = name === modelOf(machine) ? 'no such CPU' : `no CPU ${modelOf(machine)}`;
        return `${name}: left out, the installed QEMU ${facts.version} has ${which}`;
      }),
  };
}

/** What `-cpu` names before its properties. */
function modelOf({ cpu }: Machine): string {
  return cpu.replace(/,.*/, '');
}
