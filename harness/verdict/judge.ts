// SPDX-License-Identifier: GPL-2.0-only
// One boot's events in, one verdict per planned case out, and one for the console itself. A planned case is an
// error until the guest has said otherwise in the right order.

import { EXIT } from '../base/exit.ts';
import type { Plan, PlannedCase } from '../base/plan.ts';
import { CONSOLE_CASE, CONTROL_SUITE, nameOf } from '../base/plan.ts';
import type { CaseResult, Cut, Verdict } from '../base/verdict.ts';
import type { ConsoleEvent } from '../console/event.ts';
import type { BootEnd } from '../machine/end.ts';
import type { Machine } from '../machine/machine.ts';
import type { Expectation } from '../subject/subject.ts';
import type { Promised } from './boot-line.ts';
import { isTooBusy } from './busy.ts';
import { causeOf, evidenceOf } from './cause.ts';
import { judgeCost, summarise } from './cost.ts';
import { type Folded, fold, NO_END_LINE } from './fold.ts';
import { applyKnownDefects } from './known-defect.ts';
import type { CaseRecord } from './records.ts';

/** A result carries no more lines of explanation than this. */
export const DETAIL_LIMIT = 60;

/** All that a verdict rests on. */
export interface JudgeInput {
  plan: Plan;
  events: Iterable<ConsoleEvent>;
  /** The run id that the boot arguments carried. */
  runId: string;
  /** Where the image's first byte must be. */
  base: bigint;
  machine: Promised['machine'] & Pick<Machine, 'clock'>;
  /** What the image calls itself, if it was made for a board. */
  image?: string;
  expectation: Expectation;
  end: BootEnd;
  /** The case for which sct ended the boot, since the host gave it too little time: nothing is known of it. */
  starving?: string | undefined;
  /** Whether it goes on behind what an earlier boot judged; then nothing may be left to judge but skips. */
  goesOn?: boolean;
  /** The last lines as printed, for the report of a case that never ended. */
  tail?: readonly string[];
  /** From the image's disassembly: `cost` case to instructions per call, or why it cannot tell. */
  witness?: Readonly<Record<string, number | string>>;
  /** What is not as it should be of a guest that has powered off, seen from outside. */
  brokenSeal?: string | undefined;
}

/** What one boot comes to. */
export interface JudgedBoot {
  /** One for each planned case, in the order of the plan, then `bench.console`. */
  results: CaseResult[];
  /** What kept the boot from its end line, if anything did: how people say it, the case in which it was, if in one, and whether sct itself wanted it. */
  wreck: { reason: string; case: PlannedCase | null; deliberate: boolean } | null;
  /**
   * Whether an error among the results may be the subject's doing: its code ran, all was well until then, and nobody but the guest ended the boot.
   * Else it is the bench's.
   */
  subjectsDoing: boolean;
}

/**
 * Judges one boot. `bench.console` is an error when the guest broke the protocol in any way or ran nothing. Does no I/O and never throws on what
 * a guest printed.
 */
export async function judge(input: JudgeInput): Promise<JudgedBoot> {
  const folded = fold(input.events, input);
  const { expectation, witness = {} } = input;
  const { clock, build, bti } = input.machine;
  const unguarded = build.runtime === 'module' && bti === false;
  const cost = { clock, instructions: expectation.instructions, witness, unguarded };

  const raw: CaseResult[] = [];
  for (const record of folded.records) raw.push(judgeCost(await rawResult(record, folded, input), cost));
  const results = applyKnownDefects(raw, expectation).map(guardControl);

  // One boot of several says nothing of whether anything ran in the cell; and one that sct ended has told of the case that it ended for.
  const isAnswered = input.goesOn || input.end.kind === 'stopped';
  const problems = [...problemsOf(folded, input), ...(isAnswered ? [] : nothingRan(results))];
  const stopped =
    folded.ended && isQuiet(input.end) ? null : (whyStopped(folded, input.end) ?? causeOf(input.end));
  return {
    results: [...results, consoleResult(problems, folded, input)].map(capDetails),
    wreck:
      stopped === null
        ? null
        : { reason: stopped, case: folded.open, deliberate: input.end.kind === 'stopped' },
    subjectsDoing: maySubject(folded, results, input),
  };
}

