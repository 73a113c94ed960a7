// SPDX-License-Identifier: GPL-2.0-only
// What became of each case between two runs of the same cells.

import { BUILD_SUITE, nameOf } from '../base/plan.ts';
import type { CaseResult, CellResult, Verdict } from '../base/verdict.ts';

/** What a case says of its subject. A known defect is a defect: whoever knows of it. */
type State = 'passes' | 'fails' | 'skipped' | 'error' | 'absent';

const STATES: Readonly<Record<Verdict, State>> = {
  pass: 'passes',
  fail: 'fails',
  xfail: 'fails',
  skip: 'skipped',
  error: 'error',
};

/** Every kind of change, in the order in which people want to read of them. */
export const KINDS = ['broken', 'fixed', 'unshown', 'shown', 'unknown', 'gone', 'new'] as const;
export type Kind = (typeof KINDS)[number];

/** What each kind means, in a word or two for people. */
export const KIND_WORDS: Readonly<Record<Kind, string>> = {
  broken: 'broken',
  fixed: 'fixed',
  unshown: 'no longer shown',
  shown: 'now shown to pass',
  unknown: 'cannot be told',
  gone: 'no longer a case',
  new: 'a new case',
};

/** Which kind a change is, by what the case was and what it is; where there is none, nothing changed. */
const KIND_OF: Readonly<Record<State, Readonly<Partial<Record<State, Kind>>>>> = {
  passes: { fails: 'broken', skipped: 'unshown', error: 'unknown', absent: 'gone' },
  fails: { passes: 'fixed', skipped: 'unshown', error: 'unknown', absent: 'gone' },
  skipped: { passes: 'shown', fails: 'broken', error: 'unknown', absent: 'gone' },
  error: { passes: 'unknown', fails: 'unknown', skipped: 'unknown', absent: 'unknown' },
  absent: { passes: 'new', fails: 'broken', skipped: 'new', error: 'unknown' },
};

/** One case that changed in the same way on some machines. */
export interface Change {
  kind: Kind;
  /** `suite.case`. */
  case: string;
  /** Where, in the order of the runs. */
  machines: string[];
  /** What was said of it, on the first of these machines; undefined where there is no such case. */
  before: CaseResult | undefined;
  after: CaseResult | undefined;
}

/** The cells of two runs that are on the same machine, and the machines of one alone. */
export interface Pairs {
  pairs: { machine: string; before: CellResult; after: CellResult }[];
  beforeAlone: string[];
  afterAlone: string[];
}

/** The cells of one subject each, by machine. */
export function pairsOf(before: readonly CellResult[], after: readonly CellResult[]): Pairs {
  const onMachine = (cells: readonly CellResult[], name: string) =>
    cells.find(({ machine }) => machine === name);
  const without = (cells: readonly CellResult[], others: readonly CellResult[]) =>
    cells.filter(({ machine }) => !onMachine(others, machine)).map(({ machine }) => machine);
  return {
    pairs: before.flatMap((cell) => {
      const other = onMachine(after, cell.machine);
      return other ? [{ machine: cell.machine, before: cell, after: other }] : [];
    }),
    beforeAlone: without(before, after),
    afterAlone: without(after, before),
  };
}

/** What changed, by kind and then in the order of the plan; the same change on several machines is one. */
export function changesOf({ pairs }: Pick<Pairs, 'pairs'>): Change[] {
  const changes = new Map<string, Change>();
  for (const { machine, before, after } of pairs)
    for (const [name, one, other] of casesOf(before, after)) {
      const kind = KIND_OF[stateOf(one)][stateOf(other)];
      if (kind === undefined) continue;
      const key = `${kind} ${name}`;
      const known = changes.get(key);
      if (known) known.machines.push(machine);
      else changes.set(key, { kind, case: name, machines: [machine], before: one, after: other });
    }
  const rank = ({ kind }: Change) => KINDS.indexOf(kind);
  return [...changes.values()].sort((a, b) => rank(a) - rank(b));
}

type Pair = [name: string, before: CaseResult | undefined, after: CaseResult | undefined];

function casesOf(before: CellResult, after: CellResult): Pair[] {
  const first = byName(before.results);
  const second = byName(after.results);
  const names = [...new Set([...first.keys(), ...second.keys()])];
  // What does not build has that one result: of the cases that it could not have nothing is known.
  const unbuilt = [before, after].some(({ results }) => results.some(({ suite }) => suite === BUILD_SUITE));
  const told = unbuilt ? names.filter((name) => name.startsWith(`${BUILD_SUITE}.`)) : names;
  return told.map((name) => [name, first.get(name) ?? built(name), second.get(name) ?? built(name)]);

  /** What did build says nothing of that. */
  function built(name: string): CaseResult | undefined {
    if (!unbuilt) return undefined;
    const [suite = '', ...rest] = name.split('.');
    return { suite, case: rest.join('.'), verdict: 'pass', reason: '', metrics: [], details: [] };
  }
}

function byName(results: readonly CaseResult[]): Map<string, CaseResult> {
  return new Map(results.map((result) => [nameOf(result), result]));
}

function stateOf(result: CaseResult | undefined): State {
  return result === undefined ? 'absent' : STATES[result.verdict];
}
