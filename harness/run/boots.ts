// SPDX-License-Identifier: GPL-2.0-only
// The boots of one cell. A boot that comes to no end of its own costs the case in which it was; the others go on in another one.

import { CONSOLE_CASE, CONTROL_SUITE, nameOf, type Plan, type PlannedCase } from '../base/plan.ts';
import type { CaseResult } from '../base/verdict.ts';
import type { JudgedBoot } from '../verdict/judge.ts';
import { NOT_TRIED } from '../verdict/judge.ts';

/** Boots of a cell that the guest may wreck, at most, and boots in all. What is left then is not tried. */
export const BOOTS = 9;
const ALL_BOOTS = 5 * BOOTS;

/** A cell is given up after so many boots that one thing wrecked; after fewer, if that made another cell of the image be given up. */
const SAME_WRECKS = { first: 6, again: 3 };

/** The rest of a suite is given up once one thing has wrecked so many boots of the cell. */
const WRECKS = 3;

/** One boot: the `nth`, of the controls and the cases that are left. */
export type BootOnce = (nth: number, plan: Plan) => Promise<JudgedBoot>;

/** What the boots of a cell come to. */
export interface JudgedCell {
  /** One for each planned case, in the order of the plan, then `bench.console`. */
  results: CaseResult[];
  /** Whether an error among the results may be the subject's doing. */
  subjectsDoing: boolean;
}

/**
 * Boots until each planned case has its verdict, or it is clear that no boot will give it one. `seen`: what made other cells of the image be given up;
 * it grows. `enough`: asked after each boot of the results so far; true if nobody wants those of another.
 */
export async function bootUntilJudged(
  plan: Plan,
  bootOnce: BootOnce,
  seen = new Set<string>(),
  enough: (results: readonly CaseResult[]) => boolean = () => false,
): Promise<JudgedCell> {
  const decided = new Map<string, CaseResult>();
  const consoles: CaseResult[] = [];
  const controls = plan.filter(({ suite }) => suite === CONTROL_SUITE);
  let left = plan.filter(({ suite }) => suite !== CONTROL_SUITE);
  const wrecked = new Map<string, number>();
  let wrecks = 0;
  let subjectsDoing = true;

  for (let nth = 1; nth === 1 || left.length > 0; nth += 1) {
    const { results, wreck, subjectsDoing: its } = await bootOnce(nth, [...controls, ...left]);
    subjectsDoing &&= its;
    for (const result of results) {
      const name = nameOf(result);
      if (name === nameOf(CONSOLE_CASE)) consoles.push(result);
      else if (worseControl(decided.get(name), result) || left.some((one) => nameOf(one) === name))
        decided.set(name, result);
    }
    if (wreck === null || !its) break;

    const reached = left.findLastIndex((one) => isDecided(decided.get(nameOf(one))));
    // A boot of which nothing came does not get past its first case; but one that sct itself ended has only not got so far.
    if (reached < 0 && !wreck.deliberate)
      decided.set(nameOf(left[0] as PlannedCase), stopped(left[0] as PlannedCase, wreck.reason));
    const at = left[Math.max(reached, 0)] as PlannedCase;
    if (!wreck.deliberate) wrecks += 1;
    left = left.slice(wreck.deliberate ? reached + 1 : Math.max(reached, 0) + 1);
    const giveUp = (cases: readonly PlannedCase[], why: string) => {
      for (const one of cases) decided.set(nameOf(one), notTried(one, why));
      left = left.filter((one) => !cases.includes(one));
    };
    const kind = kindOf(wreck.reason);
    const same = (wrecked.get(kind) ?? 0) + (wreck.deliberate ? 0 : 1);
    wrecked.set(kind, same);
    if (enough([...decided.values()])) {
      giveUp(left, 'what came before it is all that was asked');
      break;
    }
    if (!wreck.deliberate && same >= WRECKS) {
      const rest = left.filter((one) => one.suite === at.suite);
      giveUp(
        rest,
        `${same} boots ended like this before it, the last one, in ${nameOf(at)}: ${wreck.reason}`,
      );
    }
    const always = same >= (seen.has(kind) ? SAME_WRECKS.again : SAME_WRECKS.first);
    if (always) seen.add(kind);
    if (always || wrecks === BOOTS || nth === ALL_BOOTS)
      giveUp(
        left,
        `${wrecks} boots were cut short before it, the last one, in ${nameOf(at)}, by this: ${wreck.reason}`,
      );
  }
  return {
    results: [
      ...plan.map((one) => decided.get(nameOf(one)) ?? stopped(one, 'no boot came to it')),
      together(consoles),
    ],
    subjectsDoing,
  };
}

/** The same thing, whatever the numbers in it; and whether or not QEMU could say where, which is a matter of chance. */
function kindOf(reason: string): string {
  return reason.replace(/, at pc=0x[0-9a-f]+$/, '').replaceAll(/0x[0-9a-f]+|[\d.]+/g, 'N');
}

/** A control's verdict is the worst of all boots that came to it. */
function worseControl(known: CaseResult | undefined, result: CaseResult): boolean {
  if (result.suite !== CONTROL_SUITE) return false;
  return !isDecided(known) || (result.verdict === 'error' && isDecided(result));
}

/** Whether a boot has come to this case. */
function isDecided(result: CaseResult | undefined): boolean {
  return result !== undefined && (result.cut !== 'unreported' || result.reason.startsWith(NOT_TRIED));
}

function notTried({ suite, case: name }: PlannedCase, why: string): CaseResult {
  return {
    suite,
    case: name,
    verdict: 'error',
    reason: `${NOT_TRIED}${why}`,
    metrics: [],
    details: [],
    cut: 'unreported',
  };
}

function stopped({ suite, case: name }: PlannedCase, why: string): CaseResult {
  return {
    suite,
    case: name,
    verdict: 'error',
    reason: `never reported: ${why}`,
    metrics: [],
    details: [],
    cut: 'crash',
  };
}

/** `bench.console` of all boots: the first that is not right, and what the others say. */
function together(consoles: readonly CaseResult[]): CaseResult {
  const wrong = consoles.filter(({ verdict }) => verdict !== 'pass');
  const [first, ...others] = wrong;
  if (!first)
    return (
      consoles[0] ?? {
        ...CONSOLE_CASE,
        verdict: 'error',
        reason: 'nothing was booted',
        metrics: [],
        details: [],
      }
    );
  return {
    ...first,
    details: [
      ...first.details,
      ...others.map(
        ({ reason }) => `boot ${consoles.findIndex((one) => one.reason === reason) + 1}: ${reason}`,
      ),
    ],
  };
}
