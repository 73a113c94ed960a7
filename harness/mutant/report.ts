// SPDX-License-Identifier: GPL-2.0-only
// What became of a table of mutants, for people and for programs: pure functions of the tried.

import { styleText } from 'node:util';
import { shellLine } from '../base/shell.ts';
import { tallied } from '../base/tally.ts';
import type { Document } from '../report/documents.ts';
import { wordsToStart } from '../report/start.ts';
import type { MutantVerdict } from './judge-mutant.ts';
import type { MutateReport } from './mutate.ts';
import type { TriedMutant } from './try-mutant.ts';

/** As many cases of a suite are named in the table; the rest are counted. */
const FEW = 3;

const COLOURS = {
  killed: 'green',
  equivalent: 'green',
  explained: 'green',
  survived: 'red',
  refuted: 'red',
  error: 'magenta',
} as const;

type Row = Document<'mutate'>['mutants'][number];

/** The report as one JSON document. */
export function mutateJson({ verdict, tried, notes }: MutateReport): string {
  const mutants = tried.map(
    ({ mutant, by, expected, problems, folder, ...tried }): Row => ({
      name: mutant.name,
      changes: mutant.changes,
      killed: tried.verdict === 'killed',
      by,
      expected,
      verdict: tried.verdict,
      mistake: mutant.mistake,
      machine: mutant.machine,
      ...(mutant.equivalent !== undefined && { equivalent: mutant.equivalent }),
      ...(tried.verdict === 'explained' && { explained: mutant.inLinux }),
      problems,
      folder,
    }),
  );
  const document: Document<'mutate'> = { schemaVersion: 1, verdict, mutants, notes };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The report for people: the table, what is not as its row says, and one closing line. Coloured on a terminal. */
export async function mutateTable(report: MutateReport): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const table = new Table({
    head: ['mutant', 'changes', 'mistake', 'verdict', 'noticed by'],
    colWidths: [32, 9, 50, 12, 50],
    wordWrap: true,
    style: { head: [], border: [], compact: true },
  });
  for (const { mutant, verdict, by } of report.tried) {
    const noticedBy =
      verdict === 'explained'
        ? `not to be seen there: ${mutant.inLinux}`
        : mutant.equivalent
          ? `no mistake: ${mutant.equivalent}`
          : inFew(by);
    table.push([mutant.name, mutant.changes, mutant.mistake, paint(verdict), noticedBy]);
  }
  const { selector, notes } = report;
  const sections = [
    table.toString(),
    ...report.tried.flatMap((mutant) => troubleOf(mutant, selector)),
    ...(notes.length > 0 ? [notes.map((note) => `note: ${note}`).join('\n')] : []),
    closingLine(report),
  ];
  return `${sections.join('\n\n')}\n`;
}

function troubleOf(
  { mutant, verdict, problems, folder }: TriedMutant,
  selector: readonly string[],
): string[] {
  if (verdict === 'killed' || verdict === 'equivalent' || verdict === 'explained') return [];
  const lines = [
    `${paint(verdict, verdict.toUpperCase())} ${mutant.name}: ${mutant.mistake}`,
    ...problems.flatMap((problem) => problem.split('\n')).map((line) => `  ${line}`),
    ...(folder === null ? [] : [`  kept: ${folder}`]),
    `  again: ${shellLine([...wordsToStart(), 'mutate', ...selector, '--name', mutant.name])}`,
  ];
  return [lines.join('\n')];
}

/** `bti: blr_nop, blr_bti, 3 more; abi: landing_pad` */
function inFew(by: readonly string[]): string {
  const suites = [...new Set(by.map((name) => name.split('.')[0] ?? ''))];
  return suites
    .map((suite) => {
      const cases = by
        .filter((name) => name.startsWith(`${suite}.`))
        .map((name) => name.slice(suite.length + 1));
      const more = cases.length > FEW ? [`${cases.length - FEW} more`] : [];
      return `${suite}: ${[...cases.slice(0, FEW), ...more].join(', ')}`;
    })
    .join('; ');
}

function closingLine({ verdict, tried }: MutateReport): string {
  const counts = tallied(
    Object.keys(COLOURS) as MutantVerdict[],
    tried.map((mutant) => mutant.verdict),
  );
  const mutants = tried.length === 1 ? 'mutant' : 'mutants';
  const word = verdict.toUpperCase();
  const colour = verdict === 'pass' ? 'killed' : verdict === 'fail' ? 'survived' : 'error';
  return `${paint(colour, word)} ${tried.length} ${mutants}: ${counts || 'none was tried'}`;
}

function paint(verdict: MutantVerdict, text: string = verdict): string {
  return styleText(COLOURS[verdict], text, { stream: process.stdout, validateStream: true });
}
