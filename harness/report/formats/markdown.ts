// SPDX-License-Identifier: GPL-2.0-only
// A block to paste into a review: short, plain text that reads as well unrendered. Nothing of this machine is in it.

import { tallied } from '../../base/tally.ts';
import {
  type CaseResult,
  type CellResult,
  type RunReport,
  VERDICTS,
  verdictsOf,
} from '../../base/verdict.ts';
import { costTables } from '../costs.ts';

/** A mail is no place for more lines of one failure than this; the rest is in the run's own report. */
const DETAIL_LINES = 4;

/** The run as Markdown. */
export function format(report: RunReport): string {
  const cells = report.cells;
  const sections = [
    `static calls: **${report.verdict.toUpperCase()}**`,
    table(
      ['subject', 'machine', 'verdict', 'cases'],
      cells.map((cell) => [
        cell.subject,
        cell.machine,
        cell.verdict,
        tallied(VERDICTS, verdictsOf(cell.results)),
      ]),
    ),
    ...costTables(cells).map(({ title, head, rows }) => `${title}:\n\n${table(head, rows)}`),
    ...cells.flatMap((cell) => cell.results.filter(isNotable).map((result) => remark(cell, result))),
    report.notes.map((note) => `- ${escaped(note)}`).join('\n'),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function isNotable({ verdict }: CaseResult): boolean {
  return verdict === 'fail' || verdict === 'error' || verdict === 'xfail';
}

function remark(cell: CellResult, result: CaseResult): string {
  const { verdict, reason } = result;
  const head = `- ${verdict.toUpperCase()} \`${result.suite}.${result.case}\` (${cell.subject} on ${cell.machine}): ${escaped(reason)}`;
  if (verdict === 'xfail') return head;
  const shown = result.details.filter((line) => !line.includes(reason)).slice(0, DETAIL_LINES);
  return [head, ...(shown.length > 0 ? ['', ...shown.map((line) => `      ${line}`)] : [])].join('\n');
}

function table(head: string[], rows: string[][]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => escaped(row[column] ?? '').length)),
  );
  const line = (cells: string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [
    line(head),
    `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`,
    ...rows.map((row) => line(row.map(escaped))),
  ].join('\n');
}

/** One line, and no character that would end a cell or begin markup. */
function escaped(text: string): string {
  return text
    .replace(/\s*\n\s*/g, ' ')
    .replaceAll('|', '\\|')
    .replace(/(?<=^|\s)__(?=\w)/g, '\\_\\_');
}
