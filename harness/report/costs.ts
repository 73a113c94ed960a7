// SPDX-License-Identifier: GPL-2.0-only
// The costs of a run, as tables for any format.

import { COST_SUITE, INSTRUCTIONS } from '../base/plan.ts';
import type { CellResult, Metric } from '../base/verdict.ts';

/** What a call costs: one row per form of call, one column per subject. */
export interface CostTable {
  title: string;
  /** Whether each number is a count of instructions, and no time. */
  exact: boolean;
  head: string[];
  rows: string[][];
  /** What is not in it, and why. */
  notes: string[];
}

/** How a case of suite `cost` says that a counter was not to be had, and why (guest/cases/cost.c). */
const NOT_SAMPLED = /^not sampled: (.*)$/;

interface Kind {
  what: string;
  exact: boolean;
}
const EXACT: Kind = { what: 'instructions, not time: per call, exact', exact: true };
const SAMPLED: Kind = { what: 'median ± spread (interquartile range), not judged', exact: false };

/** A metric of a `cost` case, and where it was measured. */
interface Cost {
  subject: string;
  machine: string;
  form: string;
  metric: Metric;
}

/**
 * The tables of costs that a report shows: exact instructions per call for each machine that can count them, and
 * only if there is none, median and spread for the others. What an emulator took is no cost: it stands in --json alone.
 */
export function costTables(cells: readonly CellResult[]): CostTable[] {
  const costs = cells.flatMap(({ subject, machine, results }) =>
    results
      .filter(({ suite }) => suite === COST_SUITE)
      .flatMap(({ case: form, metrics }) =>
        metrics.map((metric): Cost => ({ subject, machine, form, metric })),
      ),
  );
  const exact = costs.filter(({ metric }) => metric.name === INSTRUCTIONS);
  if (exact.length > 0) {
    const show = ({ metric }: Cost) => String(metric.value);
    return tablesPerMachine(exact, EXACT, show, () => []);
  }
  const notSampled = (machine: string) =>
    cells
      .filter((cell) => cell.machine === machine)
      .flatMap(({ results }) => results.filter(({ suite }) => suite === COST_SUITE))
      .flatMap(({ details }) => details.flatMap((line) => NOT_SAMPLED.exec(line)?.[1] ?? []))
      .map((what) => `not counted: ${what}`);
  const emulated = new Set(cells.filter(({ argv }) => isEmulated(argv)).map(({ machine }) => machine));
  const medians = costs.filter(
    ({ machine, metric }) => metric.name.endsWith('.median') && !emulated.has(machine),
  );
  const show = (cost: Cost) => {
    const name = cost.metric.name.replace(/median$/, 'spread');
    const spread = costs.find((other) => isSameForm(other, cost) && other.metric.name === name);
    return `${round(cost.metric.value)} ± ${spread ? round(spread.metric.value) : '?'}`;
  };
  return tablesPerMachine(medians, SAMPLED, show, notSampled);
}

/** Whether that command line has QEMU execute each instruction itself. */
function isEmulated(argv: readonly string[]): boolean {
  const isQemu = argv.some((word) => /(?:^|\/)qemu-(?:system-)?aarch64[^/]*$/.test(word));
  return isQemu && argv[argv.indexOf('-accel') + 1] !== 'kvm';
}

function isSameForm(a: Cost, b: Cost): boolean {
  return a.subject === b.subject && a.machine === b.machine && a.form === b.form;
}

function tablesPerMachine(
  costs: readonly Cost[],
  { what, exact }: Kind,
  show: (cost: Cost) => string,
  notesOn: (machine: string) => string[],
): CostTable[] {
  const tables = unique(costs.map(({ machine }) => machine)).map((machine) => {
    const here = costs.filter((cost) => cost.machine === machine);
    const subjects = unique(here.map(({ subject }) => subject));
    const rows = unique(here.map(rowName)).map((row) => [
      row,
      ...subjects.map((subject) => {
        const cost = here.find((each) => each.subject === subject && rowName(each) === row);
        return cost ? show(cost) : '-';
      }),
    ]);
    return { machine, head: ['call', ...subjects], rows, notes: unique(notesOn(machine)) };
  });
  // Machines that say the same share a table: an exact count is the same wherever it is exact.
  const distinct = unique(tables.map(shown));
  return distinct.map((text) => {
    const same = tables.filter((table) => shown(table) === text);
    const rest = JSON.parse(text) as Omit<CostTable, 'title' | 'exact'>;
    return { exact, title: `${what}, on ${same.map(({ machine }) => machine).join(', ')}`, ...rest };
  });
}

function shown({ head, rows, notes }: Omit<CostTable, 'title' | 'exact'>): string {
  return JSON.stringify({ head, rows, notes });
}

/** Several quantities may be measured of one form; the name of each then is part of the row's. */
function rowName({ form, metric }: Cost): string {
  if (metric.name === INSTRUCTIONS) return form;
  return `${form}, ${metric.name.replace(/\.median$/, '')} (${metric.unit})`;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}
