// SPDX-License-Identifier: GPL-2.0-only

import type { CaseResult, CellResult } from '../verdict/verdict.ts';

/** Suites of the harness's own making: their results come with every run, so `--suite` knows them not. */
const UNSELECTABLE: ReadonlySet<string> = new Set(['bench', 'build']);

/** The one command that runs a result's suite again and keeps the folder; may be pasted into a shell. */
export function reproduce({ subject, machine }: CellResult, { suite }: CaseResult): string {
  const words = ['npx', 'sct', 'run', '--subject', subject, '--machine', machine];
  if (!UNSELECTABLE.has(suite)) words.push('--suite', suite);
  return [...words, '--keep'].map(shellWord).join(' ');
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
