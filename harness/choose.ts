// SPDX-License-Identifier: GPL-2.0-only
// Which cells a run has: what was asked for by name is run or refused, never left out in silence.

import { cellPlan, HOST } from './cell.ts';
import { ABI_SUITE } from './inspect/abi.ts';
import { suitesOf } from './inspect/plan.ts';
import type { Machine } from './machine/machine.ts';
import { MACHINES } from './machine/machines.ts';
import { availableMachines, type Probe } from './machine/probe.ts';
import type { Prepared } from './prepare.ts';
import { pick, UsageError } from './usage.ts';
import { COST_SUITE } from './verdict/cost.ts';

/** Names, as a user gives them; empty for all subjects, the default machines, all suites. */
export interface Asked {
  subjects: readonly string[];
  machines: readonly string[];
  suites: readonly string[];
}

/** One cell to come. */
export interface Work {
  prepared: Prepared;
  machine: Machine | typeof HOST;
  /** The suites to run there; all if empty. */
  suites: readonly string[];
}

/** A machine's name in a report. */
export function nameOf(machine: Work['machine']): string {
  return machine === HOST ? HOST : machine.name;
}

/**
 * The machines to run on: those named, or the default ones. The installed QEMU may lack a CPU: then a default machine is left out with a
 * note, and a named one is an error. QEMU is asked only if something boots.
 * @throws UsageError
 */
export async function chooseMachines(
  names: readonly string[],
  ask: () => Promise<Probe>,
): Promise<{ machines: Work['machine'][]; notes: string[] }> {
  const known = pick('machine', [{ name: HOST }, ...MACHINES], names);
  const host = known.some(({ name }) => name === HOST) ? [HOST] : [];
  const wanted = MACHINES.filter(({ name, byDefault }) =>
    names.length > 0 ? names.includes(name) : byDefault,
  );
  if (wanted.length === 0) return { machines: host, notes: [] };
  const { machines, notes } = availableMachines(wanted, await ask());
  if (names.length > 0 && machines.length < wanted.length)
    throw new UsageError(`${notes.join('\n')}\nUse a newer QEMU (SCT_QEMU names one), or another --machine.`);
  return { machines: [...host, ...machines], notes };
}

/**
 * The cells of a run: every subject on every machine that has something to do there. A subject that did not build has its failure to
 * report everywhere.
 * @throws UsageError for a suite that does not exist, and for a suite or a named machine without a cell
 */
export function chooseCells(
  subjects: readonly Prepared[],
  machines: readonly Work['machine'][],
  asked: Pick<Asked, 'machines' | 'suites'>,
): Work[] {
  const { suites } = asked;
  const all = subjects.flatMap((prepared) =>
    machines.map((machine): Work => ({ prepared, machine, suites })),
  );
  const built = subjects.filter((one) => one.ok);
  // Which suites there are is in the images.
  if (suites.length === 0 || built.length === 0) return all;
  const known = new Set(built.flatMap(({ facts }) => [...suitesOf(facts.abi), ...suitesOf(facts.plan)]));
  pick('suite', Array.from(known, nameAlone), suites);

  const runs = ({ prepared, machine }: Work) =>
    prepared.ok ? suitesOf(cellPlan(prepared, nameOf(machine))) : suites;
  const work = all.filter((item) => runs(item).some((suite) => suites.includes(suite)));
  const missed = [
    ...suites.filter((suite) => !work.some((item) => runs(item).includes(suite))),
    ...asked.machines.filter((name) => !work.some(({ machine }) => nameOf(machine) === name)),
  ];
  if (missed.length > 0)
    throw new UsageError(
      `nothing to run for ${missed.join(', ')}: suite ${ABI_SUITE} is judged on ${HOST} alone, and every other suite wherever a guest boots`,
    );
  return work;
}

function nameAlone(name: string): { name: string } {
  return { name };
}

/**
 * For a subject from outside: the machines on which the built-in ones run as well, for suite `cost` alone, so that its costs stand beside
 * theirs. Those that count exactly; none if the run has no use for costs.
 */
export function costMachines(
  machines: readonly Work['machine'][],
  { suites }: Pick<Asked, 'suites'>,
): Work['machine'][] {
  if (suites.length > 0 && !suites.includes(COST_SUITE)) return [];
  return machines.filter((machine) => machine !== HOST && machine.clock === 'icount');
}
