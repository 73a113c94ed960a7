// SPDX-License-Identifier: GPL-2.0-only
// A run for each save of the subjects' files.

import { rmSync } from 'node:fs';
import { exitCode, SctError } from '../base/exit.ts';
import { Interrupted } from '../base/interrupt.ts';
import { loadAllBuiltin, pickSubjects } from '../subject/load.ts';
import { placesOf, watchPlaces } from './changes.ts';
import type { RunOptions, RunResult } from './run.ts';

/** What is judged again and again, until `signal` ends it. */
export interface WatchOptions extends RunOptions {
  signal: AbortSignal;
}

/** What happens while somebody works. */
export interface Watcher {
  /** Judges once, with these options. */
  judge(options: RunOptions): Promise<RunResult>;
  /** A run has come to its end. */
  onResult(result: RunResult): Promise<void>;
  /** It could not be judged, for a reason that its user can mend. */
  onRefusal(error: SctError): void;
  /** A file was saved. */
  onSave(path: string): void;
}

/**
 * Judges, and again after each save, which cuts short what is being judged: first the cells that did not pass. The folder of a run goes when the next
 * one is over, unless all are to be kept. Ends with the signal.
 * @returns the exit code: that of the last verdict after Ctrl-C
 * @throws what `judge` throws before there was a verdict; the reason of the signal if it is another one, or there was no verdict yet
 */
export async function watchSubjects(options: WatchOptions, watcher: Watcher): Promise<number> {
  const { signal, outside, subjects } = options;
  const builtin = pickSubjects(await loadAllBuiltin(), subjects);
  using changes = watchPlaces(placesOf(outside && subjects.length === 0 ? [] : builtin, outside));
  const interrupted = new Promise<undefined>((done) => {
    if (signal.aborted) done(undefined);
    signal.addEventListener('abort', () => done(undefined), { once: true });
  });
  let code: number | undefined;
  let kept: string | null = null;
  let first: string[] = [];
  while (!signal.aborted) {
    const stop = new AbortController();
    const next = changes.next();
    void next.then(() => stop.abort(new SctError('saved meanwhile')));
    const asked = { ...options, first, signal: AbortSignal.any([signal, stop.signal]) };
    const result = await watcher.judge(asked).catch((error: unknown) => {
      if (asked.signal.aborted) return undefined;
      // Before the first verdict it is what was asked for that is wrong.
      if (!(error instanceof SctError) || code === undefined) throw error;
      watcher.onRefusal(error);
      code = error.exitCode;
      return undefined;
    });
    if (asked.signal.aborted) drop(result?.folder);
    else if (result) {
      if (!options.keep) drop(kept);
      kept = result.folder;
      const { cells, verdict } = result.report;
      code = exitCode(verdict);
      first = cells
        .filter((cell) => cell.verdict !== 'pass')
        .map((cell) => `${cell.subject}@${cell.machine}`);
      await watcher.onResult(result);
    }
    const path = await Promise.race([next, interrupted]);
    if (path !== undefined) watcher.onSave(path);
  }
  const { reason } = signal;
  if (code === undefined || !(reason instanceof Interrupted) || reason.signal !== 'SIGINT') throw reason;
  return code;
}

function drop(folder: string | null | undefined): void {
  if (folder) rmSync(folder, { recursive: true, force: true });
}
