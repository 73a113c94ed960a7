// SPDX-License-Identifier: GPL-2.0-only
// Why each case exists, and where: what stands above it in guest/cases/ or guest/module/cases/, or in the table of suite `abi`. Read when somebody asks.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ABI_SUITE, type PlannedCase } from '../../base/plan.ts';
import { GUEST } from '../../compile/sources.ts';
import { abiReasons } from '../../inspect/abi.ts';
import { abiImageReasons } from '../../inspect/abi-image.ts';

/** What a comment says of the cases that `names` matches. */
export interface Reason {
  suite: string;
  /** Matches the whole name of a case. */
  names: RegExp;
  /** How many letters of the name the source spells out: of two that match, the one that says more counts. */
  literal: number;
  /** Empty if nobody wrote one. */
  text: string;
  /** The file with the case, relative to the project, and the line that names it; none where the sources are not there. */
  file: string;
  line?: number;
}

/** The tables of suite `abi`; an installed package is without. */
const ABI_SOURCES = [
  { file: 'harness/inspect/abi.ts', reasons: abiReasons },
  { file: 'harness/inspect/abi-image.ts', reasons: abiImageReasons },
] as const;

/** The cases that Linux alone has, in the guest in `root`: no image of another runtime plans them, and its module wants a kernel to be built for. */
export function casesOfLinux(root: string): PlannedCase[] {
  return reasonsOf(root, GUEST.ofLinux).map(({ suite, names }) => ({
    suite,
    case: names.source.replace(/^\^|\$$/g, ''),
  }));
}

function reasonsOf(root: string, folder: string): Reason[] {
  return readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.c'))
    .flatMap((file) => reasonsIn(readFileSync(join(root, folder, file), 'utf8'), join(folder, file)));
}

/** Every reason that is written down, of the guest in `root` and of suite `abi`. */
export function allReasons(root: string): Reason[] {
  const ofGuest = [GUEST.cases, GUEST.ofLinux].flatMap((folder) => reasonsOf(root, folder));
  const ofImage = ABI_SOURCES.flatMap(({ file, reasons }) => {
    const path = join(root, file);
    const table = existsSync(path) ? readFileSync(path, 'utf8') : '';
    return Array.from(
      reasons(),
      ([name, text]): Reason => ({
        suite: ABI_SUITE,
        names: new RegExp(`^${name}$`),
        literal: name.length,
        text,
        file,
        ...lineOf(table, table.indexOf(`name: '${name}'`)),
      }),
    );
  });
  return [...ofImage, ...ofGuest];
}

/** Why a case exists; empty if nobody wrote it down. */
export function whyOf({ suite, case: name }: PlannedCase, reasons: readonly Reason[]): string {
  return (
    reasons
      .filter((reason) => reason.suite === suite && reason.names.test(name) && reason.text !== '')
      .sort((a, b) => b.literal - a.literal)[0]?.text ?? ''
  );
}

/** The record that says most of a case; undefined if its source names it nowhere. */
export function recordOf({ suite, case: name }: PlannedCase, reasons: readonly Reason[]): Reason | undefined {
  return reasons
    .filter((reason) => reason.suite === suite && reason.names.test(name))
    .sort((a, b) => b.literal - a.literal)[0];
}

/**
 * The reasons in one source file, which is `file`: the comment above a CASE; for a CASE_ROW the one above it, or above the function that runs it; for rows that
 * a macro makes of a name, and calls by it or by what begins with it, the comment behind the name in its line or above it. Any other name that a
 * macro pastes together stands for all of that form.
 */
export function reasonsIn(source: string, file: string): Reason[] {
  // As long as before, so that what is found is in the same place of the source.
  const text = source.replaceAll('\\\n', '  ');
  return [...text.matchAll(/\bCASE(?:_ROW)?\((\w+), ([\w#]+)(?:, (\w+))?/g)].flatMap((match) => {
    const [, suite = '', name = '', run] = match;
    const start = text.lastIndexOf('\n', match.index) + 1;
    const line = text.slice(start, match.index);
    if (line.startsWith(' *')) return [];
    const [, macro, list = ''] = /^#define (\w+)\(([^)]*)\)/.exec(line) ?? [];
    const parameters = list.split(',').map((one) => one.trim());
    const why = commentAbove(text, start) || aboveFunction(text, run);
    const [first, ...rest] = name.split('##');
    const at = (index: number) => ({ file, ...lineOf(source, index) });
    if (macro && first === parameters[0])
      return rowsOf(text, macro).map((row) =>
        reasonOf(suite, [row.name, ...rest], parameters, { text: row.text || why, ...at(row.index) }),
      );
    return [reasonOf(suite, name.split('##'), parameters, { text: why, ...at(match.index) })];
  });
}

function reasonOf(
  suite: string,
  parts: readonly string[],
  parameters: readonly string[],
  known: Pick<Reason, 'text' | 'file' | 'line'>,
): Reason {
  const pattern = parts.map((part) => (parameters.includes(part) ? '\\w+' : part)).join('');
  const spelt = parts.filter((part) => !parameters.includes(part));
  return { suite, names: new RegExp(`^${pattern}$`), literal: spelt.join('').length, ...known };
}

/** Which line of a text a character is in, from 1; none for -1. */
function lineOf(text: string, index: number): { line?: number } {
  return index < 0 ? {} : { line: text.slice(0, index).split('\n').length };
}

/** The uses of a macro, like `FORM(direct);`: the name, and the comment behind it or above it. */
function rowsOf(text: string, macro: string): { name: string; text: string; index: number }[] {
  const uses = new RegExp(`^${macro}\\((\\w+).*?\\);?[ \\t]*(?:/\\*(.*)\\*/)?$`, 'gm');
  return [...text.matchAll(uses)].map(({ 1: name = '', 2: behind = '', index }) => ({
    name,
    text: sentence(behind) || commentAbove(text, index),
    index,
  }));
}

function aboveFunction(text: string, name: string | undefined): string {
  const at = name ? text.search(new RegExp(`^static [^\\n(]*\\b${name}\\(`, 'm')) : -1;
  return at < 0 ? '' : commentAbove(text, at);
}

/** The comment that ends in the line before `start`; empty if there is none, or code before it in its line. */
function commentAbove(text: string, start: number): string {
  const before = text.slice(0, start).replace(/\n$/, '');
  const from = before.lastIndexOf('/*');
  return before.endsWith('*/') && before[from - 1] === '\n' ? sentence(before.slice(from + 2, -2)) : '';
}

/** A comment's text on one line. */
function sentence(comment: string): string {
  return comment
    .split('\n')
    .map((line) => line.replace(/^\s*\*?\s*/, '').trim())
    .join(' ')
    .trim();
}
