// SPDX-License-Identifier: GPL-2.0-only
// The vocabulary of judgement. Everything a report says is one of these values.

/** Every verdict, in the order in which reports count them. */
export const VERDICTS = ['pass', 'fail', 'skip', 'xfail', 'error'] as const;

/** What became of one case. A planned case starts as `error`, "never reported". */
export type Verdict = (typeof VERDICTS)[number];

/** What became of a cell or of a whole run. Error outranks fail, fail outranks pass. */
export type Outcome = 'pass' | 'fail' | 'error';

/** One measured number. `unit` is spelled out: `instructions`, `ns`, `cycles`. */
export interface Metric {
  name: string;
  value: number;
  unit: string;
}

/**
 * What kept a case from its end: it hung and the watchdog or a time-out ended it, the boot crashed in it, or it was never run because of
 * something before it. `bench.console` is cut by whatever cut the boot.
 */
export type Cut = 'hang' | 'crash' | 'unreported';

/** The verdict of one case. `reason` is empty for a pass; `details` are the lines that explain it, as printed. */
export interface CaseResult {
  suite: string;
  case: string;
  verdict: Verdict;
  reason: string;
  metrics: Metric[];
  details: string[];
  /** Why the case did not come to an end of its own; absent if it did. */
  cut?: Cut;
}

/** The verdict of one cell (subject x machine). `argv` is empty for the `host` cell, which boots nothing. */
export interface CellResult {
  subject: string;
  machine: string;
  /** How the command line names the subject, if not by `--subject`. */
  selector?: readonly string[];
  /** What decided where the image was put; only where that is not where it was linked. */
  seed?: number;
  verdict: Outcome;
  /** The exact QEMU command line; runs as it stands while `folder` is kept. */
  argv: string[];
  /** Where serial log, stderr, argv and image lie; null once removed. */
  folder: string | null;
  results: CaseResult[];
}

/** A whole run: what every report format is a pure function of. */
export interface RunReport {
  verdict: Outcome;
  cells: CellResult[];
  /** What was left out, and why; e.g. CPUs that the installed QEMU lacks. */
  notes: string[];
}

/** The verdicts of some results. */
export function verdictsOf(results: readonly CaseResult[]): Verdict[] {
  return results.map(({ verdict }) => verdict);
}
