// SPDX-License-Identifier: GPL-2.0-only
// Two runs held against each other: a value that every form of the comparison is a pure function of.

import type { Cause, CellResult, Outcome, Provenance } from '../base/verdict.ts';
import { causesOf } from '../verdict/causes/causes.ts';
import { type Change, changesOf, KINDS, type Kind, type Pairs, pairsOf } from './changes.ts';
import { type CostChange, costChanges, costsInWords } from './costs.ts';

/** One of the two: what it is called, and what a run said of it. */
export interface Judged {
  name: string;
  cells: readonly CellResult[];
  causes?: readonly Cause[] | undefined;
  provenance?: Provenance | undefined;
}

/** How the text of something differs: `diff` is unified, and empty if it does not. */
export interface Difference {
  what: string;
  diff: string;
}

/** Two sides, and what lies between them. */
export interface Comparison {
  before: Judged;
  after: Judged;
  /** `fail`: something is broken. `error`, `unjudged`: a run did not judge all of it, so nobody can say that nothing is. */
  verdict: Outcome;
  pairs: Pairs;
  changes: Change[];
  costs: CostChange[];
  /** The trampoline, and each of the subject's files; absent where a report is all there is of one of the two. */
  texts?: readonly Difference[] | undefined;
}

/** Holds `after` against `before`. Cells of the same machine are compared, whatever else there is. */
export function compare(before: Judged, after: Judged, texts?: readonly Difference[]): Comparison {
  const pairs = pairsOf(before.cells, after.cells);
  const changes = changesOf(pairs);
  const costs = costChanges(pairs);
  return { before, after, verdict: verdictOf(pairs, changes), pairs, changes, costs, texts };
}

function verdictOf({ pairs }: Pairs, changes: readonly Change[]): Outcome {
  if (changes.some(({ kind }) => kind === 'broken')) return 'fail';
  const outcomes = pairs.flatMap(({ before, after }) => [before.verdict, after.verdict]);
  if (pairs.length === 0 || outcomes.includes('error')) return 'error';
  return outcomes.includes('unjudged') ? 'unjudged' : 'pass';
}

/** The changes of a kind. */
export function ofKind({ changes }: Pick<Comparison, 'changes'>, kind: Kind): Change[] {
  return changes.filter((change) => change.kind === kind);
}

/** The names of the mistakes that are behind changed cases: of what is broken now, or of what was. Most cases first. */
export function causesBehind(
  { cells, causes = causesOf(cells) }: Judged,
  changes: readonly Change[],
): { cause: Cause; cases: string[] }[] {
  return causes
    .map((cause) => {
      const names = cause.findings.map(({ suite, case: name }) => `${suite}.${name}`);
      return {
        cause,
        cases: changes.filter((change) => names.includes(change.case)).map((change) => change.case),
      };
    })
    .filter(({ cases }) => cases.length > 0);
}

/** `v8 to v9: 2 fixed, 0 broken, a call 8 to 7 instructions`. */
export function summaryOf(comparison: Comparison): string {
  const { before, after, costs } = comparison;
  const counts = KINDS.map((kind) => ({ kind, count: ofKind(comparison, kind).length }));
  const said = counts
    .filter(({ kind, count }) => count > 0 || kind === 'fixed' || kind === 'broken')
    .sort((a, b) => Number(b.kind === 'fixed') - Number(a.kind === 'fixed'))
    .map(({ kind, count }) => `${count} ${SUMMARY_WORDS[kind]}`);
  const cost = costsInWords(costs);
  return `${before.name} to ${after.name}: ${[...said, ...(cost === '' ? [] : [cost])].join(', ')}`;
}

const SUMMARY_WORDS: Readonly<Record<Kind, string>> = {
  broken: 'broken',
  fixed: 'fixed',
  unshown: 'no longer shown',
  shown: 'newly shown',
  unknown: 'not to be told',
  gone: 'gone',
  new: 'new',
};
