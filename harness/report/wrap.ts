// SPDX-License-Identifier: GPL-2.0-only
// Text for a terminal: no line longer than a reader likes, and nothing that steers the terminal.

/** What a guest printed must not be obeyed: control characters but for tabs become U+FFFD. */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\t\n]/gu, '\ufffd');
}

/**
 * A text as lines of at most `width` characters, where it has a blank to break at, each behind `margin`; no more than `most` of them, the last
 * one then ends in an ellipsis.
 */
export function wrapped(text: string, margin: string, { width = 110, most = 3 } = {}): string[] {
  const lines: string[] = [''];
  for (const word of text.split(/\s+/).filter((one) => one !== '')) {
    const line = lines.at(-1) ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if (margin.length + line.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  const shown = lines.slice(0, most);
  if (lines.length > most) shown[most - 1] = `${shown[most - 1]} …`;
  return shown.map((line) => margin + line);
}
