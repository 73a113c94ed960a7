// SPDX-License-Identifier: GPL-2.0-only
// What calls cost in two runs: exact counts alone, since only these can be held against each other.

import { COST_SUITE, INSTRUCTIONS } from '../base/plan.ts';
import type { CellResult } from '../base/verdict.ts';
import type { Pairs } from './changes.ts';

/** Instructions of one form of call on some machines; null where a run did not count it. */
export interface CostChange {
  form: string;
  machines: string[];
  before: number | null;
  after: number | null;
}

/** The forms that either run counted, in the order of the plan; machines that say the same share one. */
export function costChanges({ pairs }: Pick<Pairs, 'pairs'>): CostChange[] {
  const changes = new Map<string, CostChange>();
  for (const { machine, before, after } of pairs) {
    const first = countsOf(before);
    const second = countsOf(after);
    for (const form of new Set([...first.keys(), ...second.keys()])) {
      const one = { before: first.get(form) ?? null, after: second.get(form) ?? null };
      const key = `${form} ${one.before} ${one.after}`;
      const known = changes.get(key);
      if (known) known.machines.push(machine);
      else changes.set(key, { form, machines: [machine], ...one });
    }
  }
  return [...changes.values()];
}

/** `a call 8 to 7 instructions`, for those of the forms that changed; empty if none did. */
export function costsInWords(changes: readonly CostChange[]): string {
  const named = Object.entries(FORMS).flatMap(([form, words]) =>
    changes
      .filter((one) => one.form === form && one.before !== one.after)
      .filter(({ before, after }) => before !== null && after !== null)
      .slice(0, 1)
      .map(({ before, after }) => `${words} ${before} to ${after}`),
  );
  return named.length === 0 ? '' : `${named.join(', ')} instructions`;
}

/** The forms that are the subject's own, and what people call them. */
const FORMS: Readonly<Record<string, string>> = {
  tramp: 'a call',
  tramp_null: 'a call of NULL',
  update: 'an update',
};

function countsOf({ results }: CellResult): Map<string, number> {
  return new Map(
    results
      .filter(({ suite }) => suite === COST_SUITE)
      .flatMap(({ case: form, metrics }) =>
        metrics.filter(({ name }) => name === INSTRUCTIONS).map(({ value }) => [form, value] as const),
      ),
  );
}
