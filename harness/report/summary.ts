// SPDX-License-Identifier: GPL-2.0-only
// A run in which nothing went wrong, in as few lines as it takes: cells that came to the same share one.

import { tallied } from '../base/tally.ts';
import { type CellResult, type RunReport, VERDICTS, verdictsOf } from '../base/verdict.ts';
import { closingLine, costSections, knownDefects, paint, placesOf } from './sections.ts';
import { wrapped } from './wrap.ts';

/** A narrow terminal, half a screen, a phone. */
const WIDTH = 60;
const MARGIN = '      ';
/** However many machines there are, each is named. */
const EVERY_LINE = 1000;

/** The run as text. Coloured as the terminal likes. */
export async function summary(report: RunReport): Promise<string> {
  const sections = [
    cellLines(report.cells).join('\n'),
    ...(await costSections(report.cells)),
    knownDefects(report.cells),
    report.notes.map((note) => `note: ${note}`).join('\n'),
    closingLine(report),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function cellLines(cells: readonly CellResult[]): string[] {
  const groups = new Map<string, CellResult[]>();
  for (const cell of cells) {
    const key = JSON.stringify([cell.subject, cell.verdict, countsOf(cell)]);
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  return Array.from(groups.values()).flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const lines = wrapped(`${placesOf(group)}: ${countsOf(first)}`, MARGIN, {
      width: WIDTH,
      most: EVERY_LINE,
    });
    const word = first.verdict.padEnd(MARGIN.length);
    return lines.map((line, index) =>
      index === 0 ? paint(first.verdict, word) + line.slice(MARGIN.length) : line,
    );
  });
}

function countsOf({ results }: CellResult): string {
  return tallied(VERDICTS, verdictsOf(results)) || 'nothing';
}
