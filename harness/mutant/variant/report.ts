// SPDX-License-Identifier: GPL-2.0-only
// What became of a set of variants, for people and for programs: pure functions of the tried.

import { styleText } from 'node:util';
import { shellLine } from '../../base/shell.ts';
import { tallied } from '../../base/tally.ts';
import type { Document } from '../../report/documents.ts';
import { wordsToStart } from '../../report/start.ts';
import type { VariantVerdict } from './judge-variant.ts';
import type { TriedVariant } from './try-variant.ts';
import type { VariantsReport } from './variants.ts';

/** As many cases are named in the table; the rest are counted. */
const FEW = 3;

const COLOURS = {
  due: 'green',
  gap: 'yellow',
  untried: 'yellow',
  closed: 'red',
  off: 'red',
  error: 'magenta',
} as const;

type Row = Document<'variants'>['variants'][number];

/** The report as one JSON document. */
export function variantsJson({ verdict, tried, notes }: VariantsReport): string {
  const variants = tried.map(
    ({ variant, exit, verdict, by, problems, folder }): Row => ({
      name: variant.name,
      variant: variant.kind,
      why: variant.why,
      due: variant.exit,
      exit,
      verdict,
      fails: variant.fails,
      by,
      ...(variant.gap && { gap: variant.gap }),
      machines: variant.machines,
      problems,
      folder,
    }),
  );
  const document: Document<'variants'> = { schemaVersion: 1, verdict, variants, notes };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The report for people: the table, what is not as its file says, and one closing line. Coloured on a terminal. */
export async function variantsTable({ verdict, tried, notes }: VariantsReport): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const table = new Table({
    head: ['variant', 'is', 'why', 'exit', 'verdict', 'by'],
    colWidths: [36, 10, 50, 6, 9, 46],
    wordWrap: true,
    style: { head: [], border: [], compact: true },
  });
  for (const { variant, exit, verdict, by } of tried) {
    const told = verdict === 'gap' || verdict === 'untried' ? (variant.gap?.why ?? '') : inFew(by);
    table.push([variant.name, variant.kind, variant.why, exit ?? '-', paint(verdict), told]);
  }
  const sections = [
    table.toString(),
    ...tried.flatMap(troubleOf),
    ...(notes.length > 0 ? [notes.map((note) => `note: ${note}`).join('\n')] : []),
    closingLine(verdict, tried),
  ];
  return `${sections.join('\n\n')}\n`;
}

const TROUBLE: Partial<Record<VariantVerdict, string>> = {
  closed: 'comes out as is due: take its "Today:" out of its file',
  off: 'comes out neither as is due nor as its file says of today',
  error: 'cannot be tried',
};

function troubleOf({ variant, verdict, problems, folder }: TriedVariant): string[] {
  const trouble = TROUBLE[verdict];
  if (trouble === undefined) return [];
  return [
    [
      `${paint(verdict, verdict.toUpperCase())} ${variant.name}: ${trouble}`,
      `  ${variant.kind}: ${variant.why}`,
      ...problems.flatMap((problem) => problem.split('\n')).map((line) => `  ${line}`),
      ...(folder === null ? [] : [`  kept: ${folder}`]),
      `  again: ${shellLine([...wordsToStart(), 'mutate', '--variants', '--name', variant.name])}`,
    ].join('\n'),
  ];
}

function inFew(by: readonly string[]): string {
  const more = by.length > FEW ? [`${by.length - FEW} more`] : [];
  return [...by.slice(0, FEW), ...more].join(', ');
}

function closingLine(verdict: string, tried: readonly TriedVariant[]): string {
  const counts = tallied(
    Object.keys(COLOURS) as VariantVerdict[],
    tried.map((one) => one.verdict),
  );
  const variants = tried.length === 1 ? 'variant' : 'variants';
  const colour = verdict === 'pass' ? 'due' : verdict === 'fail' ? 'off' : 'error';
  return `${paint(colour, verdict.toUpperCase())} ${tried.length} ${variants}: ${counts || 'none was tried'}`;
}

function paint(verdict: VariantVerdict, text: string = verdict): string {
  return styleText(COLOURS[verdict], text, { stream: process.stdout, validateStream: true });
}
