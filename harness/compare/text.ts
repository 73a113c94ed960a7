// SPDX-License-Identifier: GPL-2.0-only
// A comparison for people: what is broken first, then what else changed, and one line that says it all at the end.

import { reproduce } from '../report/reproduce.ts';
import { paint, tableOf } from '../report/sections.ts';
import { wordsToStart } from '../report/start.ts';
import { printable, wrapped } from '../report/wrap.ts';
import { type Change, KIND_WORDS, KINDS, type Kind } from './changes.ts';
import { type Comparison, causesBehind, ofKind, summaryOf } from './comparison.ts';

/** Of what is alike so many names are enough; `--json` has all. */
const MOST_CASES = 6;
/** A diff of a whole file is no answer. */
const MOST_DIFF = 40;

const COLOURS: Readonly<Record<Kind, 'fail' | 'pass' | 'skip' | 'error'>> = {
  broken: 'fail',
  fixed: 'pass',
  unshown: 'skip',
  shown: 'pass',
  unknown: 'error',
  gone: 'skip',
  new: 'skip',
};

/** The comparison as text. Coloured when stdout is a terminal and NO_COLOR is not set. */
export async function asText(comparison: Comparison): Promise<string> {
  const { pairs, before, after, texts } = comparison;
  const alone = [
    { name: before.name, machines: pairs.beforeAlone },
    { name: after.name, machines: pairs.afterAlone },
  ].flatMap(({ name, machines }) =>
    machines.length === 0 ? [] : [`note: only ${name} has ${machines.join(', ')}: not compared`],
  );
  const sections = [
    ...KINDS.map((kind) => section(comparison, kind)),
    await costs(comparison),
    ...(texts ?? []).map(differenceOf),
    alone.join('\n'),
    lastLine(comparison),
  ];
  return `${sections.filter((one) => one !== '').join('\n\n')}\n`;
}

/** All of it in a line. */
export function lastLine(comparison: Comparison): string {
  const { verdict } = comparison;
  return `${paint(verdict, WORDS[verdict])} ${summaryOf(comparison)} (${placesOf(comparison)})`;
}

const WORDS = {
  pass: 'NOTHING WORSE',
  fail: 'WORSE',
  unjudged: 'NOT JUDGED',
  error: 'ERROR',
} as const;

function placesOf({ pairs: { pairs } }: Comparison): string {
  const cases = pairs.reduce((sum, { after }) => sum + after.results.length, 0);
  return `${pairs.length} ${pairs.length === 1 ? 'cell' : 'cells'}, ${cases} cases`;
}

/** All changes of a kind: those with a mistake behind them by mistake, the others by name. */
function section(comparison: Comparison, kind: Kind): string {
  const changes = ofKind(comparison, kind);
  if (changes.length === 0) return '';
  const side = kind === 'fixed' ? comparison.before : comparison.after;
  const behind = kind === 'fixed' || kind === 'broken' ? causesBehind(side, changes) : [];
  const explained = new Set(behind.flatMap(({ cases }) => cases));
  const told = behind.flatMap(({ cause, cases }) => [
    `  ${printable(cause.name)}: ${cases.length} ${cases.length === 1 ? 'case' : 'cases'}`,
    ...wrapped(printable(cause.says), '    '),
    ...caseLines(
      changes.filter((change) => cases.includes(change.case)),
      '    ',
    ),
    ...again(comparison, kind, cause.lead),
  ]);
  const rest = caseLines(
    changes.filter((change) => !explained.has(change.case)),
    '  ',
  );
  return [`${paint(COLOURS[kind], KIND_WORDS[kind])}`, ...told, ...rest].join('\n');
}

function again(
  { after }: Comparison,
  kind: Kind,
  lead: { subject: string; machine: string } & Change['after'],
) {
  const cell = after.cells.find(({ machine }) => machine === lead?.machine);
  if (kind !== 'broken' || !cell || !lead || cell.selector === undefined) return [];
  return [`    again: ${reproduce(cell, lead, wordsToStart())}`];
}

function caseLines(changes: readonly Change[], margin: string): string[] {
  const shown = changes.slice(0, MOST_CASES).flatMap((change) => {
    const { reason = '' } =
      (change.kind === 'fixed' || change.kind === 'gone' ? change.before : change.after) ?? {};
    const head = `${margin}${change.case} on ${change.machines.join(', ')}`;
    return [head, ...(reason === '' ? [] : wrapped(printable(reason), `${margin}  `, { most: 2 }))];
  });
  const more = changes.slice(MOST_CASES).map((change) => change.case);
  const counts = suites(more);
  return more.length === 0
    ? shown
    : [...shown, ...wrapped(`and ${more.length} more: ${counts}`, margin, { most: 2 })];
}

function suites(names: readonly string[]): string {
  const all = names.map((name) => name.split('.')[0] ?? '');
  return [...new Set(all)]
    .map((suite) => `${all.filter((one) => one === suite).length} of ${suite}`)
    .join(', ');
}

async function costs({ costs: all, before, after }: Comparison): Promise<string> {
  const changed = all.filter((one) => one.before !== one.after);
  if (changed.length === 0) return '';
  const machines = [...new Set(all.flatMap((one) => one.machines))];
  return tableOf(
    `instructions per call, exact, on ${machines.join(', ')}; not time`,
    ['call', before.name, after.name, 'change'],
    all.map((one) => [
      one.machines.length === machines.length ? one.form : `${one.form} on ${one.machines.join(', ')}`,
      `${one.before ?? '-'}`,
      `${one.after ?? '-'}`,
      one.before === null || one.after === null ? '-' : signed(one.after - one.before),
    ]),
  );
}

function signed(change: number): string {
  return change === 0 ? '' : change > 0 ? `+${change}` : `${change}`;
}

function differenceOf({ what, diff }: { what: string; diff: string }): string {
  if (diff === '') return '';
  const lines = diff.trimEnd().split('\n');
  const more = lines.length - MOST_DIFF;
  return [
    `${what}:`,
    ...lines.slice(0, MOST_DIFF).map((line) => `  ${printable(line)}`),
    ...(more > 0 ? [`  and ${more} more lines: --json has them`] : []),
  ].join('\n');
}
