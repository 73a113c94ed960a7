// SPDX-License-Identifier: GPL-2.0-only
// Command lines that can be pasted into a shell.

/** Words as one line that a POSIX shell reads as the same words. */
export function shellLine(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
