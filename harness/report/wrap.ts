// SPDX-License-Identifier: GPL-2.0-only
// Text for a terminal: no line longer than a reader likes, and nothing that steers the terminal.

import { stripVTControlCharacters } from 'node:util';

/** Narrower than this nothing can be read, however narrow the terminal says it is. */
const LEAST_WIDTH = 40;

/** As wide as prose is broken at most: a longer line loses its reader. */
const PROSE = 110;

/**
 * How wide a stream is for who reads it: `COLUMNS` where the environment has it (POSIX, Base Definitions, 8.3), else the terminal's width. Undefined for a file or
 * a pipe: who reads these has a width that nobody knows.
 */
export function widthOf(
  { isTTY, columns }: { isTTY?: boolean; columns?: number },
  { COLUMNS = '' }: NodeJS.ProcessEnv,
): number | undefined {
  const told = /^[1-9]\d{0,4}$/.test(COLUMNS) ? Number(COLUMNS) : isTTY ? columns : undefined;
  return told ? Math.max(LEAST_WIDTH, told) : undefined;
}

/** How prose is broken for a terminal of a width, or for none. */
export function proseWidth(width: number | undefined): number {
  return Math.min(width ?? PROSE, PROSE);
}

/** A text whole, behind a margin, in as many lines as it takes; in one where there is no width. */
export function broken(text: string, margin: string, width: number | undefined): string[] {
  if (width === undefined) return [margin + text];
  return wrapped(text, margin, { width, most: Number.POSITIVE_INFINITY });
}

/** The same, its first line without the margin. */
export function hanging(text: string, margin: string, width: number | undefined): string[] {
  return broken(text, margin, width).map((line, at) => (at === 0 ? line.slice(margin.length) : line));
}

/** A line that cannot be broken: what does not fit is cut. */
export function cut(line: string, width: number | undefined): string {
  return width === undefined || line.length <= width ? line : `${line.slice(0, width - 1)}…`;
}

/** How many rows lines take on a terminal of a width; colours take none. */
export function rowsOf(lines: readonly string[], width: number | undefined): number {
  if (width === undefined) return lines.length;
  return lines.reduce(
    (sum, line) => sum + Math.max(1, Math.ceil(stripVTControlCharacters(line).length / width)),
    0,
  );
}

/** What a guest printed must not be obeyed: control characters but for tabs become U+FFFD. */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\t\n]/gu, '\ufffd');
}

/**
 * A text as lines of at most `width` characters, where it has a blank to break at, each behind `margin`; no more than `most` of them, the last
 * one then ends in an ellipsis.
 */
export function wrapped(text: string, margin: string, { width = PROSE, most = 3 } = {}): string[] {
  const lines: string[] = [''];
  for (const word of text.split(/\s+/).filter((one) => one !== '')) {
    const line = lines.at(-1) ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if (margin.length + line.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  const shown = lines.slice(0, most);
  if (lines.length > most) {
    const last = shown[most - 1] ?? '';
    const fits = margin.length + last.length + 2 <= width || !last.includes(' ');
    shown[most - 1] = `${fits ? last : last.slice(0, last.lastIndexOf(' '))} …`;
  }
  return shown.map((line) => margin + line);
}
