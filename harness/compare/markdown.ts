// SPDX-License-Identifier: GPL-2.0-only
// A comparison to paste into a reply: twenty lines at most, and no path of this machine.

import { asAnyoneSees } from '../verdict/causes/user-file.ts';
import { KIND_WORDS, KINDS, type Kind } from './changes.ts';
import { type Comparison, causesBehind, type Judged, ofKind, summaryOf } from './comparison.ts';

const MOST_LINES = 20;
/** Of the lines so many may be the trampoline. */
const MOST_CODE = 9;
const MOST_NAMES = 3;

/** The comparison as Markdown that reads as well unrendered. */
export function asMarkdown(comparison: Comparison): string {
  const head = [`static calls, **${escaped(summaryOf(comparison))}**`];
  const foot = madeOf(comparison);
  const code = codeOf(comparison);
  const room = MOST_LINES - head.length - 1 - code.length - foot.length;
  const points = KINDS.flatMap((kind) => pointsOf(comparison, kind));
  const shown =
    points.length > room ? [...points.slice(0, room - 1), `- and ${points.length - room + 1} more`] : points;
  const listed = shown.length > 0 ? ['', ...shown] : [];
  return `${[...head, ...listed, ...code, ...foot].join('\n')}\n`;
}

/** A point for each mistake, and one for what none explains. */
function pointsOf(comparison: Comparison, kind: Kind): string[] {
  const changes = ofKind(comparison, kind);
  if (changes.length === 0) return [];
  const side = kind === 'fixed' ? comparison.before : comparison.after;
  const behind = kind === 'fixed' || kind === 'broken' ? causesBehind(side, changes) : [];
  const explained = new Set(behind.flatMap(({ cases }) => cases));
  const rest = changes.filter((change) => !explained.has(change.case)).map((change) => change.case);
  return [
    ...behind.map(
      ({ cause, cases }) =>
        `- ${KIND_WORDS[kind]}: ${escaped(plain(cause.name, side))}, ${namesOf(cases)}: ${escaped(plain(cause.says, side))}`,
    ),
    ...(rest.length > 0 ? [`- ${KIND_WORDS[kind]}: ${namesOf(rest)}`] : []),
  ];
}

function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => `\`${name}\``);
  const more = names.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** How the trampoline changed, if that is short. */
function codeOf({ texts = [] }: Comparison): string[] {
  const lines = (texts[0]?.diff ?? '').split('\n').filter((line) => /^[-+ ](?!--|\+\+)/.test(line));
  return lines.length === 0 || lines.length > MOST_CODE ? [] : ['', ...lines.map((line) => `      ${line}`)];
}

function madeOf({ after, pairs: { pairs } }: Comparison): string[] {
  const tools = after.provenance?.tools.map(({ name, version }) => `${name} ${version}`) ?? [];
  const where = `on ${pairs.map(({ machine }) => machine).join(', ')}`;
  return ['', [...tools, where].join(', ')];
}

function plain(text: string, { cells }: Judged): string {
  return cells.reduce((shown, cell) => asAnyoneSees(shown, cell), text);
}

function escaped(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').replace(/(?<=^|\s)__(?=\w)/g, '\\_\\_');
}
