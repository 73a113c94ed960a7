// SPDX-License-Identifier: GPL-2.0-only
// Cases of which a boot has not told whether they hang, since QEMU had to wait for a CPU of the host: they are tried anew, with more time.

import { CONTROL_SUITE, nameOf, type Plan } from '../base/plan.ts';
import type { CaseResult } from '../base/verdict.ts';
import { TOO_BUSY } from '../verdict/busy.ts';
import type { JudgedBoot } from '../verdict/judge.ts';

/** How often a case is tried once more, and how much more time it gets each time. */
const RETRIES = 2;
const MORE_TIME = 4;

const WAITED = `${TOO_BUSY}QEMU had to wait for a CPU for most of the case's time`;

/** The starved cases of a cell. */
export interface Starved {
  /** The first of these cases that was starved before, and how much more time it gets now. */
  among(plan: Plan): { name: string; scale: number } | undefined;
  /** What is left of a boot that was ended because this case was starved: no verdict on it; `retries`: another boot may find out. */
  withoutVerdict(judged: JudgedBoot, name: string, retries: boolean): JudgedBoot;
}

/** Of a cell of which no case has been starved yet. */
export function noneStarved(): Starved {
  const starved = new Map<string, number>();
  return {
    among(plan) {
      const next = plan.map(nameOf).find((name) => starved.has(name));
      return next === undefined ? undefined : { name: next, scale: MORE_TIME ** (starved.get(next) ?? 0) };
    },
    withoutVerdict(judged, name, retries) {
      const times = (starved.get(name) ?? 0) + 1;
      starved.set(name, times);
      // The answer to the run is known where something has failed for certain: more of it is not worth the wait.
      const isControl = name.startsWith(`${CONTROL_SUITE}.`);
      const again = (retries || isControl) && times <= RETRIES;
      const results = judged.results.map((result): CaseResult => {
        const { cut, ...rest } = result;
        const isIt = nameOf(result) === name;
        if (isIt && again) return { ...rest, verdict: 'error', reason: WAITED, cut: 'unreported' };
        if (isIt) return { ...rest, verdict: 'error', reason: WAITED };
        // Without its controls no boot says anything.
        const isLost = !again && isControl && cut === 'unreported';
        return isLost ? { ...rest, verdict: 'error', reason: `${WAITED}, in ${name}` } : result;
      });
      return { ...judged, results };
    },
  };
}

/** What is left of a boot that was ended in this case, which the next boot tries with the time that it takes `reviewed`: there the guest itself can say more. */
export function triedAnew(judged: JudgedBoot, name: string): JudgedBoot {
  const results = judged.results.map(
    (result): CaseResult =>
      nameOf(result) === name
        ? { ...result, verdict: 'error', reason: 'how long it may take was not known', cut: 'unreported' }
        : result,
  );
  return { ...judged, results };
}
