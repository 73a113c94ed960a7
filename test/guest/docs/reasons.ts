// SPDX-License-Identifier: GPL-2.0-only
// Why each case exists, read from the comments in guest/cases/.

/** What a comment says of the cases that `names` matches. */
export interface Reason {
  suite: string;
  /** Matches the whole name of a case. */
  names: RegExp;
  /** How many letters of the name the source spells out: of two that match, the one that says more counts. */
  literal: number;
  /** Empty if nobody wrote one. */
  text: string;
}

/**
 * The reasons in one source file: the comment above a CASE; for a CASE_ROW the one above it, or above the function that runs it; for a row that
 * a macro makes of a name alone, the comment behind it in its line. A name that a macro pastes together stands for all of that form.
 */
export function reasonsIn(source: string): Reason[] {
  const text = source.replaceAll('\\\n', ' ');
  return [...text.matchAll(/\bCASE(?:_ROW)?\((\w+), ([\w#]+)(?:, (\w+))?/g)].flatMap((match) => {
    const [, suite = '', name = '', run] = match;
    const start = text.lastIndexOf('\n', match.index) + 1;
    const line = text.slice(start, match.index);
    if (line.startsWith(' *')) return [];
    const [, macro, list = ''] = /^#define (\w+)\(([^)]*)\)/.exec(line) ?? [];
    const parameters = list.split(',').map((one) => one.trim());
    const why = commentAbove(text, start) || aboveFunction(text, run);
    if (macro && parameters[0] === name) return rowsOf(text, macro, suite, why);
    return [reasonOf(suite, name.split('##'), parameters, why)];
  });
}

function reasonOf(
  suite: string,
  parts: readonly string[],
  parameters: readonly string[],
  text: string,
): Reason {
  const pattern = parts.map((part) => (parameters.includes(part) ? '\\w+' : part)).join('');
  const spelt = parts.filter((part) => !parameters.includes(part));
  return { suite, names: new RegExp(`^${pattern}$`), literal: spelt.join('').length, text };
}

/** Rows like `FORM(direct);`, each with the comment behind it or else the one that all share. */
function rowsOf(text: string, macro: string, suite: string, shared: string): Reason[] {
  return text.split('\n').flatMap((line) => {
    const [, called, name, comment] = /^(\w+)\((\w+).*?\);?\s*(?:\/\*(.*)\*\/)?$/.exec(line) ?? [];
    return called === macro && name ? [reasonOf(suite, [name], [], sentence(comment ?? '') || shared)] : [];
  });
}

function aboveFunction(text: string, name: string | undefined): string {
  const at = name ? text.search(new RegExp(`^static [^\\n(]*\\b${name}\\(`, 'm')) : -1;
  return at < 0 ? '' : commentAbove(text, at);
}

/** The comment that ends in the line before `start`; empty if there is none. */
function commentAbove(text: string, start: number): string {
  const before = text.slice(0, start).replace(/\n$/, '');
  return before.endsWith('*/') ? sentence(before.slice(before.lastIndexOf('/*') + 2, -2)) : '';
}

/** A comment's text on one line. */
function sentence(comment: string): string {
  return comment
    .split('\n')
    .map((line) => line.replace(/^\s*\*?\s*/, '').trim())
    .join(' ')
    .trim();
}
