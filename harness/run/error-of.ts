// SPDX-License-Identifier: GPL-2.0-only
// An error as a result.

import type { CaseResult } from '../base/verdict.ts';

/** @param name `suite.case` */
export function errorOf(name: string, reason: string): CaseResult {
  const [suite = '', ...rest] = name.split('.');
  return { suite, case: rest.join('.'), verdict: 'error', reason, metrics: [], details: [] };
}
