// SPDX-License-Identifier: GPL-2.0-only
// A log that came back from a board, judged as a boot of `sct run` is.

import { CONTROL_SUITE, nameOf, namesOf, type Plan, type PlannedCase, planFor } from '../base/plan.ts';
import type { CaseResult, CellResult } from '../base/verdict.ts';
import type { ConsoleEvent } from '../console/event.ts';
import { isOfTheProtocol } from '../console/ktap.ts';
import { bootsIn, type LoggedBoot } from '../console/log.ts';
import { DAMAGE } from '../console/sums.ts';
import { emptyTranscript, type Transcript, transcribeLines } from '../console/transcript.ts';
import { locator, movedLocator } from '../inspect/symbolise.ts';
import { type JudgedBoot, judge } from '../verdict/judge.ts';
import { namePlaces } from '../verdict/name-places.ts';
import { outcomeOf } from '../verdict/outcome.ts';
import { type BoardFolder, plannedIn } from './manifest.ts';

/** What somebody has written down of a board. */
export interface Log {
  /** What the report calls the board by. */
  name: string;
  content: Uint8Array;
  /** The words behind `sct` that judge it again. */
  again: readonly string[];
}

export interface LogOptions {
  /** Suites or single cases that the log is to have, besides the controls; those of the image if empty. */
  names: readonly string[];
  /** The last boot is to be judged, however many there are. */
  restarted: boolean;
}

/** One boot, read. */
interface ReadBoot {
  boot: LoggedBoot;
  transcript: Transcript;
  fields: Record<string, string>;
  /** Whether it is certain that the image was another, or the run. */
  foreign: boolean;
}

/** The cell that a log is, and what is to be said of it besides. Never throws on what is in a log. */
export async function judgeLog(
  { manifest, facts, elf }: BoardFolder,
  log: Log,
  { names, restarted }: LogOptions,
): Promise<{ cell: CellResult; notes: string[] }> {
  const { runId, image, subject, selector, expectation, build } = manifest;
  const boots: ReadBoot[] = [];
  for (const boot of bootsIn(log.content)) boots.push(await readBoot(boot, manifest));
  const own = boots.filter(({ foreign }) => !foreign);
  const judged = (restarted ? own.at(-1) : own[0]) ?? boots.at(-1);
  const events = [
    ...(judged?.transcript.events ?? []),
    // Nobody but the guest itself has reset it.
    ...(restarted ? [] : own.filter((one) => one !== judged).slice(0, 1)).map(
      ({ fields }): ConsoleEvent => ({ kind: 'boot', fields }),
    ),
  ];
  const plan = planFor(plannedIn(manifest), names);
  const { results, wreck, subjectsDoing } = await judge({
    plan,
    events,
    tail: judged?.transcript.tail ?? [],
    runId,
    image,
    base: BigInt(manifest.base),
    // Whatever it is, its clock counts no instructions.
    machine: { name: log.name, build, clock: 'realtime' },
    expectation,
    end: { kind: 'log' },
    witness: facts.cost,
  });
  const locate = movedLocator(locator({ elf }, facts.code), 0n);
  const named = await namePlaces(results, locate);
  return {
    cell: {
      subject,
      machine: log.name,
      ...(selector ? { selector } : {}),
      again: log.again,
      verdict: outcomeOf(named),
      argv: [],
      folder: null,
      results: named,
    },
    notes: [
      ...notesOf(boots, judged, restarted),
      ...notesOfBoard(judged?.fields, manifest.machine),
      ...(subjectsDoing ? notesOfErrors(results, wreck, plan) : []),
    ].map((note) => `${log.name}: ${note}`),
  };
}

async function readBoot(
  boot: LoggedBoot,
  { runId, image }: { runId: string; image: string },
): Promise<ReadBoot> {
  const transcript = emptyTranscript();
  await transcribeLines(transcript, boot.lines, () => {}, runId, boot.first - 1);
  transcript.events = withoutAfterword(transcript.events);
  const [first, sum] = transcript.events;
  const fields = first?.kind === 'boot' ? first.fields : {};
  const foreign = sum?.kind === 'intact' && (fields.run !== runId || fields.image !== image);
  return { boot, transcript, fields, foreign };
}

/** Once the guest has ended, firmware and labs may say what they like, but nothing that looks like the guest. */
function withoutAfterword(events: readonly ConsoleEvent[]): ConsoleEvent[] {
  const end = events.findIndex(({ kind }) => kind === 'end');
  return events.filter(
    (event, at) => end < 0 || at <= end || event.kind !== 'noise' || isOfTheProtocol(event.text),
  );
}

/** What of the log was not judged, and what it does not begin with. */
function notesOf(boots: readonly ReadBoot[], judged: ReadBoot | undefined, restarted: boolean): string[] {
  const notes: string[] = [];
  if (!judged)
    return ['there is no boot line (`# sct boot …`) in it: is the log whole, and of the right console?'];
  const { strange, first } = judged.boot;
  if (strange !== '')
    notes.push(
      `nobody knows what stands before the boot line, in line ${first}: ${JSON.stringify(strange)}; if every line begins like this, have it written without`,
    );
  const others = boots.filter((one) => one !== judged);
  const foreign = others.filter((one) => one.foreign);
  if (foreign.length > 0) notes.push(`of another image or run, and left out: ${linesOf(foreign)}`);
  const again = others.filter((one) => !one.foreign);
  if (again.length === 0) return notes;
  if (restarted)
    notes.push(
      `the boot in line ${first} is judged, the last one, since it was restarted on purpose; left out: ${linesOf(again)}`,
    );
  else
    notes.push(
      `it booted again in line ${again[0]?.boot.first}: a reset, unless somebody did that on purpose; then --restarted judges the last boot`,
    );
  return notes;
}

function linesOf(boots: readonly ReadBoot[]): string {
  return boots.map(({ boot, fields }) => `line ${boot.first} (run=${fields.run ?? '?'})`).join(', ');
}

/** What nobody can know of a board, or what it lacks. */
function notesOfBoard(fields: Record<string, string> | undefined, machine: string): string[] {
  if (!fields) return [];
  const { midr = '?', el = '?', bti, pac } = fields;
  const notes = [
    `a CPU with midr=${midr}, at EL${el}; what it must be nobody knows, so it is compared with nothing, and costs are shown, not judged (the image is built as for ${machine})`,
  ];
  if (bti === '0') notes.push('this CPU has no BTI: a landing pad that is missing does not show here');
  if (pac === '0') notes.push('this CPU signs no return addresses (no PAC)');
  return notes;
}

/** What no log tells of an error, and how to go on behind a case in which the boot ended. */
function notesOfErrors(results: readonly CaseResult[], wreck: JudgedBoot['wreck'], plan: Plan): string[] {
  if (!results.some(({ verdict, reason }) => verdict === 'error' && !DAMAGE.test(reason))) return [];
  const notes = [
    "whether an error is the subject's or the bench's, or the board's, a log does not tell: take an image of `reviewed` to the same board, and judge that",
  ];
  const at = plan.findIndex((one) => wreck?.case && nameOf(one) === nameOf(wreck.case));
  const left = plan.slice(at + 1).filter(({ suite }) => suite !== CONTROL_SUITE);
  if (at >= 0 && left.length > 0) {
    const names = namesOf([...plan.filter(({ suite }) => suite === CONTROL_SUITE), ...left], plan);
    notes.push(
      `to have the cases behind ${nameOf(plan[at] as PlannedCase)}, boot it with sct.cases=${names.join(',')} in the boot arguments, and judge that log with --case ${left.map(nameOf).join(',')}`,
    );
  }
  return notes;
}
