// SPDX-License-Identifier: GPL-2.0-only
// A block to paste into a review: short, plain text that reads as well unrendered. Nothing of this machine is in it.

import { basename } from 'node:path';
import { nameOf } from '../../base/plan.ts';
import { tallied } from '../../base/tally.ts';
import {
  type Cause,
  type CellResult,
  type Finding,
  type RunReport,
  VERDICTS,
  verdictsOf,
} from '../../base/verdict.ts';
import { causesOf } from '../../verdict/causes/causes.ts';
import { asAnyoneSees } from '../../verdict/causes/user-file.ts';
import { inWords } from '../../verdict/outcome.ts';
import { costTables } from '../costs.ts';
import { excerptOf } from '../excerpt.ts';

/** A trampoline of any design that is worth showing is no longer. */
const INSTRUCTIONS = 8;
/** So many causes are told in full; of the others the name is enough. */
const IN_FULL = 3;

/** The run as Markdown: all cells and costs after a pass, else what is behind it. */
export function format(report: RunReport): string {
  const causes = report.causes ?? causesOf(report.cells);
  const sections = causes.length > 0 ? failing(report, causes) : passing(report);
  return `${[...sections, madeOf(report)].filter((section) => section !== '').join('\n\n')}\n`;
}

function passing({ verdict, cells, notes }: RunReport): string[] {
  return [
    `static calls: **${verdict.toUpperCase()}**`,
    table(
      ['subject', 'machine', 'verdict', 'cases'],
      cells.map((cell) => [
        cell.subject,
        cell.machine,
        cell.verdict,
        tallied(VERDICTS, verdictsOf(cell.results)),
      ]),
    ),
    ...costTables(cells).map(({ title, head, rows, notes }) =>
      [`${title}:\n\n${table(head, rows)}`, ...notes.map(escaped)].join('\n\n'),
    ),
    cells.flatMap(knownDefects).join('\n'),
    notes.map((note) => `- ${escaped(note)}`).join('\n'),
  ];
}

function knownDefects(cell: CellResult): string[] {
  return cell.results
    .filter(({ verdict }) => verdict === 'xfail')
    .map(
      (result) =>
        `- XFAIL \`${nameOf(result)}\` (${cell.subject} on ${cell.machine}): ${escaped(result.reason)}`,
    );
}

/** Notes are about this machine's QEMU and compilers, and a reader of a failure has no use for them. */
function failing({ verdict, cells }: RunReport, causes: readonly Cause[]): string[] {
  const shown = causes.slice(0, IN_FULL).flatMap((cause) => told(cause, cells));
  const others = causes
    .slice(IN_FULL)
    .map(({ name, findings }) => `- ${escaped(name)}: ${countOf(findings)}`);
  const counts = tallied(VERDICTS, verdictsOf(cells.flatMap(({ results }) => results)));
  const passed = cells.filter((cell) => cell.verdict === 'pass').length;
  return [
    `static calls: **${inWords(verdict).toUpperCase()}**: ${escaped(causes.map(({ name }) => name).join('; '))}`,
    ...shown,
    others.join('\n'),
    `${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}, ${passed} of them pass: ${counts}`,
  ];
}

function told(
  { name, says, lead, example, findings, evidence = {} }: Cause,
  cells: readonly CellResult[],
): string[] {
  const plain = (text: string) =>
    cells.reduce((shown, cell) => asAnyoneSees(shown, cell), text).replace(/\s*\n\s*/g, ' ');
  const both = example && example !== lead ? [lead, example] : [lead];
  const { source, code, why } = evidence;
  const lines = [
    ...(code ? [`${code.symbol}:`] : []),
    ...(code?.lines.slice(0, INSTRUCTIONS) ?? []).map(({ text, marked }) => `${marked ? '>' : ' '} ${text}`),
    ...(source ? [`${plain(source.file)}:${source.line}: ${source.text}`] : []),
  ];
  return [
    `**${escaped(name)}**: ${escaped(plain(says))}; ${countOf(findings)}`,
    [
      ...both.map((one) => `- \`${nameOf(one)}\` on ${one.machine}: ${escaped(plain(one.reason))}`),
      ...(why ? [`- why: ${escaped(why)}`] : []),
    ].join('\n'),
    [...both.flatMap(excerptOf).map(plain), ...lines].map((line) => `      ${line}`).join('\n'),
  ];
}

/** `79 cases, v7 on max, max-el2`: every case is counted, though not named. */
function countOf(findings: readonly Finding[]): string {
  const cases = new Set(findings.map(nameOf)).size;
  const subjects = [...new Set(findings.map(({ subject }) => subject))];
  const places = subjects.map((subject) => {
    const machines = findings.filter((one) => one.subject === subject).map(({ machine }) => machine);
    return `${subject} on ${[...new Set(machines)].join(', ')}`;
  });
  return `${cases} ${cases === 1 ? 'case' : 'cases'}, ${places.join('; ')}`;
}

/** What made the report, in a line for the tools and one for each subject. */
function madeOf({ provenance }: RunReport): string {
  if (!provenance) return '';
  const files = provenance.subjects.map(
    ({ name, files, mails = [] }) =>
      `${name}: ${[
        ...files.map(({ path, sha256 }) => `${basename(path)} sha256 ${sha256.slice(0, 16)}`),
        ...mails.flatMap(({ messageId }) => messageId ?? []).slice(-1),
      ].join(', ')}`,
  );
  return [provenance.tools.map(({ name, version }) => `${name} ${version}`).join(', '), ...files].join('; ');
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
