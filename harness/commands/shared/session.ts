// SPDX-License-Identifier: GPL-2.0-only
// How a command that boots guests begins and ends.

import { exitCode } from '../../base/exit.ts';
import type { Interrupt } from '../../base/interrupt.ts';
import type { Outcome } from '../../base/verdict.ts';
import { cacheRoot } from '../../store/places.ts';
import { sweepStale, temporaryFolders } from '../../store/sweep.ts';

/** Removes what runs that were killed have left, and says so. */
export async function sweep(say: (line: string) => void): Promise<void> {
  for (const path of await sweepStale([...temporaryFolders(), `${cacheRoot()}/tmp`]))
    say(`removed ${path}: a run that was killed had left it`);
}

/**
 * The exit code of a command that has reported this.
 * @throws Interrupted if a signal stopped it: then that is why it ends
 */
export function finish(outcome: Outcome, { signal }: Interrupt): void {
  process.exitCode = exitCode(outcome);
  if (signal.aborted) throw signal.reason;
}
