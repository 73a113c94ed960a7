// SPDX-License-Identifier: GPL-2.0-only
// Quote marks: "> ", ">", "> > ". A patch in a reply lies at one depth; what lies less deep is the reviewer's.

/** A line at the patch's depth, its quote marks gone. */
export interface OwnLine {
  /** Line of the patch file, from 1. */
  number: number;
  text: string;
  /** As wide as it stands in the mail, marks included. */
  width: number;
  /**
   * A line that is not the patch's follows without an empty one between: a remark, or the rest of this line, wrapped and without its
   * quote mark. Nobody can tell.
   */
  glued: boolean;
  /** The line before this one in the mail is the patch's, too; and the line after it. */
  adjacent: boolean;
  continued: boolean;
}

const MARKS = /^(?:> ?)*/;

/** The quote marks that a line begins with, as they stand there. */
export function marksOf(line: string): string {
  return MARKS.exec(line)?.[0] ?? '';
}

/** How many quote marks a line begins with. */
export function depthOf(line: string): number {
  return marksOf(line).replaceAll(' ', '').length;
}

/**
 * A line without its quote marks, if it has as many as `marks`. Where it has the very same ones, just those go: some mailers write a blank
 * behind a mark and some do not, and the first character of what follows matters.
 */
export function unquoted(line: string, marks: string): string {
  if (line.startsWith(marks)) return line.slice(marks.length);
  let rest = line;
  for (let i = depthOf(marks); i > 0; i--) rest = rest.replace(/^> ?/, '');
  return rest;
}

/** The lines with as many quote marks as `marks`, or more, with that many taken away; what is left of deeper marks is the line's own text. */
export function ownLines(lines: readonly string[], marks: string, firstLine: number): OwnLine[] {
  const depth = depthOf(marks);
  const isOwn = lines.map((line) => depthOf(line) >= depth);
  return lines.flatMap((line, i) => {
    if (!isOwn[i]) return [];
    const next = lines[i + 1];
    const text = unquoted(line, marks);
    return [
      {
        number: firstLine + i,
        text,
        width: line.length,
        glued: text !== '' && next !== undefined && !isOwn[i + 1] && unquoted(next, marks).trim() !== '',
        adjacent: isOwn[i - 1] === true,
        continued: isOwn[i + 1] === true,
      },
    ];
  });
}
