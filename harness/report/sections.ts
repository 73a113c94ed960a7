// SPDX-License-Identifier: GPL-2.0-only
// What the reports for people have in common: tables, places, known defects, colours, the closing line.

import { styleText } from 'node:util';
import { nameOf } from '../base/plan.ts';
import { tallied } from '../base/tally.ts';
import {
  type CellResult,
  type Outcome,
  type RunReport,
  VERDICTS,
  type Verdict,
  verdictsOf,
} from '../base/verdict.ts';
import { inWords } from '../verdict/outcome.ts';
import { costTables } from './costs.ts';

const COLOURS = {
  pass: 'green',
  fail: 'red',
  error: 'magenta',
  unjudged: 'yellow',
  skip: 'yellow',
  xfail: 'yellow',
} as const;

/** A word in the colour of its verdict, where stdout is a terminal and NO_COLOR is not set. */
export function paint(verdict: Verdict | Outcome, text: string): string {
  return styleText(COLOURS[verdict], text, { stream: process.stdout, validateStream: true });
}

/** A table below its title, numbers at the right. */
export async function tableOf(title: string, head: string[], rows: string[][]): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const numbers = head.map((_, column) => rows.every((row) => /^(?:-|\d.*)?$/.test(row[column] ?? '')));
  const table = new Table({
    head,
    colAligns: numbers.map((isNumber) => (isNumber ? 'right' : 'left')),
    style: { head: [], border: [], compact: true },
  });
  table.push(...rows);
  return title === '' ? table.toString() : `${title}\n${table.toString()}`;
}

/** What calls cost: as many tables as it takes, or none. */
export function costSections(cells: readonly CellResult[]): Promise<string[]> {
  return Promise.all(
    costTables(cells).map(async ({ title, head, rows, notes }) =>
      [await tableOf(title, head, rows), ...notes.map((note) => `  ${note}`)].join('\n'),
    ),
  );
}

/** Each known defect, once, and where it shows. */
export function knownDefectsOf(cells: readonly CellResult[]): { defect: string; where: CellResult[] }[] {
  const places = new Map<string, CellResult[]>();
  for (const cell of cells)
    for (const result of cell.results.filter(({ verdict }) => verdict === 'xfail')) {
      const defect = `${nameOf(result)}: ${result.reason}`;
      places.set(defect, [...(places.get(defect) ?? []), cell]);
    }
  return Array.from(places, ([defect, where]) => ({ defect, where }));
}

/** The same in lines; empty if there is none. */
export function knownDefects(cells: readonly CellResult[]): string {
  const lines = knownDefectsOf(cells).map(({ defect, where }) => `  ${placesOf(where)}: ${defect}`);
  return lines.length === 0 ? '' : ['known defects', ...lines].join('\n');
}

/** `v7 on max, max-el2`, and so on for each subject. */
export function placesOf(cells: readonly CellResult[]): string {
  const subjects = [...new Set(cells.map(({ subject }) => subject))];
  return subjects
    .map((subject) => {
      const machines = cells.filter((cell) => cell.subject === subject).map(({ machine }) => machine);
      return `${subject} on ${machines.join(', ')}`;
    })
    .join('; ');
}

/** `PASS 2 cells, 30 cases: 28 pass, 2 skip`. */
export function closingLine({ verdict, cells }: RunReport): string {
  const results = cells.flatMap((cell) => cell.results);
  const counts = tallied(VERDICTS, verdictsOf(results));
  const cases = `${results.length} ${results.length === 1 ? 'case' : 'cases'}`;
  const summary = `${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}, ${cases}: ${counts || 'none'}`;
  return `${paint(verdict, inWords(verdict).toUpperCase())} ${summary}`;
}
