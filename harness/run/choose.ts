// SPDX-License-Identifier: GPL-2.0-only
// Which cells a run has: what was asked for by name is run or refused, never left out in silence.

import { UsageError } from '../base/exit.ts';
import { matches } from '../base/pattern.ts';
import { pick, pickCases } from '../base/pick.ts';
import { ABI_SUITE, COST_SUITE, nameOf, type Plan, suitesOf } from '../base/plan.ts';
import type { Shard } from '../base/verdict.ts';
import { type Build, COMPILERS, isSameBuild } from '../compile/flags.ts';
import { asItIsBuiltHere, type HostLinux, hostLinux, whyNoModule } from '../machine/host-module.ts';
import { probeFor } from '../machine/installed-qemu.ts';
import type { Host, Machine, Matrix } from '../machine/machine.ts';
import { HOST, HOSTS, MACHINES } from '../machine/machines.ts';
import { availableMachines, type Probe } from '../machine/probe.ts';
import type { Subject } from '../subject/subject.ts';
import { locateTool } from '../tool/lookup.mjs';
import { mendTool, type Tool, toolNamed } from '../tool/tools.ts';
import { cellPlan, type Prepared } from './prepare.ts';

/** Names and patterns, as a user gives them; empty for all subjects, the machines of the matrix, all suites, all cases. */
export interface Asked {
  subjects: readonly string[];
  machines: readonly string[];
  suites: readonly string[];
  /** Single cases, of those suites. */
  cases: readonly string[];
  /** The machines to run on if none is named. */
  matrix?: Matrix | undefined;
  /** Whether the subject may be loaded into the kernel of this machine, where a machine is that; undefined: nobody was asked. */
  loadsModule?: boolean | undefined;
}

/** One cell to come. */
export interface Work {
  prepared: Prepared;
  machine: Host | Machine;
  /** The suites to run there, or single cases as `suite.case`; all if empty. */
  suites: readonly string[];
}

/**
 * The machines to run on: those named, or those of the matrix. The installed QEMU may lack a CPU: then a machine that nobody named is left out
 * with a note, as is one of several that a pattern stands for, and a named one is an error. QEMU is asked only if something boots.
 * @throws UsageError
 */
export async function chooseMachines(
  { machines: names, matrix = 'default', loadsModule }: Pick<Asked, 'machines' | 'matrix' | 'loadsModule'>,
  ask: () => Promise<Probe>,
  host: () => HostLinux = hostLinux,
): Promise<{ machines: Work['machine'][]; notes: string[] }> {
  const named = pick('machine', [...HOSTS, ...MACHINES], names);
  const isWanted = (machine: Work['machine']) =>
    names.length > 0 ? named.includes(machine) : isIn(machine.matrix, matrix);
  const hosts = HOSTS.filter(isWanted);
  const wanted = MACHINES.filter(isWanted);
  if (wanted.length === 0) return { machines: hosts, notes: [] };
  const { machines, notes } = availableMachines(
    wanted,
    await probeFor(wanted, ask),
    undefined,
    undefined,
    ({ name }) => whyNoModule(host(), { byName: names.includes(name), agreed: loadsModule }),
  );
  const isHere = ({ name }: Machine) => machines.some((machine) => machine.name === name);
  const isMissed = (name: string) => wanted.some((machine) => machine.name === name && !isHere(machine));
  if (names.some(isMissed) || (machines.length === 0 && (names.length > 0 || matrix === 'linux')))
    throw new UsageError(`${notes.join('\n')}\n${mend(notes)}`);
  return { machines: [...hosts, ...machines.map(asItIsBuiltHere)], notes };
}

/** Whether a machine of matrix `own` belongs to matrix `asked`: what boots Linux needs kernels that nobody has fetched unasked. */
function isIn(own: Matrix | 'named', asked: Matrix): boolean {
  return own === asked || (own === 'default' && asked === 'full');
}

/** A newer QEMU has more CPUs and boards, and no other host. */
function mend(notes: readonly string[]): string {
  return notes.some((note) => note.includes('the installed QEMU'))
    ? 'Use a newer QEMU (SCT_QEMU names one), or another --machine.'
    : 'Use another --machine.';
}

/**
 * Those of the machines that nobody named whose compiler is installed, and a note for each other compiler: how many cells of these subjects
 * it leaves out, and which. A named machine stays: its build will tell what is missing.
 */
export function withCompiler(
  machines: readonly Work['machine'][],
  subjects: readonly Subject[],
  { machines: named, suites, cases }: Pick<Asked, 'machines' | 'suites' | 'cases'>,
  environment: NodeJS.ProcessEnv = process.env,
): { machines: Work['machine'][]; notes: string[] } {
  const compilerOf = ({ build }: Work['machine']) => COMPILERS[build.compiler];
  const unnamed = machines.filter(({ name }) => !named.includes(name));
  const absent = [...new Set(unnamed.map(compilerOf))]
    .map(toolNamed)
    .filter((tool) => locateTool(tool, environment) === undefined);
  const lacks = (tool: Tool, machine: Work['machine']) =>
    unnamed.includes(machine) && compilerOf(machine) === tool.name;
  const asked = suitePatterns({ suites, cases });
  const runs = ({ boots }: Work['machine']) =>
    asked.length === 0 || asked.some((suite) => (boots ? suite !== ABI_SUITE : matches(suite, ABI_SUITE)));
  const notes = absent.flatMap((tool) => {
    const left = machines.filter((machine) => lacks(tool, machine) && runs(machine));
    const cells = subjects.flatMap((subject) => left.map(({ name }) => `${subject.name}@${name}`));
    if (cells.length === 0) return [];
    return [
      `${cells.length} cells skipped, ${tool.name} is missing: ${cells.join(', ')}. To run them: ${mendTool(tool, environment)}`,
    ];
  });
  return { machines: machines.filter((machine) => !absent.some((tool) => lacks(tool, machine))), notes };
}

