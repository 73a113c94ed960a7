// SPDX-License-Identifier: GPL-2.0-only
// A failing run on one screen: each cause with the cases behind it, the cells in a few lines, and a closing line that names the causes.

import { dirname, join } from 'node:path';
import { nameOf } from '../base/plan.ts';
import { tallied } from '../base/tally.ts';
import {
  type Cause,
  type CellResult,
  type Outcome,
  type RunReport,
  VERDICTS,
  verdictsOf,
} from '../base/verdict.ts';
import { isTooBusy } from '../verdict/busy.ts';
import { inWords } from '../verdict/outcome.ts';
import type { Shown } from './formats.ts';
import { paint } from './sections.ts';
import { type ToldCause, told } from './told.ts';
import { broken, cut, hanging, printable, proseWidth, rowsOf, wrapped } from './wrap.ts';

/** As many rows are on a screen. */
export const SCREEN = 40;
/** All that is in the run's folder, where there is one. */
export const FULL_REPORT = 'report.txt';

const MOST_NOTES = 2;
const MOST_INSTRUCTIONS = 8;
/** Lines for the cells of one subject that fail. */
const MOST_GROUPS = 3;
/** Lines for a sentence: as many as that, or fewer where there is no room. */
const SENTENCES = [3, 2, 1] as const;
/** As wide as a verdict and a blank. */
const WORD = '      ';

/** Columns of the terminal, if it is one. */
type Width = number | undefined;

/** The screen; for the table and for whoever wants no more. `quiet`: without cells and notes. Coloured, and as wide, as the terminal likes. */
export function answer(
  report: RunReport,
  causes: readonly Cause[],
  { quiet = false, width }: Shown = {},
): string {
  const places = quiet ? [] : [...cellLines(report.cells, width), ...noteLines(report.notes, width)];
  const tail = [...places, ...folderLine(report.cells, width)];
  const end = ['', ...tail, '', ...closingLine(report, causes, width)];
  const room = SCREEN - rowsOf(end, width);
  return `${[...causeLines(report, causes, room, width), ...end].join('\n')}\n`;
}

/** The causes, in full as long as there is room, then a line for each, then how many more there are. */
function causeLines(report: RunReport, causes: readonly Cause[], room: number, width: Width): string[] {
  const lines: string[] = [];
  const rows = (more: readonly string[] = []) => rowsOf([...lines, ...more], width);
  for (const [index, cause] of causes.entries()) {
    const left = causes.length - index - 1;
    const one = told(report, cause);
    const full = lines.length === 0 ? fitting(one, width, room) : section(one, width);
    const head = headOf(one, width);
    const gap = lines.length === 0 ? [] : [''];
    // The others want a line each, as far as that goes; and of what a busy host kept from being known there is no more to say.
    if (lines.length > 0 && isTooBusy(cause.lead)) lines.push(...gap, ...head);
    else if (lines.length === 0 || rows(full) + 1 + Math.min(left, 3) <= room) lines.push(...gap, ...full);
    else if (rows(head) + Math.min(left, 1) <= room) lines.push(...head);
    else {
      lines.push(`and ${left + 1} more ${left === 0 ? 'cause' : 'causes'}: --verbose shows all`);
      break;
    }
  }
  return lines;
}

/** The first cause is told in full, whatever there is of others, its sentences, and what was printed beside them, only as far as there is room. */
function fitting(one: ToldCause, width: Width, room: number): string[] {
  const [whole, ...shorter] = SENTENCES.map((most) => section(one, width, most));
  return [whole, ...shorter].find((lines) => lines && rowsOf(lines, width) <= room) ?? shorter.at(-1) ?? [];
}

function headOf({ cause: { verdict }, name, places }: ToldCause, width: Width): string[] {
  return painted(verdict, `${name}: ${places}`, width);
}

/** A verdict in capitals, in its colour, and what it is about. */
function painted(verdict: Outcome, text: string, width: Width): string[] {
  const word = inWords(verdict).toUpperCase();
  return hanging(`${word} ${text}`, '  ', width).map((line, at) =>
    at === 0 ? paint(verdict, word) + line.slice(word.length) : line,
  );
}

function section(one: ToldCause, width: Width, lines: number = SENTENCES[0]): string[] {
  const { says, shown, more, again, debug } = one;
  const word = shown.length === 1 ? 'more' : 'more behind it';
  const prose = (text: string, margin: string, most = lines) =>
    wrapped(text, margin, { width: proseWidth(width), most });
  return [
    ...headOf(one, width),
    ...prose(says, '  ', 3),
    '',
    ...shown.flatMap(({ finding, why, got, excerpt }) => [
      `  ${nameOf(finding)} on ${finding.machine}`,
      ...(why ? prose(`why: ${why}`, '    ') : []),
      ...prose(`got: ${got}`, '    '),
      ...(lines === SENTENCES[0] ? excerpt : excerpt.slice(0, lines)).map((line) =>
        cut(`      ${line}`, width),
      ),
    ]),
    ...(more.count > 0 ? prose(`and ${more.count} ${word}: ${more.bySuite}`, '  ', Math.min(2, lines)) : []),
    ...codeLines(one, width),
    ...(again === undefined ? [] : [`  again: ${again}`]),
    ...(debug === undefined ? [] : [`  in gdb: ${debug}`]),
  ];
}

