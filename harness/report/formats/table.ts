// SPDX-License-Identifier: GPL-2.0-only
// The run for people: cells, costs, what went wrong and how to see it again, and one closing line.

import { styleText } from 'node:util';
import type { CaseResult, CellResult, Outcome, RunReport, Verdict } from '../../verdict/verdict.ts';
import { costTables } from '../costs.ts';
import { reproduce } from '../reproduce.ts';

const VERDICTS: readonly Verdict[] = ['pass', 'fail', 'skip', 'xfail', 'error'];

const COLOURS = { pass: 'green', fail: 'red', error: 'magenta', skip: 'yellow', xfail: 'yellow' } as const;

/** The run as text of several sections. Coloured when stdout is a terminal and NO_COLOR is not set. */
export async function format(report: RunReport): Promise<string> {
  const sections = [
    await cellTable(report.cells),
    ...(await Promise.all(
      costTables(report.cells).map(({ title, head, rows }) => tableOf(title, head, rows)),
    )),
    knownDefects(report.cells),
    ...report.cells.flatMap(troubles),
    report.notes.map((note) => `note: ${note}`).join('\n'),
    closingLine(report),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function paint(verdict: Verdict | Outcome, text: string): string {
  return styleText(COLOURS[verdict], text, { stream: process.stdout, validateStream: true });
}

async function tableOf(title: string, head: string[], rows: string[][]): Promise<string> {
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

async function cellTable(cells: readonly CellResult[]): Promise<string> {
  const rows = cells.map(({ subject, machine, verdict, results }) => {
    const counts = VERDICTS.map((each) => {
      const count = results.filter((result) => result.verdict === each).length;
      return count === 0 ? '-' : String(count);
    });
    return [subject, machine, paint(verdict, verdict), ...counts];
  });
  return tableOf('', ['subject', 'machine', 'verdict', ...VERDICTS], rows);
}

function knownDefects(cells: readonly CellResult[]): string {
  const lines = cells.flatMap(({ subject, machine, results }) =>
    results
      .filter(({ verdict }) => verdict === 'xfail')
      .map((result) => `  ${subject} on ${machine}: ${nameOf(result)}: ${result.reason}`),
  );
  return lines.length === 0 ? '' : ['known defects', ...lines].join('\n');
}

/** One section for each thing that went wrong in a cell. */
function troubles(cell: CellResult): string[] {
  return grouped(cell.results.filter(({ verdict }) => verdict === 'fail' || verdict === 'error')).map(
    (group) => {
      const [first] = group;
      const names = group.map(nameOf);
      const lines = [
        `${paint(first.verdict, first.verdict.toUpperCase())} ${cell.subject} on ${cell.machine}: ${names.join(', ')}`,
        ...indented(first.reason, '  '),
        ...first.details
          .filter((line) => line !== `fail ${first.reason}`)
          .flatMap((line) => indented(line, '    ')),
        ...(cell.folder === null ? [] : [`  kept: ${cell.folder}`]),
        `  again: ${reproduce(cell, first)}`,
      ];
      return lines.join('\n');
    },
  );
}

/** What a guest printed must not steer the reader's terminal. */
function indented(text: string, margin: string): string[] {
  return text.split('\n').map((line) => margin + line.replace(/[^\P{Cc}\t]/gu, '\ufffd'));
}

type Group = [CaseResult, ...CaseResult[]];

/** Neighbours of one suite that say the very same become one: a dead boot is told once, not once a case. */
function grouped(results: readonly CaseResult[]): Group[] {
  const groups: Group[] = [];
  for (const result of results) {
    const last = groups.at(-1);
    if (last && last[0].suite === result.suite && sayings(last[0]) === sayings(result)) last.push(result);
    else groups.push([result]);
  }
  return groups;
}

function sayings({ verdict, reason, details }: CaseResult): string {
  return JSON.stringify([verdict, reason, details]);
}

function closingLine({ verdict, cells }: RunReport): string {
  const results = cells.flatMap((cell) => cell.results);
  const counts = VERDICTS.flatMap((each) => {
    const count = results.filter((result) => result.verdict === each).length;
    return count === 0 ? [] : [`${count} ${each}`];
  });
  const cases = `${results.length} ${results.length === 1 ? 'case' : 'cases'}`;
  const summary = `${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}, ${cases}: ${counts.join(', ') || 'none'}`;
  return `${paint(verdict, verdict.toUpperCase())} ${summary}`;
}

function nameOf(result: CaseResult): string {
  return `${result.suite}.${result.case}`;
}
