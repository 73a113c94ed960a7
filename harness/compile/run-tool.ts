// SPDX-License-Identifier: GPL-2.0-only
// Runs compilers and linkers, no more of them at once than there are cores.

import { availableParallelism } from 'node:os';

/** How a tool ended. `broken`: it did not run to its own end, so what it was given is not to blame. */
export interface ToolResult {
  ok: boolean;
  broken: boolean;
  /** There was no room for what it writes: `broken`, too. */
  full: boolean;
  /** What it printed, or why it did not run. */
  message: string;
}

export type RunTool = (tool: string, args: readonly string[]) => Promise<ToolResult>;

export interface RunToolOptions {
  /** Where the tools run; what they print names files relative to it. */
  cwd: string;
  /** How many run at once; as many as there are cores unless told. */
  jobs?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** How the tools say that there is no room. Where a disk is full, the linker's own mapping of its output raises SIGBUS. */
const FULL = /No space left on device|Disk quota exceeded/;

/** No single compilation takes this long, even on a loaded machine. */
const LIMIT_MS = 120_000;

/**
 * A function that runs a tool in an environment that is empty, so that no variable of the user's can change what comes out.
 * It rejects only when `signal` aborts, with its reason.
 */
export function toolRunner({ cwd, jobs = availableParallelism(), signal }: RunToolOptions): RunTool {
  // Loaded on first use: a warm build runs nothing.
  const load = once(async () => {
    const [{ execa }, { default: pLimit }] = await Promise.all([import('execa'), import('p-limit')]);
    return { execa, limit: pLimit(jobs) };
  });
  return async (tool, args) => {
    const { execa, limit } = await load();
    return limit(async () => {
      signal?.throwIfAborted();
      const result = await execa(tool, args, {
        cwd,
        env: { LC_ALL: 'C' },
        extendEnv: false,
        stdin: 'ignore',
        all: true,
        reject: false,
        timeout: LIMIT_MS,
        ...(signal && { cancelSignal: signal }),
      });
      signal?.throwIfAborted();
      const said = result.all ?? '';
      const full = result.failed && (result.signal === 'SIGBUS' || FULL.test(said));
      const stopped = result.failed && (result.exitCode === undefined || result.timedOut);
      const message = stopped ? `${result.shortMessage}\n${said}`.trim() : said;
      return { ok: !result.failed, broken: stopped || full, full, message };
    });
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
