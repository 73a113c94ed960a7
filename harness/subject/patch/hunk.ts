// SPDX-License-Identifier: GPL-2.0-only
// The body of a hunk, made whole again: its header says how many lines of each kind there are, and that decides which lines of the mail
// are the wrapped ends of others. If the numbers allow more than one answer, or none, there is no answer.

import type { OwnLine } from './quote.ts';
import type { HunkLine } from './series.ts';

interface Counts {
  old: number;
  new: number;
}

/** A hunk's lines, or what keeps it from being read, and at which line of the mail. */
export type Body =
  | { ok: true; lines: HunkLine[]; rejoined: number[]; contextLost: boolean }
  | { ok: false; problem: string; line: number | undefined };

/** What its header says of a hunk, and its mail of white space. */
export interface BodyOptions {
  counts: Counts;
  /** See FilePatch: a context line may then stand there without its mark, which is a blank. */
  collapsed: boolean;
}

const NO_NEWLINE = '\\ No newline at end of file';

/**
 * The narrowest mail that anybody sends: a line that is shorter even with the next word was not wrapped before it. (The common widths are
 * 66 to 80, tabs counted; where those were collapsed afterwards, lines are shorter than they were.)
 */
const NARROWEST = 60;
const NARROWEST_COLLAPSED = 40;

/**
 * Reads the body of a hunk from the lines between its header and whatever comes next (another header, or the end of the text).
 * Lines are joined by one blank, and only if the counts demand it and there is exactly one way to do it.
 */
export function readBody(lines: readonly OwnLine[], options: BodyOptions): Body {
  return readAsItStands(lines, options.counts) ?? readWrapped(lines, options);
}

/** The hunk as `git apply` would read it, if the counts agree and nothing is left over; undefined otherwise. */
function readAsItStands(lines: readonly OwnLine[], counts: Counts): Body | undefined {
  const read: HunkLine[] = [];
  let { old: oldLeft, new: newLeft } = counts;
  let at = 0;
  for (; at < lines.length; at++) {
    const { text = '' } = lines[at] ?? {};
    const last = read.at(-1);
    if (text === NO_NEWLINE && last) {
      last.noNewline = true;
      continue;
    }
    if (oldLeft === 0 && newLeft === 0) break;
    const mark = text === '' ? ' ' : text[0];
    if (mark !== ' ' && mark !== '+' && mark !== '-') return undefined;
    if (mark !== '+' && oldLeft-- === 0) return undefined;
    if (mark !== '-' && newLeft-- === 0) return undefined;
    read.push({ mark, text: text.slice(1) });
  }
  if (oldLeft > 0 || newLeft > 0) return undefined;
  const glued = lines.slice(0, at).find((line) => line.glued);
  if (glued) return gluedRemark(glued);
  return isEnd(lines.slice(at)) ? { ok: true, lines: read, rejoined: [], contextLost: false } : undefined;
}

/** Whether what follows a hunk is none of it: nothing, a signature, or an empty line with nothing behind it that looks like a patch. */
function isEnd(rest: readonly OwnLine[]): boolean {
  const [next] = rest;
  const between = rest.slice(0, endOf(rest));
  if (!next || between.length === 0) return true;
  return next.text.trim() === '' && !between.some(({ text }) => /^[-+@]/.test(text));
}

/**
 * Where lines end, which may be those of a hunk: at the signature that git puts below a patch, and the lists below a mail. Where it
 * lost its blank, the dashes might as well be code, unless the version of git follows, or nothing.
 */
function endOf(lines: readonly OwnLine[]): number {
  const signature = lines.findIndex(({ text }, at) => {
    const next = lines[at + 1]?.text ?? '';
    return text === '-- ' || (text === '--' && (next === '' || /^\d+\.\d+/.test(next)));
  });
  return signature < 0 ? lines.length : signature;
}

function gluedRemark({ number }: OwnLine): Body {
  return {
    ok: false,
    line: number,
    problem:
      'the next line has no quote mark and no empty line before it, so it may be a remark or the rest of this line; an empty line above a remark settles it',
  };
}

type Step = 'line' | 'unmarked context' | 'no newline' | 'rest of the line before' | 'skip';

/** One way, or several, to have read the lines so far, with the counts that are left. */
interface State {
  oldLeft: number;
  newLeft: number;
  step: Step | undefined;
  from: State | undefined;
  several: boolean;
}

/** More states than any real hunk has; a damaged one is given up rather than pondered. */
const MOST_STATES = 200_000;

/** Every way in which the lines can be read, all lines used up: a state for each pair of counts after each line. */
function readWrapped(lines: readonly OwnLine[], options: BodyOptions): Body {
  const { counts } = options;
  const body = lines.slice(0, endOf(lines));
  const glued = body.find((line) => line.glued);
  if (glued) return gluedRemark(glued);

  let states: State[] = [
    { oldLeft: counts.old, newLeft: counts.new, step: undefined, from: undefined, several: false },
  ];
  let made = 0;
  for (const [i, line] of body.entries()) {
    const next = new Map<string, State>();
    const left = body.length - i - 1;
    for (const from of states) {
      for (const step of stepsFor(line, body[i - 1], from, options)) {
        const to = { ...after(from, step, line), step, from, several: from.several };
        if (to.oldLeft > left || to.newLeft > left) continue;
        const key = `${to.oldLeft} ${to.newLeft}`;
        const known = next.get(key);
        if (known) known.several = true;
        else next.set(key, to);
      }
    }
    made += next.size;
    if (next.size === 0 || made > MOST_STATES) return noWay(body, i, options);
    states = [...next.values()];
  }
  const end = states.find(({ oldLeft, newLeft }) => oldLeft === 0 && newLeft === 0);
  if (!end) return noWay(body, body.length, options);
  if (end.several)
    return {
      ok: false,
      line: body[0]?.number,
      problem: `its ${body.length} lines can be put together in more than one way to make the ${wanted(counts)} that its header tells of`,
    };
  return assemble(body, end, options);
}

