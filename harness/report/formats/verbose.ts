// SPDX-License-Identifier: GPL-2.0-only
// All of the run for people: cells, costs, what went wrong and how to see it again, and one closing line.

import { CONTROL_SUITE, nameOf } from '../../base/plan.ts';
import { tally } from '../../base/tally.ts';
import {
  type CaseResult,
  type CellResult,
  type RunReport,
  VERDICTS,
  verdictsOf,
} from '../../base/verdict.ts';
import { asUserSees } from '../../verdict/causes/user-file.ts';
import { inWords } from '../../verdict/outcome.ts';
import { debugCommand } from '../debug-command.ts';
import { reproduce } from '../reproduce.ts';
import { closingLine, costSections, knownDefects, paint, placesOf, tableOf } from '../sections.ts';
import { wordsToStart } from '../start.ts';

/** As many names are easily read in a line. */
const FEW = 8;

/** The run as text of several sections. Coloured when stdout is a terminal and NO_COLOR is not set. */
export async function format(report: RunReport): Promise<string> {
  const sections = [
    await cellTable(report.cells),
    ...(await costSections(report.cells)),
    knownDefects(report.cells),
    seenByControls(report.cells),
    ...troublesOf(report.cells).map(section),
    report.notes.map((note) => `note: ${note}`).join('\n'),
    closingLine(report),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

async function cellTable(cells: readonly CellResult[]): Promise<string> {
  const rows = cells.map(({ subject, machine, verdict, results }) => {
    const counts = tally(VERDICTS, verdictsOf(results)).map(({ count }) => (count === 0 ? '-' : `${count}`));
    return [subject, machine, paint(verdict, inWords(verdict)), ...counts];
  });
  return tableOf('', ['subject', 'machine', 'verdict', ...VERDICTS], rows);
}

/** What controls that passed have said of what they provoked, each once, and where; empty if none has. */
function seenByControls(cells: readonly CellResult[]): string {
  const seen = new Map<string, CellResult[]>();
  for (const cell of cells)
    for (const result of cell.results) {
      if (result.suite !== CONTROL_SUITE || result.verdict !== 'pass' || result.details.length === 0)
        continue;
      const text = [`  ${nameOf(result)}`, ...result.details.flatMap((line) => indented(line, '    '))].join(
        '\n',
      );
      seen.set(text, [...(seen.get(text) ?? []), cell]);
    }
  const lines = Array.from(seen, ([text, where]) => text.replace('\n', `, ${placesOf(where)}\n`));
  return lines.length === 0 ? '' : ['provoked by controls, and seen', ...lines].join('\n');
}

/** Something that went wrong, once: the results that say so, and the cells in which they say it. */
interface Trouble {
  cells: [CellResult, ...CellResult[]];
  results: [CaseResult, ...CaseResult[]];
}

/**
 * What went wrong, told once: neighbours in a cell that say the very same are one (a dead boot), and so are cells that say the very
 * same of no boot of their own (a subject that does not compile).
 */
function troublesOf(cells: readonly CellResult[]): Trouble[] {
  const troubles: Trouble[] = [];
  for (const cell of cells) {
    for (const group of grouped(
      cell.results.filter(
        ({ verdict }) => verdict === 'fail' || verdict === 'error' || cell.verdict === 'unjudged',
      ),
    )) {
      const known = troubles.find(
        (one) => cell.folder === null && isSame(one, { cells: [cell], results: group }),
      );
      if (known) known.cells.push(cell);
      else troubles.push({ cells: [cell], results: group });
    }
  }
  return troubles;
}

function section({ cells, results }: Trouble): string {
  const start = wordsToStart();
  const [cell] = cells;
  const [first] = results;
  const told = cell.verdict === 'unjudged' ? cell.verdict : first.verdict;
  return [
    `${paint(told, inWords(told).toUpperCase())} ${placesOf(cells)}: ${casesOf(results)}`,
    ...indented(asUserSees(first.reason, cell), '  '),
    ...first.details
      // Told by the reason.
      .filter((line) => line !== `fail ${first.reason}` && !first.reason.endsWith(`: ${line}`))
      .flatMap((line) => indented(asUserSees(line, cell), '    ')),
    ...(cell.folder === null ? [] : [`  kept: ${cell.folder}`]),
    `  again: ${reproduce(cell, first, start)}`,
    ...[debugCommand(cell, first, start)].flatMap((command) => (command ? [`  in gdb: ${command}`] : [])),
  ].join('\n');
}

/** The names of a few; of many, how many there are of each suite. */
function casesOf(results: readonly CaseResult[]): string {
  if (results.length <= FEW) return results.map(nameOf).join(', ');
  const suites = [...new Set(results.map(({ suite }) => suite))];
  const counts = suites.map((suite) => `${results.filter((one) => one.suite === suite).length} of ${suite}`);
  return `${results.length} cases (${counts.join(', ')})`;
}

/** What a guest printed must not steer the reader's terminal. */
function indented(text: string, margin: string): string[] {
  return text.split('\n').map((line) => margin + line.replace(/[^\P{Cc}\t]/gu, '\ufffd'));
}

/** Neighbours that say the very same become one. */
function grouped(results: readonly CaseResult[]): Trouble['results'][] {
  const groups: Trouble['results'][] = [];
  for (const result of results) {
    const last = groups.at(-1);
    if (last && sayings(last[0]) === sayings(result)) last.push(result);
    else groups.push([result]);
  }
  return groups;
}

function isSame(a: Trouble, b: Trouble): boolean {
  return (
    a.cells[0].folder === b.cells[0].folder &&
    casesOf(a.results) === casesOf(b.results) &&
    sayings(a.results[0]) === sayings(b.results[0])
  );
}

function sayings({ verdict, reason, details }: CaseResult): string {
  return JSON.stringify([verdict, reason, details]);
}
