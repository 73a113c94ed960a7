// SPDX-License-Identifier: GPL-2.0-only
// The command that shows a result again.

import { BUILD_SUITE, CONSOLE_CASE } from '../base/plan.ts';
import { shellLine } from '../base/shell.ts';
import type { CaseResult, CellResult } from '../base/verdict.ts';
import { CONSENT } from '../machine/host-module.ts';
import { HOST_MODULE, IN_TREE } from '../machine/machines.ts';
import { ANYWHERE } from './start.ts';

/**
 * The one command that shows a result again and keeps the folder; may be pasted into a shell. A fail needs its case alone; an error
 * may have been caused by whatever ran before it, so it needs all of the cell, and so does what is wrong with a boot. `start`: the words that start sct where it is typed.
 */
export function reproduce(
  cell: CellResult,
  { suite, case: name, verdict }: CaseResult,
  start: readonly string[] = ANYWHERE,
): string {
  if (cell.again) return shellLine([...start, ...cell.again]);
  const words = [...start, 'run', ...wordsOf(cell)];
  if (verdict === 'fail' && suite !== BUILD_SUITE && suite !== CONSOLE_CASE.suite)
    words.push('--case', `${suite}.${name}`);
  return shellLine([...words, '--keep']);
}

/** The words that name a cell on the command line: its subject, its machine, and the seed that it had. */
export function wordsOf({ subject, selector = ['--subject', subject], machine, seed }: CellResult): string[] {
  const agreed = machine === HOST_MODULE ? [CONSENT] : [];
  const where = machine === IN_TREE ? ['--in-tree'] : ['--machine', machine, ...agreed];
  return [...selector, ...where, ...(seed === undefined ? [] : ['--seed', `${seed}`])];
}
