// SPDX-License-Identifier: GPL-2.0-only
// The vocabulary of judgement. Everything a report says is one of these values.

import type { Layout } from './layout.ts';

/** Every verdict, in the order in which reports count them. */
export const VERDICTS = ['pass', 'fail', 'skip', 'xfail', 'error'] as const;

/** What became of one case. A planned case starts as `error`, "never reported". */
export type Verdict = (typeof VERDICTS)[number];

/**
 * What became of a cell or of a whole run. Error outranks fail (but where this host was too busy to tell, which casts no doubt on a fail), fail outranks
 * `unjudged` (the subject wants what the guest lacks, so nobody knows), and that outranks pass.
 */
export type Outcome = 'pass' | 'unjudged' | 'fail' | 'error';

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
  /** How long the guest took for it, in microseconds of its own clock; absent if it did not say so. */
  took?: number;
}

/** One result that failed or erred, by where it is in a report. */
export interface Finding extends CaseResult {
  subject: string;
  machine: string;
}

/** What a reader of a cause wants to see at once; all of it is looked up, so any of it may be missing. */
export interface Evidence {
  /** Why the case exists that says it best. */
  why?: string;
  /** The line of the subject's own file that is at fault, as its user knows the file, and its text. */
  source?: { file: string; line: number; text: string };
  /** The trampoline: a line for each instruction, in order. */
  code?: { symbol: string; lines: { text: string; marked: boolean }[] };
}

/** One mistake (or what kept a subject from being judged), as a person would say it, and every result that it explains. */
export interface Cause {
  /** Of the rule that found it: a few words. */
  name: string;
  /** A sentence. */
  says: string;
  verdict: 'fail' | 'error' | 'unjudged';
  /** The result that says it best. */
  lead: Finding;
  /** Of those that a guest reported, the one to look at; undefined if none did. */
  example: Finding | undefined;
  /** All of them, the lead too, in the order of the report. */
  findings: Finding[];
  /** Which instruction of a trampoline is at fault, where one is: by its index, -1 for the last, or by how it reads. */
  marks?: number | RegExp;
  /** How the line of the subject's own files reads that is at fault, if that is known. */
  source?: RegExp;
  evidence?: Evidence;
}

/** What made a report: enough for somebody else to say whether theirs is of the same. */
export interface Provenance {
  /** Name and version of sct, of QEMU if it was asked, of each compiler. */
  tools: { name: string; version: string }[];
  /** The judged subjects' own files: SHA-256, hexadecimal; and the mails that they came of. */
  subjects: {
    name: string;
    files: { path: string; sha256: string }[];
    mails?: { subject: string; messageId?: string; changeId?: string }[];
  }[];
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
  /** The words behind `sct` that judge it again, if those are not `run` and its options. */
  again?: readonly string[];
  /** From the start of its boot to its last verdict, wall clock; absent where nothing booted. */
  seconds?: number;
  results: CaseResult[];
}

/** An image of a subject, and the machines that it was judged on. */
export interface ImageOf {
  subject: string;
  machines: string[];
  layout: Layout;
}

/** A whole run: what every report format is a pure function of. */
export interface RunReport {
  verdict: Outcome;
  cells: CellResult[];
  /** What was left out, and why; e.g. CPUs that the installed QEMU lacks. */
  notes: string[];
  /** What is behind all that failed or erred, with evidence; whoever finds none here derives them from the cells. */
  causes?: Cause[];
  provenance?: Provenance;
  /** Each image that was judged, once. */
  images?: ImageOf[];
  /** Which part of a divided run it is, from 1; absent for a whole one. */
  shard?: Shard;
}

/** One of so many parts of a run. */
export interface Shard {
  index: number;
  of: number;
}

/** The verdicts of some results. */
export function verdictsOf(results: readonly CaseResult[]): Verdict[] {
  return results.map(({ verdict }) => verdict);
}
