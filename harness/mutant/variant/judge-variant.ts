// SPDX-License-Identifier: GPL-2.0-only
// What came out of a variant, held against what is due.

import { nameOf } from '../../base/plan.ts';
import type { CaseResult } from '../../base/verdict.ts';
import type { Variant } from './variant.ts';

/**
 * `due`: it came out as is due. `gap`: not so, but as its file says of today. `untried`: its file says why. `closed`: it came out as is due and its
 * file still tells of a gap. `off`: neither as is due nor as its file says. `error`: it cannot be tried.
 */
export type VariantVerdict = 'due' | 'gap' | 'untried' | 'closed' | 'off' | 'error';

/** What a run of a variant came to. */
export interface Outcome {
  exit: number;
  /** Of all its cells; or the one that says why it did not build. */
  results: readonly CaseResult[];
}

/** What a variant came to, against what is due. */
export interface Judged {
  verdict: VariantVerdict;
  /** The cases that went wrong, each once, as `suite.case`. */
  by: string[];
  /** What is not as is due, a line each. */
  problems: string[];
}

/** As many wrong cases, and as many characters of each, say enough of a variant that should have none. */
const FEW = 6;
const LENGTH = 200;

/** Judges a variant by what came out of it. */
export function judgeVariant(variant: Variant, { exit, results }: Outcome): Judged {
  const wrong = results.filter(({ verdict }) => verdict === 'fail' || verdict === 'error');
  const by = [...new Set(wrong.map(nameOf))];
  const problems = [
    ...(exit === variant.exit ? [] : [`exit code ${exit}, ${variant.exit} is due`]),
    ...variant.fails
      .filter((pattern) => !by.some((name) => matches(pattern, name)))
      .map((pattern) => `${pattern} does not fail it`),
  ];
  if (problems.length > 0)
    problems.push(
      ...wrong
        .slice(0, FEW)
        .map((result) => `${nameOf(result)}: ${result.verdict}: ${result.reason.slice(0, LENGTH)}`),
      ...(wrong.length > FEW ? [`${wrong.length - FEW} more`] : []),
    );
  return { verdict: verdictOf(variant, exit, problems.length === 0), by, problems };
}

function verdictOf({ gap, exit: due }: Variant, exit: number, asDue: boolean): VariantVerdict {
  if (!gap) return asDue ? 'due' : 'off';
  // A gap that may come out either way is one that rests on luck: that it came out as is due says nothing.
  if (asDue) return gap.exits.includes(due) && gap.exits.length > 1 ? 'gap' : 'closed';
  return gap.exits.includes(exit) ? 'gap' : 'off';
}

/** Whether `pattern`, in which `*` stands for any characters, is this name. */
export function matches(pattern: string, name: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}
