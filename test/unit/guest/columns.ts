// SPDX-License-Identifier: GPL-2.0-only
// Lines of the guest that are too long, or end in white space.

/** Columns that a line may have, a tab going to the next multiple of 8. */
const LIMIT = 100;

/** A string at the end of a line, and what may follow it: a message is not broken, so that it can be found as it is printed. */
const ENDS_IN_STRING = /"(?:[^"\\]|\\.)*"[),;]*(?:\s*\\)?$/;

/** What is wrong with the lines of a text, as `line: what`. */
export function badLines(text: string): string[] {
  return text.split('\n').flatMap((line, index) => {
    const columns = columnsOf(line);
    return [
      ...(columns > LIMIT && !ENDS_IN_STRING.test(line) ? [`${index + 1}: ${columns} columns`] : []),
      ...(/\s$/.test(line) ? [`${index + 1}: ends in white space`] : []),
    ];
  });
}

function columnsOf(line: string): number {
  let columns = 0;
  for (const letter of line) columns = letter === '\t' ? columns + 8 - (columns % 8) : columns + 1;
  return columns;
}
