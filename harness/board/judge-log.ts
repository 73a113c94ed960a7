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
import { blame } from '../verdict/blame.ts';
import { type JudgedBoot, judge } from '../verdict/judge.ts';
import { expectedOf } from '../verdict/known-defect.ts';
import { expectedIn } from '../verdict/linux-defects.ts';
import { namePlaces } from '../verdict/name-places.ts';
import { outcomeOf } from '../verdict/outcome.ts';
import { type BoardFolder, plannedIn, type TakenImage } from './manifest.ts';

/** What somebody has written down of a board. */
export interface Log {
  /** What the report calls the board by. */
  name: string;
  content: Uint8Array;
  /** The words behind `sct` that judge it again. */
  again: readonly string[];
}

/** How a log is read. */
export interface LogOptions {
  /** Suites or single cases that the log is to have, besides the controls; those of the image if empty. */
  names: readonly string[];
  /** The last boot is to be judged, however many there are. */
  restarted: boolean;
  /** What a log of `reviewed` came to on the same board: the witness of whose mistake an error is. */
  reviewed?: readonly JudgedLog[];
}

/** One boot, read. */
interface ReadBoot {
  boot: LoggedBoot;
  transcript: Transcript;
  fields: Record<string, string>;
  /** The image that it is certainly of; null if it is certain that the image was another, or the run; undefined where nobody can be sure. */
  of: TakenImage | null | undefined;
  /** What a shell says behind it that the process left with (instructions.ts). */
  left: number | undefined;
}

/** The cell that a log is of one image, and what is to be said of it besides. */
export interface JudgedLog {
  cell: CellResult;
  notes: string[];
  image: TakenImage;
  /** What the CPU calls itself, if it has said so. */
  midr: string | undefined;
}

/** What a log tells of each image of the folder that has left something in it: one of them, unless somebody put two logs together. Never throws on what is in a log. */
export async function judgeLog(board: BoardFolder, log: Log, options: LogOptions): Promise<JudgedLog[]> {
  const boots: ReadBoot[] = [];
  for (const boot of bootsIn(log.content)) boots.push(await readBoot(boot, board));
  const certain = board.images.filter((image) => boots.some((boot) => boot.of === image));
  const [first, ...more] = certain;
  if (!first) return [await judgeAs(likelyImage(boots, board), boots, board, log, options)];
  if (more.length === 0) return [await judgeAs(first, boots, board, log, options)];
  const all: JudgedLog[] = [];
  for (const image of certain) {
    // A boot of which nobody knows is an error wherever it may belong to.
    const own = boots.filter(({ of }) => of === image || !of);
    const name = isProcess(image) ? `${log.name}:process` : log.name;
    all.push(await judgeAs(image, own, board, { ...log, name }, options));
  }
  return all;
}

/** What a log is held against that is certainly of none of the images. */
function likelyImage(boots: readonly ReadBoot[], { images }: BoardFolder): TakenImage {
  const saysProcess = boots.at(-1)?.fields.kind === 'process';
  return images.find((image) => isProcess(image) === saysProcess) ?? images[0];
}

function isProcess({ build }: Pick<TakenImage, 'build'>): boolean {
  return build.runtime === 'process';
}

async function judgeAs(
  image: TakenImage,
  boots: readonly ReadBoot[],
  { manifest }: BoardFolder,
  log: Log,
  { names, restarted, reviewed }: LogOptions,
): Promise<JudgedLog> {
  const { runId, subject, selector, expectation } = manifest;
  const own = boots.filter(({ of }) => of !== null);
  const judged = (restarted ? own.at(-1) : own[0]) ?? boots.at(-1);
  const events = [
    ...(judged?.transcript.events ?? []),
    // Nobody but the guest itself has reset it.
    ...(restarted ? [] : own.filter((one) => one !== judged).slice(0, 1)).map(
      ({ fields }): ConsoleEvent => ({ kind: 'boot', fields }),
    ),
  ];
  const plan = planFor(plannedIn(image), names);
  const isModule = image.build.runtime === 'module';
  const release = judged?.fields.release;
  const known = expectedOf(expectation, image.build);
  const { results, wreck, subjectsDoing } = await judge({
    plan,
    events,
    tail: judged?.transcript.tail ?? [],
    runId,
    image: image.image,
    base: BigInt(image.base),
    // Whatever it is, its clock counts no instructions.
    machine: { name: log.name, build: image.build, clock: 'realtime' },
    expectation: isModule && release ? expectedIn(release, known) : known,
    end: { kind: 'log', ...(judged?.left === undefined ? {} : { code: judged.left }) },
    witness: image.facts.cost,
  });
  const midr = judged?.fields.midr;
  const witness = reviewed && sameBoard(reviewed, image, midr);
  const blamed = witness && subjectsDoing && !isDamaged(results) ? await blamedBy(witness, results) : results;
  const locate = movedLocator(locator(image, image.facts.code), 0n);
  const named = await namePlaces(blamed, locate);
  return {
    image,
    midr,
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
      ...notesOfBoard(judged?.fields, image, manifest.machine),
      ...(reviewed && !witness ? [NO_WITNESS] : []),
      ...(subjectsDoing ? notesOfErrors(blamed, wreck, plan, image, witness !== undefined) : []),
    ].map((note) => `${log.name}: ${note}`),
  };
}