/** Whether an end says nothing against a guest that has come to its own. */
function isQuiet({ kind }: BootEnd): boolean {
  return kind === 'poweroff' || kind === 'log';
}

/** Signals that come from outside: nothing that a guest does makes QEMU send itself one of these. */
const FROM_OUTSIDE: readonly string[] = ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'];

function maySubject(
  folded: Folded,
  results: readonly CaseResult[],
  { end, starving }: Pick<JudgeInput, 'end' | 'starving'>,
): boolean {
  // What a busy host kept from its end, or sct from its beginning, says nothing against the bench.
  const isUnknown = (one: CaseResult) =>
    nameOf(one) === starving || (end.kind === 'stopped' && one.cut === 'unreported');
  const blind = results.some(
    (one) => one.suite === CONTROL_SUITE && one.verdict === 'error' && !isUnknown(one),
  );
  const outside = end.kind === 'interrupted' || (end.kind === 'signal' && FROM_OUTSIDE.includes(end.signal));
  const ran = folded.subjectRan || starving !== undefined;
  return ran && folded.soundBefore && !blind && !outside;
}

async function rawResult(record: CaseRecord, folded: Folded, input: JudgeInput): Promise<CaseResult> {
  const metrics = [...record.metrics, ...(await summarise(record.samples))];
  const { verdict, reason } = verdictOf(record, folded, input);
  const details = [...record.details];
  if (record === folded.open) details.push(...lastWords(input));
  const cut = verdict === 'error' ? cutOf(record, folded, input.end) : undefined;
  const took = record.took === null ? {} : { took: record.took };
  return {
    suite: record.suite,
    case: record.case,
    verdict,
    reason,
    metrics,
    details,
    ...(cut && { cut }),
    ...took,
  };
}

/** How a reason begins of a case that was given up because of what became of others before it. The guest says so too. */
export const NOT_TRIED = 'not tried: ';

/** What kept this case from its end, if anything did. */
function cutOf(record: CaseRecord, folded: Folded, end: BootEnd): Cut | undefined {
  if (record.hung) return 'hang';
  if (record.result?.reason.startsWith(NOT_TRIED)) return 'unreported';
  if (record.result) return undefined;
  // Nobody waited for its end.
  if (end.kind === 'stopped') return 'unreported';
  return record === folded.open ? bootCut(folded, end) : 'unreported';
}

/** What kept the boot from its end, if anything did. */
function bootCut(folded: Folded, end: BootEnd): Cut | undefined {
  if (end.kind === 'timeout') return 'hang';
  return whyStopped(folded, end) === null ? undefined : 'crash';
}

function verdictOf(
  record: CaseRecord,
  folded: Folded,
  input: JudgeInput,
): { verdict: Verdict; reason: string } {
  // Of what it did not say nothing is in doubt.
  const error = (record.result ? record.doubts[0] : undefined) ?? record.errors[0];
  if (error !== undefined) {
    // Where the guest came to its end, it may have said more than came through.
    const [doubt] = record.result || whyStopped(folded, input.end) !== null ? [] : record.doubts;
    const reason = doubt === undefined ? error : `${error}, or it was lost: ${doubt}`;
    return { verdict: 'error', reason };
  }
  if (!record.result) return { verdict: 'error', reason: whyUnreported(record, folded, input.end) };

  const { word, reason } = record.result;
  const { complaint } = record;
  if (complaint !== null && (word === 'pass' || word === 'skip'))
    return { verdict: 'error', reason: `reported ${word} in spite of: ${complaint}` };
  switch (word) {
    case 'pass':
      return { verdict: 'pass', reason: '' };
    case 'fail':
      return { verdict: 'fail', reason: complaint ?? (reason || 'failed without a word') };
    case 'error':
      return {
        verdict: 'error',
        reason: reason || complaint || 'the guest reported an error without a reason',
      };
    case 'skip':
    case 'xfail':
      if (reason === '') return { verdict: 'error', reason: `reported ${word} without a reason` };
      return { verdict: word, reason };
  }
}

