// SPDX-License-Identifier: GPL-2.0-only
// Which results of a mutant's run say that somebody noticed, and what follows for its row.

import { BUILD_SUITE, nameOf } from '../base/plan.ts';
import type { CaseResult } from '../base/verdict.ts';
import { isTooBusy } from '../verdict/busy.ts';
import { type Mutant, names } from './mutant.ts';

/**
 * What became of a row: each case that it names noticed (`killed`), or not (`survived`); nothing noticed what is no mistake
 * (`equivalent`), or something did (`refuted`); on another machine nothing noticed, and the row says why it cannot there (`explained`). `error`: the row could not be tried, does not build and says nothing of that, or this host was too busy.
 */
export type MutantVerdict = 'killed' | 'survived' | 'explained' | 'equivalent' | 'refuted' | 'error';

/** What became of a mutant. */
export interface Tried {
  verdict: MutantVerdict;
  /** The cases that noticed, as `suite.case`. */
  by: string[];
  /** The cases that the row names; a pattern stands as it is if there is no such case. */
  expected: string[];
  /** Why it is not what the row says, a line for each case that is not. */
  problems: string[];
}

/** What a row says of how its mutant may be noticed. */
export type AllowedCuts = Pick<Mutant, 'hangs' | 'crashes' | 'busy'>;

/**
 * Whether a result is a case that noticed. A case that something else kept from running has noticed nothing, and a hang or a crash is
 * noticed only where it is what must come of the mistake: otherwise any broken boot would kill any mutant. The same goes for a busy host.
 */
export function noticed(result: CaseResult, { hangs, crashes, busy }: AllowedCuts): boolean {
  const { suite, verdict, cut } = result;
  // What is not built is noticed, whether or not it can be judged.
  if (suite === BUILD_SUITE) return verdict !== 'pass';
  if (verdict !== 'fail' && verdict !== 'error') return false;
  if (isTooBusy(result)) return busy;
  return cut === undefined || (cut === 'hang' && hangs) || (cut === 'crash' && crashes);
}

/**
 * The results of a harness that ran with another mutant, turned around: a case that noticed it is fine, and one that should have and did not
 * is wrong.
 */
export function turnedAround(results: readonly CaseResult[], other: Mutant): CaseResult[] {
  return results
    .filter((result) => other.killedBy.some((pattern) => names(pattern, result)))
    .map((result) =>
      noticed(result, other)
        ? { ...result, verdict: 'pass', reason: `notices ${other.name}` }
        : { ...result, verdict: 'fail', reason: `takes ${other.name} for right` },
    );
}

/** Judges a row by the results of its mutant's run. */
export function judgeMutant(mutant: Mutant, results: readonly CaseResult[]): Tried {
  const by = results.filter((result) => noticed(result, mutant)).map(nameOf);
  const unbuilt = results.find(({ suite }) => suite === BUILD_SUITE);
  if (unbuilt && !mutant.killedBy.some(isBuild))
    return {
      verdict: 'error',
      by,
      expected: mutant.killedBy,
      problems: [`${nameOf(unbuilt)}: ${unbuilt.reason}`],
    };
  if (mutant.equivalent !== undefined) {
    const wrong = results.filter(({ verdict }) => verdict === 'fail' || verdict === 'error');
    const problems = wrong.map((result) => `${nameOf(result)}: ${inWords(result)}`);
    const verdict = wrong.length === 0 ? 'equivalent' : wrong.every(isTooBusy) ? 'error' : 'refuted';
    return { verdict, by, expected: [], problems };
  }
  const cases = mutant.killedBy.map((pattern) => ({
    pattern,
    meant: results.filter((one) => names(pattern, one)),
  }));
  const problems = cases.flatMap(({ pattern, meant }) => {
    if (meant.length === 0) return [`${pattern}: ${unbuilt ? unbuilt.reason : absent(pattern)}`];
    return meant
      .filter((result) => !by.includes(nameOf(result)))
      .map((result) => `${nameOf(result)}: ${inWords(result)}`);
  });
  const unknown =
    (!mutant.busy && cases.some(({ meant }) => meant.some(isTooBusy))) ||
    (!unbuilt && cases.some(({ pattern, meant }) => meant.length === 0 && !isBuild(pattern)));
  const expected = cases.flatMap(({ pattern, meant }) =>
    meant.length === 0 ? [pattern] : meant.map(nameOf),
  );
  const verdict = unknown ? 'error' : problems.length === 0 ? 'killed' : 'survived';
  return { verdict, by, expected: [...new Set(expected)], problems };
}

function isBuild(pattern: string): boolean {
  return pattern.startsWith(`${BUILD_SUITE}.`);
}

function absent(pattern: string): string {
  return isBuild(pattern) ? 'it was built' : 'there is no such case';
}

/** What a case said that should have noticed, or should not. */
function inWords({ verdict, reason, cut }: CaseResult): string {
  const needs = cut === 'hang' ? 'hangs' : cut === 'crash' ? 'crashes' : undefined;
  const hint = needs ? ` (noticed only in a row that says "${needs}": true)` : '';
  return `${verdict}${reason === '' ? '' : `: ${reason}`}${hint}`;
}
