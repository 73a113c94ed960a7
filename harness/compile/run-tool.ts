// SPDX-License-Identifier: GPL-2.0-only
// Runs compilers and linkers, no more of them at once than there are cores, and none beyond its limits: what they are given was written by others.

import { availableParallelism } from 'node:os';
import { slowness } from '../base/slowness.ts';
import { dyingWithParent, type Limits } from '../tool/die-with-parent.ts';

/** How a tool ended. `broken`: it did not run to its own end, so what it was given is not to blame. */
export interface ToolResult {
  ok: boolean;
  broken: boolean;
  /** There was no room for what it writes: `broken`, too. */
  full: boolean;
  /** The limit that it ran into, in words: not `broken`, since what it was given is to blame. */
  exceeded?: string | undefined;
  /** What it printed, or why it did not run. */
  message: string;
}

/** `stop` ends this one alone: it is `broken` then. */
export type RunTool = (tool: string, args: readonly string[], stop?: AbortSignal) => Promise<ToolResult>;

/** How tools are run. */
export interface RunToolOptions {
  /** Where the tools run; what they print names files relative to it. */
  cwd: string;
  /** How many run at once; as many as there are cores unless told. */
  jobs?: number | undefined;
  signal?: AbortSignal | undefined;
  /** What each may take; `LIMITS`, as this machine is, unless told. */
  limits?: Limits;
}

/** How the tools say that there is no room. Where a disk is full, the linker's own mapping of its output raises SIGBUS. */
const FULL = /No space left on device|Disk quota exceeded/;

/**
 * What one compilation may take on an ordinary machine; CPU time is more on a slow one. clang-19 maps 300 MiB before it does anything, takes half a second of CPU time for the longest of the guest's files,
 * and an image has some 2 MiB.
 */
const LIMITS: Limits = { memory: 768, cpu: 10, file: 64 };

/** Beyond this nobody reads what a tool says, bytes. */
const OUTPUT = 1_000_000;

/** By the clock, on an ordinary machine; for a tool that waits, since CPU time tells of one that works. */
const LIMIT_MS = 120_000;

/** How it is seen that a limit was reached: by the signal of the tool itself, or by what it says of itself or of its own child. */
const EXCEEDED: readonly { signal?: string; says: RegExp; what: (limits: Limits) => string }[] = [
  {
    signal: 'SIGXCPU',
    // clang's handler of the signal removes its files, and then it goes on for what is left of a second.
    says: /CPU time limit exceeded|^error: unable to rename temporary '/m,
    what: ({ cpu }) => `${cpu} s of CPU time`,
  },
  {
    signal: 'SIGXFSZ',
    says: /File size limit exceeded|File too large/,
    what: ({ file }) => `a file of ${file} MiB`,
  },
  {
    says: /LLVM ERROR: out of memory|std::bad_alloc|(?:virtual )?memory exhausted|out of memory allocating|[Cc]annot allocate memory/,
    what: ({ memory }) => `${memory} MiB of memory`,
  },
];

/**
 * A function that runs a tool in an environment that is empty, so that no variable of the user's can change what comes out.
 * It rejects only when `signal` aborts, with its reason. No child of a tool's outlives it.
 */
export function toolRunner({
  cwd,
  jobs = availableParallelism(),
  signal,
  limits: told,
}: RunToolOptions): RunTool {
  // Loaded on first use: a warm build runs nothing.
  const load = once(async () => {
    const [{ execa }, { default: pLimit }] = await Promise.all([import('execa'), import('p-limit')]);
    const slow = slowness();
    const limits = told ?? { ...LIMITS, cpu: Math.ceil(LIMITS.cpu * slow) };
    return { execa, limit: pLimit(jobs), limits, limitMs: LIMIT_MS * slow };
  });
  return async (tool, args, stop) => {
    const { execa, limit, limits, limitMs } = await load();
    return limit(async () => {
      signal?.throwIfAborted();
      if (stop?.aborted) return STOPPED;
      const [file = '', ...words] = dyingWithParent([tool, ...args], limits);
      const child = execa(file, words, {
        cwd,
        env: { LC_ALL: 'C' },
        extendEnv: false,
        stdin: 'ignore',
        all: true,
        reject: false,
        maxBuffer: OUTPUT,
        // A process group of its own: gcc has children.
        detached: true,
      });
      const kill = () => killGroup(child.pid);
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        kill();
      }, limitMs);
      const stopping = [signal, stop].filter((one) => one !== undefined);
      for (const one of stopping) one.addEventListener('abort', kill, { once: true });
      const result = await child;
      clearTimeout(timer);
      for (const one of stopping) one.removeEventListener('abort', kill);
      kill();
      signal?.throwIfAborted();
      if (stop?.aborted) return STOPPED;

      const said = result.all ?? '';
      const full = result.failed && (result.signal === 'SIGBUS' || FULL.test(said));
      const exceeded = result.failed && !full ? limitReached(result, said, limits) : undefined;
      if (exceeded) return { ok: false, broken: false, full, exceeded, message: said };
      const cutOff = late
        ? `${tool} did not end within ${Math.round(limitMs / 1000)} s`
        : result.shortMessage;
      const stopped = result.failed && (result.exitCode === undefined || late);
      const message = stopped ? `${cutOff}\n${said}`.trim() : said;
      return { ok: !result.failed, broken: stopped || full, full, message };
    });
  };
}

/** What became of a tool that nobody needs any more. */
const STOPPED: ToolResult = { ok: false, broken: true, full: false, message: 'stopped' };

function limitReached(
  { signal, isMaxBuffer }: { signal?: string | undefined; isMaxBuffer: boolean },
  said: string,
  limits: Limits,
): string | undefined {
  if (isMaxBuffer) return `${OUTPUT / 1_000_000} MB of messages`;
  return EXCEEDED.find(
    (one) => (one.signal !== undefined && one.signal === signal) || one.says.test(said),
  )?.what(limits);
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // There is nobody left in it.
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