/**
 * Whether there is a place for a seed.
 * @throws UsageError if one was given, and no machine moves the image
 */
export function checkSeed(seed: number | undefined, machines: readonly Work['machine'][]): void {
  if (seed === undefined || machines.some((machine) => machine.boots && machine.kaslr)) return;
  const moved = MACHINES.filter(({ kaslr }) => kaslr).map(({ name }) => name);
  throw new UsageError(
    `--seed ${seed} has nothing to decide: no machine of these moves the image; those that do: ${moved.join(', ')}`,
  );
}

/**
 * Every so manieth of these machines, so that kinds that stand together are spread; all of them without a shard.
 * @throws UsageError if there are none left
 */
export function shardOf(machines: readonly Work['machine'][], shard: Shard | undefined): Work['machine'][] {
  if (!shard) return [...machines];
  const some = machines.filter((_, at) => at % shard.of === shard.index - 1);
  if (some.length === 0)
    throw new UsageError(
      `--shard ${shard.index}/${shard.of} has nothing to do: there are but ${machines.length} machines (${machines.map(({ name }) => name).join(', ')})`,
    );
  return some;
}

/** The builds that these machines need, each once. */
export function buildsOf(machines: readonly Work['machine'][]): Build[] {
  const builds = machines.map(({ build }) => build);
  return builds.filter((build, index) => builds.findIndex((other) => isSameBuild(other, build)) === index);
}

/**
 * The cells of a run: every subject on every machine that has something to do there, the image of the machine's build. A subject that did not
 * build has its failure to report everywhere.
 * @param images each subject in each build of the machines
 * @throws UsageError for a suite or case that does not exist, and for one of them or a machine without a cell
 */
export function chooseCells(
  images: readonly Prepared[],
  machines: readonly Work['machine'][],
  asked: Pick<Asked, 'machines' | 'suites' | 'cases'>,
): Work[] {
  const built = images.filter((one) => one.ok);
  const names = partOf(built, asked);
  const subjects = [...new Set(images.map(({ subject }) => subject))];
  const all = subjects.flatMap((subject) =>
    machines.flatMap((machine) =>
      images
        .filter((image) => image.subject === subject && isSameBuild(image.build, machine.build))
        .map((prepared): Work => ({ prepared, machine, suites: names })),
    ),
  );
  if (names.length === 0) return all;

  const runs = ({ prepared, machine }: Work) => {
    if (!prepared.ok) return names;
    const plan = cellPlan(prepared, machine);
    return [...suitesOf(plan), ...plan.map(nameOf)].filter((name) => names.includes(name));
  };
  const work = all.filter((item) => runs(item).length > 0);
  const isRun = (pattern: string) => work.some((item) => runs(item).some((name) => matches(pattern, name)));
  const wanted = asked.cases.length > 0 ? asked.cases : asked.suites;
  const missed = [
    ...(built.length === 0 ? [] : wanted.filter((pattern) => !isRun(pattern))),
    ...asked.machines.filter((pattern) => !work.some(({ machine }) => matches(pattern, machine.name))),
  ];
  if (missed.length > 0)
    throw new UsageError(
      `nothing to run for ${missed.join(', ')}: suite ${ABI_SUITE} is judged on ${HOST.name} alone, and every other suite wherever a guest boots`,
    );
  return work;
}

/**
 * What of the images' plans was asked for, as names for `planFor`: single cases, or whole suites. Empty for all of it, and if nobody knows, since
 * which suites and cases there are is in the images.
 */
function partOf(
  built: readonly Extract<Prepared, { ok: true }>[],
  { suites, cases }: Pick<Asked, 'suites' | 'cases'>,
): string[] {
  if (built.length === 0) return [];
  const plan: Plan = built.flatMap(({ facts }) => [...facts.abi, ...facts.plan]);
  const chosen = pick('suite', suitesOf(plan).map(nameAlone), suites).map(({ name }) => name);
  if (cases.length === 0) return suites.length === 0 ? [] : chosen;
  const inSuites = pickCases(plan, cases).filter(({ suite }) => chosen.includes(suite));
  const outside = cases.filter((pattern) => !inSuites.some((one) => matches(pattern, nameOf(one))));
  if (outside.length > 0)
    throw new UsageError(`with --suite ${suites.join(',')} there is no ${outside.join(', ')} to run`);
  return [...new Set(inSuites.map(nameOf))];
}

function nameAlone(name: string): { name: string } {
  return { name };
}

/** Patterns of the suites that may have something of what was asked for. */
function suitePatterns({ suites, cases }: Pick<Asked, 'suites' | 'cases'>): string[] {
  return cases.length === 0 ? [...suites] : cases.map((pattern) => pattern.split('.')[0] ?? '');
}

/**
 * For a subject from outside: the machines on which the built-in ones run as well, for suite `cost` alone, so that its costs stand beside
 * theirs. Those that count exactly; none if the run has no use for costs.
 */
export function costMachines(
  machines: readonly Work['machine'][],
  asked: Pick<Asked, 'suites' | 'cases'>,
): Machine[] {
  const suites = suitePatterns(asked);
  if (suites.length > 0 && !suites.some((suite) => matches(suite, COST_SUITE))) return [];
  return machines.filter((machine): machine is Machine => machine.boots && machine.clock === 'icount');
}
