// SPDX-License-Identifier: GPL-2.0-only
// What a call costs, judged.

import { COST_SUITE, INSTRUCTIONS } from '../base/plan.ts';
import type { CaseResult, Metric } from '../base/verdict.ts';
import type { Machine } from '../machine/machine.ts';
import { COST_TABLE, NO_CALL, UNJUDGED } from './cost-table.ts';

/** What the cost of a call is compared with. */
export interface CostExpectation {
  clock: Machine['clock'];
  /** From the subject's expect.json: case name to exact instructions per call. */
  instructions: Readonly<Record<string, number>>;
  /** From the image's disassembly: case name to exact instructions per call, or why it cannot tell. */
  witness: Readonly<Record<string, number | string>>;
  /** Whether C around the trampoline is built without landing pads: a function that stands for NULL is one instruction shorter than expect.json has it. */
  unguarded?: boolean;
}

/** The case whose number in expect.json may be of a C function, too. */
const CALLS_C = 'tramp_null';

/**
 * Judges a passed case of suite `cost` by its metric `instructions`. Only under `icount` is that number exact, so
 * elsewhere nothing is judged. A metric that is missing, zero or no whole number is an error of the bench; one that
 * differs from the table or from the disassembly is a fail that names the numbers and whose they are.
 */
export function judgeCost(result: CaseResult, expected: CostExpectation): CaseResult {
  if (expected.clock !== 'icount' || result.suite !== COST_SUITE || result.verdict !== 'pass') return result;
  if (NO_CALL.has(result.case)) return result;

  const metrics = result.metrics.filter(({ name }) => name === INSTRUCTIONS);
  const measured = metrics[0]?.value;
  if (metrics.length !== 1 || measured === undefined || !Number.isInteger(measured) || measured <= 0) {
    const printed = metrics.length === 0 ? 'none' : metrics.map(({ value }) => value).join(', ');
    const reason = `a machine with an exact clock must print one metric "${INSTRUCTIONS}", a positive whole number; printed: ${printed}`;
    return { ...result, verdict: 'error', reason };
  }
  if (UNJUDGED.has(result.case)) return result;

  const { sources, notes } = sourcesFor(result.case, expected);
  const details = [...result.details, ...notes];
  if (sources.every(({ instructions }) => instructions === measured)) return { ...result, details };
  const says = sources.map(({ who, instructions }) => `${who} says ${instructions}`).join(', ');
  return { ...result, verdict: 'fail', reason: `a call costs ${measured} instructions; ${says}`, details };
}

function sourcesFor(name: string, { instructions, witness, unguarded }: CostExpectation) {
  const sources: { who: string; instructions: number }[] = [];
  const notes: string[] = [];
  const row = COST_TABLE[name];
  if (row) {
    const who = `the table of expectations (${row.caller}; ${row.callee})`;
    sources.push({ who, instructions: row.instructions });
  }
  const isOthers = unguarded === true && name === CALLS_C && typeof witness[name] === 'number';
  const ofSubject = isOthers ? undefined : instructions[name];
  if (isOthers)
    notes.push('no function of this kernel has a landing pad: the disassembly alone says what NULL costs');
  if (ofSubject !== undefined) sources.push({ who: "the subject's expect.json", instructions: ofSubject });
  const seen = witness[name];
  if (typeof seen === 'number') sources.push({ who: 'its disassembly', instructions: seen });
  if (typeof seen === 'string') notes.push(`the disassembly cannot tell what a call costs: ${seen}`);
  if (sources.length === 0)
    notes.push('no table and no disassembly says what a call costs: reported, not judged');
  return { sources, notes };
}

/** Raw samples of one quantity, as the guest printed them. */
export interface Samples {
  name: string;
  unit: string;
  values: readonly number[];
}

/** Each set of samples as two metrics: `<name>.median`, and `<name>.spread`, the interquartile range. */
export async function summarise(samples: readonly Samples[]): Promise<Metric[]> {
  if (samples.length === 0) return [];
  const { interquartileRange, median } = await import('simple-statistics');
  return samples.flatMap(({ name, unit, values }) => [
    { name: `${name}.median`, value: median([...values]), unit },
    { name: `${name}.spread`, value: interquartileRange([...values]), unit },
  ]);
}
