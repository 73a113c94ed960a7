// SPDX-License-Identifier: GPL-2.0-only
// One line of console in, events out, after docs/console.md. Says what a line is, never whether it is right:
// that is the judge's part. No line makes it throw.

import type { ConsoleEvent, ResultWord } from './event.ts';

/** What the reader remembers between lines. */
export interface KtapState {
  suite: string | null;
  /** The case that is running, as `suite.case`. */
  running: string | null;
  ended: boolean;
  /** What only the runner knows, the run id: without it no line that a case printed can end the case. Null: every line is taken at its word. */
  seal: string | null;
}

/** The state before the first line. */
export function startOfConsole(seal: string | null = null): KtapState {
  return { suite: null, running: null, ended: false, seal };
}

/** Columns of indentation: suites at the left edge, cases one level in. */
const TOP = 0;
const NESTED = 4;

/** A guest that dies in the middle of a line, of one of these too, is followed by one of these without a line break. */
const MARK = '# sct ';
const GLUED = /(?=# sct (?:boot|panic|end)\b)/;

const RESULT = /^(ok|not ok) (\d+) (?:- )?([^#]*[^#\s])(?:\s+#\s*(.*))?$/;

/** A line that begins like this and matches no rule is a broken line of the protocol, not free text. */
const BROKEN =
  /^(?:(?:ok|not ok) \d|\d+\.\.\d|KTAP version|# (?:sct|begin|done|sum|metric|samples|Subtest:)(?:\s|$))/;

interface Rule {
  /** Column at which the line must begin; any when absent. */
  at?: number;
  pattern: RegExp;
  /** Whether code under test may print it too; anything else within a case is the case's own words unless it bears the seal. */
  within?: true;
  /** Null: the line matches, but its values do not make sense. */
  events: (match: RegExpExecArray, state: KtapState) => ConsoleEvent[] | null;
}

const RULES: readonly Rule[] = [
  {
    pattern: /^# sct boot(?: (.*))?$/,
    events: ([, rest], state) => {
      const fields = fieldsOf(rest);
      // Another boot than the one that was started is wrong as a whole; what it prints is taken at its word, to say how.
      Object.assign(state, startOfConsole(fields.run === state.seal ? state.seal : null));
      return [{ kind: 'boot', fields }];
    },
  },
  {
    pattern: /^# sct end(?: (.*))?$/,
    events: ([, rest], state) => {
      state.ended = true;
      return [{ kind: 'end', fields: fieldsOf(rest) }];
    },
  },
  {
    within: true,
    pattern: /^# sct panic(?: (.*))?$/,
    events: ([, text]) => [{ kind: 'panic', text: text?.trim() || 'without a word' }],
  },
  { at: TOP, pattern: /^KTAP version 1$/, events: () => [] },
  { at: NESTED, pattern: /^KTAP version 1$/, events: () => [] },
  {
    at: TOP,
    pattern: /^1\.\.(\d+)$/,
    events: ([, count]) => [{ kind: 'plan', suite: null, count: Number(count) }],
  },
  {
    at: NESTED,
    pattern: /^1\.\.(\d+)$/,
    events: ([, count], { suite }) =>
      suite === null ? null : [{ kind: 'plan', suite, count: Number(count) }],
  },
  {
    at: NESTED,
    pattern: /^# Subtest: (\S.*)$/,
    events: ([, suite = ''], state) => {
      state.suite = suite;
      state.running = null;
      return [{ kind: 'suite', suite }];
    },
  },
  {
    pattern: /^# begin ([^.\s]+)\.(\S+)$/,
    events: ([, suite = '', name = ''], state) => {
      state.running = `${suite}.${name}`;
      return [{ kind: 'begin', suite, case: name }];
    },
  },
  {
    pattern: /^# done ([^.\s]+)\.(\S+)(?: (.*))?$/,
    events: ([, suite = '', name = '', rest], state) => {
      // From here on it is the runner that prints.
      if (state.seal !== null) state.running = null;
      return [{ kind: 'done', suite, case: name, fields: fieldsOf(rest) }];
    },
  },
  {
    pattern: /^# sum (n=.*)$/,
    events: ([, rest]) => [{ kind: 'sum', fields: fieldsOf(rest) }],
  },
  {
    within: true,
    pattern: /^# fault (\w+=.*)$/,
    events: ([, rest]) => [{ kind: 'fault', fields: fieldsOf(rest) }],
  },
  {
    within: true,
    pattern: /^# metric (\S+) (\S+) (\S+)$/,
    events: ([, name = '', text = '', unit = '']) => {
      const value = Number(text);
      return Number.isFinite(value) ? [{ kind: 'metric', name, value, unit }] : null;
    },
  },
  {
    within: true,
    pattern: /^# samples (\S+) (\S+) (\S.*)$/,
    events: ([, name = '', unit = '', rest = '']) => {
      const values = rest.trim().split(/\s+/).map(Number);
      return values.every(Number.isFinite) ? [{ kind: 'samples', name, unit, values }] : null;
    },
  },
  {
    at: TOP,
    pattern: RESULT,
    events: ([, word, number, suite = ''], state) => {
      // The result of anything else does not end this suite.
      if (suite === state.suite) Object.assign(state, startOfConsole(state.seal));
      return [{ kind: 'suiteEnd', suite, number: Number(number), ok: word === 'ok' }];
    },
  },
  {
    at: NESTED,
    pattern: RESULT,
    events: ([, word = '', number, name = '', directive = ''], state) => {
      state.running = null;
      const verdict = wordOf(word, directive);
      return [{ kind: 'result', suite: state.suite, case: name, number: Number(number), ...verdict }];
    },
  },
];

/**
 * Reads one line (without its line break) and brings `state` up to date. A blank line and `KTAP version 1` give no
 * event; nearly every other line gives one.
 */
export function parseLine(state: KtapState, line: string): ConsoleEvent[] {
  // Nearly no line is one of these, and a split looks at each place of it.
  if (!line.includes(MARK)) return parseWhole(state, line);
  const [first = '', ...glued] = line.split(GLUED);
  if (glued.length === 0) return parseWhole(state, line);
  // Blanks before the first of them are its indentation.
  const whole = first.trim() === '' ? glued : [first, ...glued];
  return whole.flatMap((part) => parseWhole(state, part));
}

/** Reads many lines from the start of a console. */
export function parseLines(lines: Iterable<string>, seal: string | null = null): ConsoleEvent[] {
  const state = startOfConsole(seal);
  return Array.from(lines).flatMap((line) => parseLine(state, line));
}

/** Whether a line looks like the runner's, whole or broken. */
export function isOfTheProtocol(line: string): boolean {
  return BROKEN.test(line.trim());
}

function parseWhole(state: KtapState, line: string): ConsoleEvent[] {
  const text = line.trim();
  // After the end only a reboot means anything; all else, even a blank line, is bytes that should not be.
  if (state.ended && !text.startsWith('# sct boot')) return [{ kind: 'noise', text: line }];
  if (text === '') return [];
  const column = columnOf(line);
  const own = !isSealed(state, text);
  for (const rule of RULES) {
    if (own && !rule.within) continue;
    if (rule.at !== undefined && rule.at !== column) continue;
    const match = rule.pattern.exec(text);
    const events = match && rule.events(match, state);
    if (events) return events;
  }
  if (BROKEN.test(text) && !own) return [{ kind: 'noise', text: line }];
  if (text.startsWith('#')) return [{ kind: 'detail', text: text.replace(/^# ?/, '') }];
  return [{ kind: state.running !== null ? 'detail' : 'noise', text }];
}

/**
 * Whether a line may be the runner's. While a case runs, only one that carries the seal may: that a case is done (another one, if the word that this
 * one is was lost on the way), that the guest ends, that it boots anew.
 */
function isSealed({ seal, running }: KtapState, text: string): boolean {
  if (seal === null || running === null) return true;
  return /^# (?:done|sct (?:boot|end)) /.test(text) && fieldsOf(text).run === seal;
}

/** Where a line begins. KTAP indents by spaces: after anything else that is blank it begins nowhere. */
function columnOf(line: string): number {
  const start = line.search(/[^ ]/);
  return /\s/.test(line.charAt(start)) ? Number.NaN : start;
}

/** `key=value` words; a word without a key says nothing. */
function fieldsOf(text = ''): Record<string, string> {
  return Object.fromEntries(
    text
      .split(/\s+/)
      .filter((word) => word.indexOf('=') > 0)
      .map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]),
  );
}

/** Each pair of word and directive that docs/console.md knows; any other pair contradicts itself. */
const WORDS: Readonly<Record<string, ResultWord>> = {
  ok: 'pass',
  'ok SKIP': 'skip',
  'ok XFAIL': 'xfail',
  'not ok': 'fail',
  'not ok ERROR': 'error',
};

function wordOf(said: string, directive: string): { word: ResultWord; reason: string } {
  const [, name, reason = ''] = /^(SKIP|XFAIL|ERROR)\b:?\s*(.*)$/.exec(directive) ?? [];
  if (name === undefined) return { word: said === 'ok' ? 'pass' : 'fail', reason: directive };
  const word = WORDS[`${said} ${name}`];
  return word ? { word, reason } : { word: 'error', reason: `"${said}" contradicts "# ${name} ${reason}"` };
}