function codeLines({ source, code }: ToldCause, width: Width): string[] {
  const lines = code?.lines ?? [];
  const at = Math.max(0, lines.findIndex(({ marked }) => marked) - MOST_INSTRUCTIONS + 2);
  const window = lines.slice(at, at + MOST_INSTRUCTIONS);
  return [
    ...(code ? [`  ${code.symbol}:`] : []),
    ...window.map(({ text, marked }) => {
      const line = cut(`   ${marked ? '>' : ' '} ${text}`, width);
      return marked ? line.replace('>', paint('fail', '>')) : line;
    }),
    ...(source ? [`  ${source.file}:${source.line}`, cut(`      ${source.text}`, width)] : []),
  ];
}

/** Cells that came to the same share a line, and those that pass share one. */
function cellLines(cells: readonly CellResult[], width: Width): string[] {
  const passing = cells.filter(({ verdict }) => verdict === 'pass');
  const others = grouped(
    cells.filter(({ verdict }) => verdict !== 'pass'),
    ({ subject, verdict }) => `${subject} ${verdict}`,
  );
  return [
    ...others.flatMap((group) => linesOf(group, width)),
    ...(passing.length > 0 ? lineOf(passing, '', width) : []),
  ];
}

/** The cells of one subject and verdict: in full as long as these are a few lines, else how many cases fail where. */
function linesOf(cells: readonly CellResult[], width: Width): string[] {
  const full = grouped(cells, ({ results }) => tallied(VERDICTS, verdictsOf(results)));
  if (full.length <= MOST_GROUPS || cells[0]?.verdict !== 'fail')
    return full.flatMap((group) =>
      lineOf(group, `: ${tallied(VERDICTS, verdictsOf(group[0]?.results ?? []))}`, width),
    );
  const failing = ({ results }: CellResult) => results.filter(({ verdict }) => verdict === 'fail').length;
  const counts = grouped(cells, (cell) => `${failing(cell)}`).map(
    (group) => `${group[0] ? failing(group[0]) : 0} on ${group.map(({ machine }) => machine).join(', ')}`,
  );
  const lines = wrapped(`${cells[0].subject}, cases: ${counts.join('; ')}`, WORD, {
    width: proseWidth(width),
    most: MOST_GROUPS,
  });
  return lines.map((line, at) => (at === 0 ? startOf('fail') + line.slice(WORD.length) : line));
}

function lineOf(cells: readonly CellResult[], counts: string, width: Width): string[] {
  const subjects = [...new Set(cells.map(({ subject }) => subject))];
  const places = subjects.map((name) => {
    const machines = cells.filter(({ subject }) => subject === name).map(({ machine }) => machine);
    return `${name} on ${machines.join(', ')}`;
  });
  const lines = broken(places.join('; ') + counts, WORD, width);
  const start = startOf(cells[0]?.verdict ?? 'error');
  return lines.map((line, at) => (at === 0 ? start + line.slice(WORD.length) : line));
}

function startOf(verdict: Outcome): string {
  return `${paint(verdict, inWords(verdict).padEnd(WORD.length - 1))} `;
}

/** What has the same key, in the order of the first of each. */
function grouped(
  cells: readonly CellResult[],
  key: (cell: CellResult) => string,
): [CellResult, ...CellResult[]][] {
  const groups = new Map<string, [CellResult, ...CellResult[]]>();
  for (const cell of cells) {
    const group = groups.get(key(cell));
    if (group) group.push(cell);
    else groups.set(key(cell), [cell]);
  }
  return [...groups.values()];
}

function noteLines(notes: readonly string[], width: Width): string[] {
  const more = notes.length - MOST_NOTES;
  return [
    ...notes
      .slice(0, MOST_NOTES)
      .flatMap((note) => hanging(`note: ${printable(note).replaceAll('\n', ' ')}`, WORD, width)),
    ...(more > 0 ? [`note: and ${more} more: --verbose shows them`] : []),
  ];
}

function folderLine(cells: readonly CellResult[], width: Width): string[] {
  const folder = cells.find((cell) => cell.folder !== null)?.folder;
  return folder
    ? hanging(`everything: ${join(dirname(folder), FULL_REPORT)}, logs and images beside it`, '  ', width)
    : ['everything: --verbose'];
}

function closingLine({ verdict, cells }: RunReport, causes: readonly Cause[], width: Width): string[] {
  const results = cells.flatMap((cell) => cell.results);
  const certain = causes.filter(({ lead }) => !isTooBusy(lead));
  const unknown = certain.length > 0 ? causes.find(({ lead }) => isTooBusy(lead)) : undefined;
  const told = unknown ? certain : causes;
  const named = told.slice(0, 4).map(({ name }) => printable(name));
  const more = told.length > named.length ? `, and ${told.length - named.length} more` : '';
  const busy = unknown ? `; not known of ${unknown.findings.length}, this host was too busy` : '';
  const count = `${told.length} ${told.length === 1 ? 'cause' : 'causes'}`;
  const where = `${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}`;
  return painted(
    verdict,
    `${count}: ${named.join('; ')}${more}${busy} (${where}: ${tallied(VERDICTS, verdictsOf(results))})`,
    width,
  );
}
