// SPDX-License-Identifier: GPL-2.0-only
// Known defects of a subject.

import type { CaseResult } from '../base/verdict.ts';
import type { Build } from '../compile/flags.ts';
import type { Expectation } from '../subject/subject.ts';

/** What is expected of an image of this build. */
export function expectedOf(expectation: Expectation, { cfi }: Pick<Build, 'cfi'>): Expectation {
  const xfail = expectation.xfail.filter((defect) => defect.with === undefined || cfi !== 'none');
  return { ...expectation, xfail };
}

/**
 * What a subject's known defects make of its results: their fail is an xfail, their pass a fail. Errors and skips
 * say nothing of the defect and stay.
 */
export function applyKnownDefects(results: readonly CaseResult[], expectation: Expectation): CaseResult[] {
  const known = new Map(expectation.xfail.map((defect) => [defect.case, defect.reason]));
  return results.map((result) => {
    const reason = known.get(`${result.suite}.${result.case}`);
    if (reason === undefined) return result;
    if (result.verdict === 'fail') {
      return {
        ...result,
        verdict: 'xfail',
        reason,
        details: [`fails with: ${result.reason}`, ...result.details],
      };
    }
    if (result.verdict === 'pass') {
      const text = `expected to fail (${reason}), but passed: remove it from the known defects`;
      return { ...result, verdict: 'fail', reason: text };
    }
    return result;
  });
}
