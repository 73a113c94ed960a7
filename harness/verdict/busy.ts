// SPDX-License-Identifier: GPL-2.0-only
// What nobody can judge here and now, since the host did too much else.

import type { CaseResult } from '../base/verdict.ts';

/** How the reason begins of a case that nobody can judge here and now, whoever is asked. The guest says the same (sct/report.h). */
export const TOO_BUSY = 'this host was too busy to tell: ';

/** Whether a result is an error of nobody's but this host's. */
export function isTooBusy({ verdict, reason }: Pick<CaseResult, 'verdict' | 'reason'>): boolean {
  return verdict === 'error' && reason.startsWith(TOO_BUSY);
}
