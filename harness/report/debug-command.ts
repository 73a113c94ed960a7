// SPDX-License-Identifier: GPL-2.0-only
// The command that opens a result in gdb.

import { BUILD_SUITE, CONSOLE_CASE } from '../base/plan.ts';
import { shellLine } from '../base/shell.ts';
import type { CaseResult, CellResult } from '../base/verdict.ts';
import { HOST_MODULE } from '../machine/machines.ts';
import { wordsOf } from './reproduce.ts';
import { ANYWHERE } from './start.ts';

/**
 * The one command that stops the guest at a result's case, in gdb, or where that fails; may be pasted into a shell. Undefined where no guest of sct's own boots.
 * What runs before the case is what `reproduce` runs: its suite after a fail, all of the cell after anything else.
 */
export function debugCommand(
  cell: CellResult,
  { suite, case: name, verdict, cut }: CaseResult,
  start: readonly string[] = ANYWHERE,
): string | undefined {
  // Nothing stops the kernel of this machine.
  if (cell.argv.length === 0 || cell.machine === HOST_MODULE || suite === BUILD_SUITE) return undefined;
  const words = [...start, 'debug', ...wordsOf(cell)];
  // It is about the boot as a whole.
  if (suite === CONSOLE_CASE.suite && name === CONSOLE_CASE.case) return shellLine(words);
  if (verdict === 'fail') words.push('--suite', suite);
  // Without a watchdog, what hangs comes to no fault.
  const fault = verdict === 'fail' && cut !== 'hang' && cut !== 'unreported' ? ['--fault'] : [];
  return shellLine([...words, '--case', `${suite}.${name}`, ...fault]);
}
