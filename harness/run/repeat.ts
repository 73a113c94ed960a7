// SPDX-License-Identifier: GPL-2.0-only
// The same run several times over, and whether it says the same each time.

import { nameOf } from '../base/plan.ts';
import { tallied } from '../base/tally.ts';
import { type RunReport, VERDICTS, type Verdict } from '../base/verdict.ts';
import { outcomeOfRuns } from '../verdict/outcome.ts';
import { type RunOptions, type RunResult, run } from './run.ts';

/** As many cases whose verdicts differ are named; the rest are counted. */
const FEW = 5;

/**
 * Runs `times` times. The report is that of the worst run (the first of them), with a note on how many runs gave each case the same verdict.
 * @throws whatever `run` throws
 */
export async function repeat(options: RunOptions, times: number): Promise<RunResult> {
  const results: RunResult[] = [];
  while (results.length < times && !options.signal?.aborted) results.push(await run(options));
  const reports = results.map(({ report }) => report);
  const verdict = outcomeOfRuns(reports);
  const shown = results.find(({ report }) => report.verdict === verdict);
  if (!shown) return run(options);
  if (times === 1) return shown;
  return { ...shown, report: { ...shown.report, notes: [...shown.report.notes, ...agreement(reports)] } };
}

/** In how many runs each case came to the same verdict, in a line or a few. */
export function agreement(reports: readonly RunReport[]): string[] {
  const verdicts = new Map<string, Verdict[]>();
  for (const { cells } of reports)
    for (const { subject, machine, results } of cells)
      for (const result of results) {
        const name = `${nameOf(result)} (${subject} on ${machine})`;
        verdicts.set(name, [...(verdicts.get(name) ?? []), result.verdict]);
      }
  const differing = [...verdicts].filter(
    ([, seen]) => seen.length < reports.length || new Set(seen).size > 1,
  );
  const equal = `${reports.length} runs: ${verdicts.size - differing.length} of ${verdicts.size} cases had the same verdict in each`;
  const named = differing.slice(0, FEW).map(([name, seen]) => `${name}: ${counted(seen, reports.length)}`);
  const more = differing.length > FEW ? [`${differing.length - FEW} more cases differ`] : [];
  return [equal, ...named, ...more];
}

/** `18 pass, 2 fail`; what a run did not report counts as absent. */
function counted(seen: readonly Verdict[], runs: number): string {
  return [tallied(VERDICTS, seen), ...(seen.length < runs ? [`${runs - seen.length} absent`] : [])].join(
    ', ',
  );
}