function whyUnreported(record: CaseRecord, folded: Folded, end: BootEnd): string {
  const said = record.began ? 'began, but never ended' : 'never reported';
  const cause = whyStopped(folded, end);
  if (cause === null) return folded.damage === null ? said : `${said}, or it was lost: ${folded.damage}`;
  if (record === folded.open) return `${said}: ${cause}, in this case`;
  const where = folded.open ? `, in ${folded.open.suite}.${folded.open.case}` : '';
  return `${said}: ${cause}${where}`;
}

/** Why the guest said no more; null when it came to its end line. */
function whyStopped(folded: Folded, end: BootEnd): string | null {
  if (folded.panic !== null) return `the guest's kernel gave up: ${folded.panic}`;
  if (folded.rebooted) return 'the guest reset';
  return folded.ended ? null : causeOf(end);
}

function problemsOf(folded: Folded, { end, brokenSeal }: JudgeInput): string[] {
  if (end.kind === 'stopped') return folded.problems.filter((problem) => problem !== NO_END_LINE);
  const problems = [...(brokenSeal === undefined ? [] : [brokenSeal]), ...folded.problems];
  const code = end.kind === 'poweroff' || end.kind === 'log' ? end.code : undefined;
  if (!isQuiet(end)) {
    const cause = folded.ended ? `after the end line: ${causeOf(end)}` : causeOf(end);
    const where = folded.open ? `, in ${folded.open.suite}.${folded.open.case}` : '';
    problems.unshift(`${cause}${where}`);
  } else if (code !== undefined && folded.ended && code !== codeOf(folded)) {
    problems.push(`it left with exit code ${code}, but what it printed means ${codeOf(folded)}`);
  } else if (!folded.ended && !folded.rebooted && folded.panic === null) {
    problems.unshift(causeOf(end));
  }
  return problems;
}

/** What a process leaves with after what it has printed. */
function codeOf({ records }: Folded): number {
  const words = records.flatMap(({ result }) => (result ? [result.word] : []));
  if (words.length === 0 || words.includes('error')) return EXIT.error;
  return words.includes('fail') ? EXIT.fail : EXIT.pass;
}

/** Controls alone say nothing of a subject: something else must have run, unless only controls were asked for. */
function nothingRan(results: readonly CaseResult[]): string[] {
  const subjects = results.filter(({ suite }) => suite !== CONTROL_SUITE);
  const judged = subjects.length > 0 ? subjects : results;
  const ran = judged.some(
    (one) =>
      one.verdict === 'pass' ||
      one.verdict === 'fail' ||
      one.verdict === 'xfail' ||
      isTooBusy(one) ||
      // It ran, and to no end: that is told of the case.
      one.cut === 'hang',
  );
  if (ran) return [];
  return [
    judged.length === 0
      ? 'nothing ran: the plan is empty'
      : `nothing ran: none of ${judged.length} cases was judged`,
  ];
}

function guardControl(result: CaseResult): CaseResult {
  if (result.suite !== CONTROL_SUITE || (result.verdict !== 'fail' && result.verdict !== 'xfail'))
    return result;
  return {
    ...result,
    verdict: 'error',
    reason: `the bench cannot see what it claims to see: ${result.reason}`,
  };
}

function consoleResult(problems: string[], folded: Folded, input: JudgeInput): CaseResult {
  const [reason] = problems;
  if (reason === undefined) return { ...CONSOLE_CASE, verdict: 'pass', reason: '', metrics: [], details: [] };
  const details = problems.slice(1);
  if (!folded.open) details.push(...lastWords(input));
  const cut = bootCut(folded, input.end);
  return { ...CONSOLE_CASE, verdict: 'error', reason, metrics: [], details, ...(cut && { cut }) };
}

/** What is known of a boot that stopped where it should not have. */
function lastWords(input: JudgeInput): string[] {
  const { end, tail = [] } = input;
  const heading = tail.length > 0 ? ['last lines of the console:'] : [];
  return [...evidenceOf(end), ...heading, ...tail.map((line) => `  ${line}`)];
}

/** Keeps the first and the last lines; the middle is what a reader misses least. */
function capDetails(result: CaseResult): CaseResult {
  const { details } = result;
  if (details.length <= DETAIL_LIMIT) return result;
  const half = DETAIL_LIMIT / 2;
  const left = `… ${details.length - DETAIL_LIMIT + 1} lines left out; all are in serial.log`;
  return { ...result, details: [...details.slice(0, half), left, ...details.slice(1 - half)] };
}
