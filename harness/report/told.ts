// SPDX-License-Identifier: GPL-2.0-only
// What a reader is told of a cause, whatever it is written in: a screen, a page.

import { nameOf } from '../base/plan.ts';
import type { Cause, CellResult, Evidence, Finding, RunReport } from '../base/verdict.ts';
import { asUserSees } from '../verdict/causes/user-file.ts';
import { debugCommand } from './debug-command.ts';
import { excerptOf } from './excerpt.ts';
import { reproduce } from './reproduce.ts';
import { wordsToStart } from './start.ts';
import { printable } from './wrap.ts';

/** A result that stands for its cause. */
export interface ToldResult {
  finding: Finding;
  /** Why the case exists; of the lead alone, where that could be looked up. */
  why: string | undefined;
  got: string;
  /** The few lines that explain it, as printed. */
  excerpt: string[];
}

/** A cause in the words of whoever reads it: files as the user calls them, no character that steers a terminal. */
export interface ToldCause {
  cause: Cause;
  name: string;
  /** `79 cases, linux on host, max`. */
  places: string;
  says: string;
  /** The lead, and the one to look at if that is another. */
  shown: ToldResult[];
  /** Those that are not shown: how many, and how many of each suite (`36 of aapcs, 1 of bti`). */
  more: { count: number; bySuite: string };
  code: Evidence['code'];
  source: Evidence['source'];
  /** The command that shows it again, and the one that shows it in gdb. */
  again: string | undefined;
  debug: string | undefined;
}

/** What is told of a cause of a report. */
export function told({ cells }: RunReport, cause: Cause): ToldCause {
  const { lead, example, evidence = {}, findings } = cause;
  const tell = (one: Finding, text: string) => toldOf(cells, one, text);
  const shown = example === undefined || example === lead ? [lead] : [lead, example];
  const more = findings.filter((one) => !shown.includes(one));
  const start = wordsToStart();
  const commands = shown.map((one) => ({ one, cell: cellOf(cells, one) }));
  const again = commands.find(({ cell }) => cell !== undefined);
  return {
    cause,
    name: printable(cause.name),
    places: placesOf(findings),
    says: tell(lead, cause.says),
    shown: shown.map((one) => ({
      finding: one,
      why: one === lead ? evidence.why : undefined,
      got: tell(one, one.reason),
      excerpt: excerptOf(one).map((line) => tell(one, line)),
    })),
    more: { count: more.length, bySuite: bySuite(more) },
    code: evidence.code,
    source: evidence.source && { ...evidence.source, text: tell(lead, evidence.source.text) },
    again: again?.cell && reproduce(again.cell, again.one, start),
    debug: commands.flatMap(({ one, cell }) => (cell ? (debugCommand(cell, one, start) ?? []) : [])).at(-1),
  };
}

/** The cell that a finding is of. */
export function cellOf(cells: readonly CellResult[], one: Finding): CellResult | undefined {
  return cells.find(({ subject, machine }) => subject === one.subject && machine === one.machine);
}

/** What a finding says, or a line of it. */
export function toldOf(cells: readonly CellResult[], one: Finding, text: string): string {
  return printable(asUserSees(text, cellOf(cells, one) ?? {}));
}

function bySuite(findings: readonly Finding[]): string {
  const suites = [...new Set(findings.map(({ suite }) => suite))];
  return suites
    .map((suite) => `${findings.filter((one) => one.suite === suite).length} of ${suite}`)
    .join(', ');
}

/** `79 cases, linux on max, max-el2`, and so on for each subject. */
function placesOf(findings: readonly Finding[]): string {
  const subjects = [...new Set(findings.map(({ subject }) => subject))];
  const cases = new Set(findings.map(nameOf)).size;
  const count = `${cases} ${cases === 1 ? 'case' : 'cases'}`;
  const places = subjects.map((subject) => {
    const machines = new Set(findings.filter((one) => one.subject === subject).map(({ machine }) => machine));
    return `${subject} on ${[...machines].join(', ')}`;
  });
  return `${count}, ${places.join('; ')}`;
}
