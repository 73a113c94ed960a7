// SPDX-License-Identifier: GPL-2.0-only
// The one place for a module in the kernel of this machine: one at a time, and none beside one that has not come back, which nobody can end.

import type { Plan } from '../base/plan.ts';
import { loadedModules } from '../machine/host-module.ts';
import { type JudgedBoot, NOT_TRIED } from '../verdict/judge.ts';

/** The kernel of this machine, which takes one module at a time. */
export interface HostSeat {
  /** Loads when nobody else does; what came of it. Where a module of an earlier load has not come back, nothing is loaded. */
  load(plan: Plan, work: () => Promise<JudgedBoot>): Promise<JudgedBoot>;
}

/** @param loaded the modules of sct's that are in the kernel */
export function hostSeat(loaded: () => readonly string[] = () => loadedModules()): HostSeat {
  let turn: Promise<unknown> = Promise.resolve();
  let stuck: readonly string[] = [];
  const take = async (plan: Plan, work: () => Promise<JudgedBoot>): Promise<JudgedBoot> => {
    if (stuck.length > 0) return notLoaded(plan, stuck);
    try {
      const judged = await work();
      stuck = loaded();
      return stuck.length > 0 ? lastOf(judged, stuck) : judged;
    } finally {
      stuck = loaded();
    }
  };
  return {
    load(plan, work) {
      const mine = turn.then(() => take(plan, work));
      turn = mine.catch(() => {});
      return mine;
    },
  };
}

/** What a user is told of it. */
function remark(modules: readonly string[]): string {
  return `${modules.join(' and ')} did not come back, and is in the kernel of this machine still: nobody can end it, and sct loads nothing more in this run. If it comes back, it is unloaded; else boot this machine anew`;
}

/** No boot follows. */
function lastOf(judged: JudgedBoot, modules: readonly string[]): JudgedBoot {
  const results = judged.results.map((result) =>
    result.cut === 'hang' || result.cut === 'crash'
      ? { ...result, details: [...result.details, remark(modules)] }
      : result,
  );
  return { ...judged, results, wreck: null };
}

function notLoaded(plan: Plan, modules: readonly string[]): JudgedBoot {
  return {
    results: plan.map((one) => ({
      ...one,
      verdict: 'error',
      reason: `${NOT_TRIED}${remark(modules)}`,
      metrics: [],
      details: [],
      cut: 'unreported',
    })),
    wreck: null,
    subjectsDoing: false,
  };
}
