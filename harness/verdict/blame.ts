// SPDX-License-Identifier: GPL-2.0-only
// Whose mistake an error is. Nobody guesses: `reviewed`, in the same cell, is asked for the same case.

import { nameOf } from '../base/plan.ts';
import type { CaseResult, Verdict } from '../base/verdict.ts';
import { isTooBusy, TOO_BUSY } from './busy.ts';

/** What `reviewed` says of cases, by name, on the machine in question; of a case that it does not name it knows nothing. `busy`: this host was too busy to tell. */
export type Testimony = { machine: string; verdicts: ReadonlyMap<string, Verdict | 'busy'> };

/**
 * Turns each error that is the subject's doing into its fail: that of a case which `reviewed` does not fail. What `reviewed` said is among the
 * details either way. `ask` is called only if there is an error, with the names of the cases.
 */
export async function blame(
  results: readonly CaseResult[],
  ask: (names: readonly string[]) => Promise<Testimony>,
): Promise<CaseResult[]> {
  const errors = results.filter((one) => one.verdict === 'error' && !isTooBusy(one)).map(nameOf);
  if (errors.length === 0) return [...results];
  const { machine, verdicts } = await ask(errors);
  return results.map((result) => {
    if (result.verdict !== 'error' || isTooBusy(result)) return result;
    const said = verdicts.get(nameOf(result));
    if (said === 'busy')
      return {
        ...result,
        reason: `${TOO_BUSY}what \`reviewed\` does in this case is not known; ${result.reason}`,
      };
    const words = wordsOf(said, machine);
    const itsOwn = said === 'pass' || said === 'skip' || said === 'xfail';
    return { ...result, verdict: itsOwn ? 'fail' : 'error', details: [...result.details, words] };
  });
}

function wordsOf(said: Verdict | undefined, machine: string): string {
  switch (said) {
    case 'pass':
      return `\`reviewed\` passes this case on ${machine}: the bench is not at fault`;
    case 'skip':
    case 'xfail':
      return `\`reviewed\` does not fail this case on ${machine} (${said}): the bench is not at fault`;
    case undefined:
      return `nobody knows what \`reviewed\` does in this case on ${machine}`;
    default:
      return `\`reviewed\` does not pass this case on ${machine} either (${said}): the bench may be at fault`;
  }
}