/**
 * What a line may be, by its first character and by what it follows: everything that it may be, likely or not, so that a single way to
 * read the hunk is the true one.
 */
function stepsFor(
  { text, adjacent, continued }: OwnLine,
  before: OwnLine | undefined,
  { oldLeft, newLeft, step }: State,
  { counts, collapsed }: BodyOptions,
): Step[] {
  if (text.startsWith('\\ ')) return text === NO_NEWLINE && before ? ['no newline'] : [];
  // An empty line is an empty context line that lost its blank. Where there is no context, it comes after the end, or beside a remark.
  if (text === '') {
    if (oldLeft > 0 && newLeft > 0) return ['line'];
    const remarked = counts.old === 0 && !(adjacent && continued);
    return remarked || (oldLeft === 0 && newLeft === 0) ? ['skip'] : [];
  }
  const steps: Step[] = [];
  if (text.startsWith('+') && newLeft > 0) steps.push('line');
  if (text.startsWith('-') && oldLeft > 0) steps.push('line');
  if (text.startsWith(' ') && oldLeft > 0 && newLeft > 0) steps.push('line');
  if (!/^[ +-]/.test(text) && collapsed && oldLeft > 0 && newLeft > 0) steps.push('unmarked context');
  // The first line may be the rest of the header, which names a function there; never in a new file, which has none.
  const continues = before ? before.text !== '' && step !== 'skip' && step !== 'no newline' : counts.old > 0;
  if (continues) steps.push('rest of the line before');
  return steps;
}

/** Why a line is not the rest of the one before, as far as looks tell; undefined if it may be. */
function doubt(line: OwnLine, before: OwnLine | undefined, collapsed: boolean): string | undefined {
  if (!before) return undefined;
  if (!line.adjacent) return 'something stands between this line and the one that it must be the rest of';
  // A mail is wrapped at a blank, which goes. How many there were, then?
  if (line.text.startsWith(' ') || before.text.endsWith(' '))
    return 'this line must be the rest of the one before, and there are blanks where it was wrapped';
  const narrowest = collapsed ? NARROWEST_COLLAPSED : NARROWEST;
  const word = /^[^ ]*/.exec(line.text)?.[0] ?? '';
  if (before.width + 1 + word.length <= narrowest)
    return 'this line must be the rest of the one before, but nothing so short is wrapped: the numbers in the header are wrong';
  return undefined;
}

/** The counts that are left after a step. */
function after(
  { oldLeft, newLeft }: State,
  step: Step,
  { text }: OwnLine,
): Pick<State, 'oldLeft' | 'newLeft'> {
  if (step === 'unmarked context') return { oldLeft: oldLeft - 1, newLeft: newLeft - 1 };
  if (step !== 'line') return { oldLeft, newLeft };
  return {
    oldLeft: text.startsWith('+') ? oldLeft : oldLeft - 1,
    newLeft: text.startsWith('-') ? newLeft : newLeft - 1,
  };
}

/** The lines as one way of reading has them, unless that way is doubtful. */
function assemble(body: readonly OwnLine[], end: State, { collapsed }: BodyOptions): Body {
  const steps: Step[] = [];
  for (let state: State | undefined = end; state?.step; state = state.from) steps.push(state.step);
  steps.reverse();
  const lines: HunkLine[] = [];
  const rejoined: number[] = [];
  for (const [i, line] of body.entries()) {
    const { text, number } = line;
    const step = steps[i];
    const last = lines.at(-1);
    if (step === 'line') lines.push({ mark: (text[0] ?? ' ') as HunkLine['mark'], text: text.slice(1) });
    if (step === 'unmarked context') lines.push({ mark: ' ', text });
    if (step === 'no newline' && last) last.noNewline = true;
    if (step !== 'rest of the line before') continue;
    const problem = doubt(line, body[i - 1], collapsed);
    if (problem) return { ok: false, line: number, problem };
    // Without a line before it, it is the rest of the header's last part, which nobody needs.
    if (!last) continue;
    last.text += ` ${text}`;
    rejoined.push(number);
  }
  return { ok: true, lines, rejoined, contextLost: steps.includes('unmarked context') };
}

function noWay(body: readonly OwnLine[], at: number, { counts, collapsed }: BodyOptions): Body {
  const there = (marks: RegExp) =>
    body.filter(({ text }) => marks.test(text) || (collapsed && /^[^+-]/.test(text))).length;
  const short = there(/^[ -]|^$/) < counts.old || there(/^[ +]|^$/) < counts.new;
  return {
    ok: false,
    line: (short ? undefined : body[at]?.number) ?? body.at(-1)?.number,
    problem: short
      ? `lines are missing: its header tells of ${wanted(counts)}, and the last of them that is there is this one`
      : `this line does not fit: the header tells of ${wanted(counts)}, and no way to join wrapped lines makes that of what is there`,
  };
}

function wanted(counts: Counts): string {
  return `${counts.old} old and ${counts.new} new lines`;
}
