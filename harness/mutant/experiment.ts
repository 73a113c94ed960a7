// SPDX-License-Identifier: GPL-2.0-only
// A mistake in the experiment of `sct cost`: its cases notice it, or one of its controls does.

import type { CaseResult } from '../base/verdict.ts';
import type { Builder } from '../compile/build.ts';
import { experiment, SUITE } from '../cost/experiment.ts';
import type { Machine } from '../machine/machine.ts';
import type { RunFolder } from '../store/run-folder.ts';
import type { Subject } from '../subject/subject.ts';
import { type Mutant, MutantInvalid } from './mutant.ts';

/** What the controls are in a row: `held.a_a` is the control `a-a`. */
const CONTROLS = 'held';

/** As little as shows a mistake, of what is exact. */
const EXTENT = { placements: 2, calls: 1024, seed: 1 };

/** A workload to be run where a row names controls alone: they are always run. */
const ANY = 'hot';

/** What the experiment of a row takes. */
export interface ExperimentOptions {
  builder: Builder;
  runFolder: RunFolder;
  timeoutScale: number;
  signal?: AbortSignal | undefined;
}

/** Whether a row is about the experiment: whatever it names is a case or a control of that. */
export function isOfExperiment({ killedBy }: Pick<Mutant, 'killedBy'>): boolean {
  return killedBy.length > 0 && killedBy.every((pattern) => /^(?:experiment|held)\./.test(pattern));
}

/** What the cases of the experiment say, and its controls as cases. @throws MutantInvalid for a machine on which nothing is exact */
export async function resultsOfExperiment(
  mutant: Mutant,
  subject: Subject,
  machine: Machine,
  options: ExperimentOptions,
): Promise<CaseResult[]> {
  if (machine.clock !== 'icount')
    throw new MutantInvalid(`${mutant.name}: on ${machine.name} nothing of the experiment is exact`);
  const named = mutant.killedBy.filter((pattern) => pattern.startsWith(`${SUITE}.`));
  const workloads = named.length > 0 ? named.map((pattern) => pattern.slice(SUITE.length + 1)) : [ANY];
  const { place, results } = await experiment(subject, machine, {
    ...options,
    ...{ extent: EXTENT, workloads, margin: 1 },
  });
  const controls = place.controls.map(
    ({ name, verdict, says }): CaseResult => ({
      suite: CONTROLS,
      case: name.replaceAll('-', '_'),
      verdict: ({ holds: 'pass', fails: 'fail', absent: 'skip' } as const)[verdict],
      reason: says,
      details: [],
      metrics: [],
    }),
  );
  return [...results, ...controls];
}