const NO_WITNESS =
  'the log of `reviewed` is of another CPU (midr), or of a process where this is of a board, or the reverse: it tells nothing of this one';

/** The log that can tell of this one. */
function sameBoard(
  reviewed: readonly JudgedLog[],
  image: TakenImage,
  midr: string | undefined,
): JudgedLog | undefined {
  return reviewed.find(
    (one) => midr !== undefined && one.midr === midr && isProcess(one.image) === isProcess(image),
  );
}

/** Of a log that has lost something nobody can tell whose doing anything in it is. */
function isDamaged(results: readonly CaseResult[]): boolean {
  return results.some(({ reason, details }) => [reason, ...details].some((line) => DAMAGE.test(line)));
}

function blamedBy({ cell }: JudgedLog, results: readonly CaseResult[]): Promise<CaseResult[]> {
  const verdicts = new Map(cell.results.map((result) => [nameOf(result), result.verdict]));
  return blame(results, async () => ({ machine: cell.machine, verdicts }));
}

async function readBoot(boot: LoggedBoot, { manifest: { runId }, images }: BoardFolder): Promise<ReadBoot> {
  const transcript = emptyTranscript();
  await transcribeLines(transcript, boot.lines, () => {}, runId, boot.first - 1);
  const left = exitIn(transcript.events);
  transcript.events = withoutAfterword(transcript.events);
  const [first, sum] = transcript.events;
  const fields = first?.kind === 'boot' ? first.fields : {};
  // Where a module is, Linux decides, and nobody else has its symbols.
  if (fields.kind === 'module') fields.base = images[0].base;
  if (sum?.kind !== 'intact') return { boot, transcript, fields, left, of: undefined };
  const of = images.find(({ image }) => fields.run === runId && fields.image === image) ?? null;
  return { boot, transcript, fields, left, of };
}

function exitIn(events: readonly ConsoleEvent[]): number | undefined {
  const end = events.findIndex(({ kind }) => kind === 'end');
  const said = events.slice(end + 1).flatMap((event) => {
    const code = event.kind === 'noise' && /^# exit (\d+)$/.exec(event.text.trim())?.[1];
    return end >= 0 && code ? [Number(code)] : [];
  });
  return said.at(-1);
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
  const foreign = others.filter(({ of }) => of === null);
  if (foreign.length > 0) notes.push(`of another image or run, and left out: ${linesOf(foreign)}`);
  const again = others.filter(({ of }) => of !== null);
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
function notesOfBoard(
  fields: Record<string, string> | undefined,
  image: TakenImage,
  machine: string,
): string[] {
  if (!fields) return [];
  const { midr = '?', el = '?', page = '?', bti, pac } = fields;
  const where = isProcess(image)
    ? `in a process, with pages of ${page} KiB`
    : image.build.runtime === 'module'
      ? `in Linux ${fields.release}, with pages of ${page} KiB`
      : `at EL${el}`;
  const notes = [
    `a CPU with midr=${midr}, ${where}; what it must be nobody knows, so it is compared with nothing, and costs are shown, not judged (the image is built as for ${machine})`,
  ];
  if (bti === '0') {
    const unguarded =
      image.build.runtime === 'module'
        ? 'this Linux guards no text (its CPU has no BTI, or it is built without ARM64_BTI_KERNEL)'
        : 'this CPU has no BTI';
    notes.push(`${unguarded}: a landing pad that is missing does not show here`);
  }
  if (pac === '0') notes.push('this CPU signs no return addresses (no PAC)');
  return notes;
}

/** What no log tells of an error, and how to go on behind a case in which the boot ended. */
function notesOfErrors(
  results: readonly CaseResult[],
  wreck: JudgedBoot['wreck'],
  plan: Plan,
  image: TakenImage,
  witnessed: boolean,
): string[] {
  const isWrecked = results.some(({ cut }) => cut === 'crash' || cut === 'hang');
  const errs = results.some(({ verdict, reason }) => verdict === 'error' && !DAMAGE.test(reason));
  if (!errs && !isWrecked) return [];
  const notes =
    !errs || witnessed
      ? []
      : [
          "whether an error is the subject's or the bench's, or the board's, a log does not tell: take an image of `reviewed` to the same board, and judge this log with --reviewed ITS-FOLDER ITS-LOG",
        ];
  const at = plan.findIndex((one) => wreck?.case && nameOf(one) === nameOf(wreck.case));
  const left = plan.slice(at + 1).filter(({ suite }) => suite !== CONTROL_SUITE);
  if (at >= 0 && left.length > 0) {
    const names = namesOf([...plan.filter(({ suite }) => suite === CONTROL_SUITE), ...left], plan);
    notes.push(
      `to have the cases behind ${nameOf(plan[at] as PlannedCase)}, ${isProcess(image) ? 'start it' : 'boot it'} with sct.cases=${names.join(',')} ${isProcess(image) ? 'behind its name' : 'in the boot arguments'}, and judge that log with --case ${left.map(nameOf).join(',')}`,
    );
  }
  return notes;
}
