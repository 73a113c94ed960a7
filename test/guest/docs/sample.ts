// SPDX-License-Identifier: GPL-2.0-only
// What README shows of a run, read back, so that it can be compared with what a cell really came to.

import { stripVTControlCharacters } from 'node:util';
import type { CellResult } from '../../../harness/base/verdict.ts';
import { VERDICTS } from '../../../harness/base/verdict.ts';
import { format } from '../../../harness/report/formats/table.ts';

const COMMAND = '    $ npx sct run\n';

/** A table, row by row: the texts of its columns. */
type Rows = string[][];

/** A run as people see it, taken apart. */
export interface Sample {
  /** Major and minor number of the QEMU that it names; undefined if it names none. */
  qemu: string | undefined;
  /** Subject, machine, verdict, and the counts of each verdict. */
  cells: Rows;
  /** The exact costs: form of call, and instructions by subject, which the first row names. */
  costs: Rows;
  /** `suite.case: reason` of each known defect. */
  defects: string[];
  /** The machines that were left out. */
  leftOut: string[];
  /** The last line. */
  closing: string;
}

/** The sample in a README. @throws Error if there is none, or more than one */
export function sampleIn(readme: string): Sample {
  const [, block, ...more] = readme.split(COMMAND);
  if (block === undefined || more.length > 0)
    throw new Error(`README shows ${more.length + (block ? 1 : 0)} runs`);
  const lines = block.split('\n');
  const end = lines.findIndex((line) => line !== '' && !line.startsWith('    '));
  const text = lines
    .slice(0, end)
    .map((line) => line.slice(4))
    .join('\n');
  return parse(text.trimEnd());
}

/** What `sct run` shows of one cell. */
export async function shownOf(cell: CellResult): Promise<Sample> {
  const text = await format({ verdict: cell.verdict, cells: [cell], notes: [] });
  return parse(stripVTControlCharacters(text).trimEnd());
}

/**
 * What a README's sample says otherwise than a cell, a line each. On another QEMU than the sample's, more or fewer cases may be skipped: there the
 * verdict and the number of cases count, and a machine may be there that the sample says was left out. Costs are the same on every QEMU.
 */
export function differences(sample: Sample, shown: Sample, qemu: string | undefined): string[] {
  const sameQemu = sample.qemu === undefined || sample.qemu === qemu;
  const comparable = (row: readonly string[]) => {
    const [subject = '', machine = '', verdict = '', ...counts] = row;
    return [subject, machine, verdict, ...(sameQemu ? counts : [`${total(counts)} cases`])].join(' ');
  };
  const rows = sample.cells.map(comparable);
  const here = shown.cells.filter(([, machine = '']) => !sample.leftOut.includes(machine));
  const cells = here.map(comparable).filter((row) => !rows.includes(row));
  const costs = entries(shown.costs).filter((cost) => !entries(sample.costs).includes(cost));
  const defects = shown.defects.filter((defect) => !sample.defects.includes(defect));
  return [...cells, ...costs, ...defects].map((text) => `README does not show: ${text}`);
}

/** The sum of a row's counts, in which `-` is none. */
export function total(counts: readonly string[]): number {
  return counts.reduce((sum, count) => sum + (count === '-' ? 0 : Number(count)), 0);
}

/** `form by subject: number` for each cell of a table of costs. */
function entries([head = [], ...rows]: Rows): string[] {
  return rows.flatMap(([form, ...numbers]) =>
    numbers.map((number, i) => `${form} by ${head[i + 1]}: ${number} instructions`),
  );
}

function parse(text: string): Sample {
  const sections = text.split('\n\n');
  const costs = sections.find((section) => section.startsWith('instructions, not time: per call, exact'));
  const known = sections.find((section) => section.startsWith('known defects\n'));
  return {
    qemu: /\bQEMU (\d+\.\d+)/.exec(text)?.[1],
    cells: cellsIn(text),
    costs: rowsOf(costs ?? ''),
    defects: [...(known ?? '').matchAll(/^ {2}.*? on .*?: (.+)$/gm)].map(([, defect = '']) => defect),
    leftOut: [...text.matchAll(/^note: ([\w-]+(?:, [\w-]+)*): left out, /gm)].flatMap(([, names = '']) =>
      names.split(', '),
    ),
    closing: sections.at(-1) ?? '',
  };
}

/** `pass  reviewed on max, max-el2: 3 pass, 1 skip`, perhaps in several lines, is two rows. */
function cellsIn(text: string): Rows {
  const lines = text.replaceAll(/\n {6}(?=\S)/g, ' ').matchAll(/^(pass|fail|error) +(\S+) on (.+): (.+)$/gm);
  return [...lines].flatMap(([, verdict = '', subject = '', machines = '', counted = '']) => {
    const counts = VERDICTS.map((kind) => new RegExp(`\\b(\\d+) ${kind}\\b`).exec(counted)?.[1] ?? '-');
    return machines.split(', ').map((machine) => [subject, machine, verdict, ...counts]);
  });
}

function rowsOf(table: string): Rows {
  const lines = table.split('\n').filter((line) => line.startsWith('│'));
  return lines.map((line) =>
    line
      .split('│')
      .slice(1, -1)
      .map((column) => column.trim()),
  );
}
