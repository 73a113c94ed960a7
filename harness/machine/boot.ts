// SPDX-License-Identifier: GPL-2.0-only
// One QEMU: started, watched, and never left behind.

import type { ChildProcess } from 'node:child_process';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { shellLine } from '../base/shell.ts';
import { closeAfterExit } from '../tool/close-after-exit.ts';
import { dyingWithParent } from '../tool/die-with-parent.ts';
import { CELL_FILES, withConsoleInMemory } from './argv.ts';
import { assertQemu } from './assert-qemu.ts';
import { RING } from './console-ring.ts';
import { diagnose, wasAnswered } from './diagnose.ts';
import type { BootEnd } from './end.ts';
import { endOf, endOfLoad, endOfProcess } from './exit.ts';
import { type FinalMemory, readAtEnd, type Wanted, waitAtEnd } from './final-memory.ts';
import { headAndTail } from './head-and-tail.ts';
import type { Limits } from './limits.ts';
import { cpuSeconds, isAsleep, type Shares, sharesOf } from './load.ts';
import { type Hang, type Watch, watch } from './watch.ts';

/** What is kept of QEMU's stderr, bytes. Anything longer is no message. */
const STDERR_LIMIT = 64 * 1024;

/** What is kept of either end of a flood, bytes. */
const END_BYTES = 64 * 1024;

/** How long QEMU may take to leave after SIGTERM, ms. */
const GRACE = 500;

/** One boot: what is started, how long it may take, who listens. */
export interface BootOptions {
  /** QEMU's command line, `argv[0]` an absolute path. */
  argv: readonly string[];
  /** The cell's folder: gets `argv.json`, `run.sh` and `stderr.log`, both ends of a flood, and whatever QEMU writes. */
  folder: string;
  limits: Limits;
  /** Whether the guest can turn the machine off: yes, unless its record says otherwise. */
  powersOff?: boolean;
  /** What of the guest's memory is wanted when it has powered off; QEMU waits for the answer then. */
  memory?: Wanted | undefined;
  /**
   * Where `memory` is wanted: QEMU keeps the console's bytes until they are asked for. Not for a guest with an exact clock: if it turns off its CPU, QEMU's
   * only vCPU thread leaves QMP no turn (7.2, -icount with sleep=off), and what was printed last would be lost with it.
   */
  asksForConsole?: boolean;
  /** How long QEMU may take to say where a guest hangs, seconds; `diagnose`'s own limit unless told. */
  askFor?: number | undefined;
  /** What is started is no machine, but a process: nobody answers over QMP, and its exit code is its own. */
  process?: boolean | undefined;
  /** Nor can it be killed, for it is root's: it ends when its stdin is closed, as it is when this process dies. */
  held?: boolean | undefined;
  /** Aborted when the user stops the run; the reason's `signal` says how. */
  signal?: AbortSignal | undefined;
}

/** A guest that runs. Disposing of it kills QEMU and waits until it is gone. */
export interface RunningGuest extends AsyncDisposable {
  /** QEMU's own process. */
  readonly pid: number;
  /** The guest's bytes as they come; kept until they are read. */
  readonly output: AsyncIterable<Uint8Array>;
  /** How it ended, once QEMU is gone and `output` is complete. Never rejects. */
  readonly end: Promise<BootEnd>;
  /** The memory that was wanted, once QEMU is gone; undefined if none was, or the guest did not come to its end. Never rejects. */
  readonly memory: Promise<FinalMemory | undefined>;
  /** To be called at the guest's last line: from now QEMU has `limits.exit` seconds to leave. */
  expectExit(): void;
  /** How long it may be silent from now on, seconds, instead of `limits.idle`. */
  allowSilence(seconds: number): void;
  /** What each thread of QEMU has had of the host so far. */
  shares(): Shares;
  /** Ends it: what is left goes on in another boot. */
  stop(): void;
  /** Ends it, since it prints without end: so many bytes. */
  endFlood(bytes: number): void;
}

/**
 * Starts QEMU once and watches it.
 * @throws ToolMissing if `argv[0]` cannot be executed; the reason of `signal` if it is aborted already.
 */
export async function boot({
  argv,
  folder,
  limits,
  powersOff = true,
  memory,
  asksForConsole = false,
  askFor,
  process: isProcess = false,
  held = false,
  signal,
}: BootOptions): Promise<RunningGuest> {
  const { execa } = await import('execa');
  signal?.throwIfAborted();
  const [qemu = ''] = argv;
  assertQemu(qemu);
  writeLaunchFiles(folder, argv);
  const socket = join(folder, CELL_FILES.end);
  const console = memory && asksForConsole ? withConsoleInMemory(argv, RING) : argv;
  const line = memory ? [...console, ...waitAtEnd(socket)] : argv;
  const [file = '', ...args] = held ? line : dyingWithParent(line);
  const child = execa(file, args, {
    stdin: held ? 'pipe' : 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
    buffer: false,
    reject: false,
    forceKillAfterDelay: GRACE,
  });
  closeAfterExit(child);
  const gone = new AbortController();
  child.once('exit', () => gone.abort());

  const stop = stopper(child, held);
  const interrupt = () => stop.kill({ kind: 'interrupted', signal: nameOf(signal?.reason) });
  signal?.addEventListener('abort', interrupt, { once: true });
  const hangs = watchForHang(child, stop, { folder, limits, askFor, process: isProcess, held });
  const switchOff = powersOff ? undefined : whenAsleep(child, () => stop.kill({ kind: 'poweroff' }));
  const printed = collect(child, stop, { folder, limits, process: isProcess, sawOutput: hangs.sawOutput });

  const onOutput = asksForConsole ? printed.fromRing : undefined;
  const final = memory ? readAtEnd(socket, folder, memory, onOutput, gone.signal) : undefined;

  const end = child.then(async (result): Promise<BootEnd> => {
    hangs.stop();
    switchOff?.stop();
    signal?.removeEventListener('abort', interrupt);
    await hangs.diagnosed();
    await final;
    const stderr = printed.close();
    const exit = {
      code: result.exitCode,
      signal: result.signal,
      stderr: stderr || (result.originalMessage ?? ''),
    };
    return (
      stop.why() ??
      (held
        ? endOfLoad(exit)
        : isProcess
          ? endOfProcess(exit)
          : endOf({ ...exit, trace: join(folder, CELL_FILES.trace) }))
    );
  });

  return {
    pid: child.pid ?? 0,
    output: printed.output,
    end,
    memory: end.then(() => {
      gone.abort();
      return final;
    }),
    expectExit() {
      hangs.sawLastLine();
      switchOff?.start();
    },
    allowSilence: hangs.allow,
    // Of a module nobody knows what it has had.
    shares: () => (held ? undefined : sharesOf(child.pid ?? 0)),
    stop() {
      if (!stop.why()) stop.kill({ kind: 'stopped' });
    },
    endFlood(bytes) {
      if (!stop.why()) stop.kill({ kind: 'flood', bytes });
    },
    async [Symbol.asyncDispose]() {
      if (!stop.why()) stop.kill({ kind: 'interrupted', signal: 'SIGTERM' });
      else stop.end();
      await end;
    },
  };
}

/** How often somebody looks whether QEMU sleeps, ms, and how many times it must have: a guest that goes on behind its last line is awake. */
const LOOK = 25;
const LOOKS = 8;

/** Once it is started: calls `off` when QEMU waits for nothing but events. */
function whenAsleep(child: Child, off: () => void): { start(): void; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  let asleep = 0;
  const look = () => {
    asleep = isAsleep(child.pid ?? 0) ? asleep + 1 : 0;
    if (asleep < LOOKS) return;
    clearInterval(timer);
    off();
  };
  return {
    start() {
      timer ??= setInterval(look, LOOK);
    },
    stop() {
      clearInterval(timer);
    },
  };
}

/** What somebody needs who boots the same guest again by hand. */
function writeLaunchFiles(folder: string, argv: readonly string[]): void {
  writeFileSync(join(folder, 'argv.json'), `${JSON.stringify(argv, null, 2)}\n`);
  writeFileSync(join(folder, 'run.sh'), `#!/bin/sh\nexec ${shellLine(argv)}\n`, { mode: 0o755 });
}

/** QEMU as far as it is stopped and listened to. */
type Child = Pick<ChildProcess, 'kill' | 'once' | 'pid'> & {
  stdin: Writable | null;
  stdout: Readable;
  stderr: Readable;
};

/** What sct did to QEMU; it outranks whatever QEMU says when it leaves. */
interface Stopper {
  why(): BootEnd | undefined;
  /** From now on this is why, though QEMU lives on for a while. */
  claim(why: BootEnd): void;
  kill(why: BootEnd): void;
  /** The same, and why was said before. */
  end(): void;
}

function stopper(child: Child, held: boolean): Stopper {
  let ours: BootEnd | undefined;
  const claim = (why: BootEnd) => {
    ours = why;
  };
  const end = () => {
    if (held) child.stdin?.end();
    else child.kill('SIGTERM');
  };
  return {
    why: () => ours,
    claim,
    kill(why) {
      claim(why);
      end();
    },
    end,
  };
}

type WatchOptions = Pick<BootOptions, 'folder' | 'limits' | 'askFor' | 'process' | 'held'>;

/** Watches for a hang; diagnoses it over QMP before it kills QEMU. `diagnosed` waits for a diagnosis that is under way. */
function watchForHang(
  child: Child,
  stop: Stopper,
  { folder, limits, askFor, process: isProcess, held }: WatchOptions,
): Watch & { diagnosed(): Promise<void> } {
  let diagnosing: Promise<void> | undefined;
  const pid = child.pid ?? 0;
  const onHang = ({ seconds, idle, afterLastLine }: Hang) => {
    if (stop.why()) return;
    const who = isProcess ? 'the process' : 'QEMU';
    const diagnosis = afterLastLine ? [`${who} had not left after the guest's last line`] : [];
    stop.claim({ kind: 'timeout', seconds, idle, diagnosis });
    if (isProcess) {
      stop.end();
      return;
    }
    const socket = join(folder, CELL_FILES.qmp);
    const asked = { socket, cpu: () => cpuSeconds(pid), ...(askFor !== undefined && { seconds: askFor }) };
    diagnosing = diagnose(asked).then((lines) => {
      diagnosis.push(...lines);
      // Who does not answer does not heed SIGTERM either: QEMU's main loop does both.
      child.kill(wasAnswered(lines) ? 'SIGTERM' : 'SIGKILL');
    });
  };
  // Who loads a module sleeps while that runs.
  const load = held ? undefined : { cpu: () => cpuSeconds(pid), asleep: () => isAsleep(pid) };
  const hangs = watch(limits, onHang, load);
  child.once('exit', hangs.stop);
  return { ...hangs, diagnosed: async () => diagnosing };
}

/** Passes on what the guest prints, and keeps what QEMU says; stops it if both together are too much. */
function collect(
  child: Child,
  stop: Stopper,
  {
    folder,
    limits,
    process: isProcess,
    sawOutput,
  }: Pick<BootOptions, 'folder' | 'limits' | 'process'> & { sawOutput(): void },
): { output: PassThrough; fromRing(chunk: Buffer): void; close(): string } {
  let bytes = 0;
  const count = (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > limits.bytes && !stop.why()) stop.kill({ kind: 'flood', bytes });
  };
  const flooded = () => stop.why()?.kind === 'flood';

  const output = new PassThrough();
  const ends = headAndTail(END_BYTES);
  const serial = join(folder, CELL_FILES.serial);
  if (isProcess) writeFileSync(serial, '');
  const take = (chunk: Buffer, isKept: boolean) => {
    // A QEMU that does not heed SIGTERM at once goes on at full speed.
    if (flooded()) return;
    sawOutput();
    ends.take(chunk);
    count(chunk);
    if (!isKept) appendFileSync(serial, chunk);
    if (!output.destroyed) output.write(chunk);
  };
  // Where QEMU has the console on its stdout, it keeps what came out of the UART.
  child.stdout.on('data', (chunk: Buffer) => take(chunk, !isProcess));

  const stderrLog = join(folder, 'stderr.log');
  writeFileSync(stderrLog, '');
  const stderr: Buffer[] = [];
  let stderrBytes = 0;
  child.stderr.on('data', (chunk: Buffer) => {
    count(chunk);
    const kept = chunk.subarray(0, STDERR_LIMIT - stderrBytes);
    stderrBytes += kept.length;
    if (kept.length === 0) return;
    stderr.push(kept);
    appendFileSync(stderrLog, kept);
  });

  return {
    output,
    /** Takes what QEMU kept in memory until it was asked. */
    fromRing: (chunk) => take(chunk, false),
    /** Ends `output`; gives what QEMU said. */
    close() {
      if (flooded()) {
        writeFileSync(join(folder, CELL_FILES.head), ends.head());
        writeFileSync(join(folder, CELL_FILES.tail), ends.tail());
      }
      output.end();
      return Buffer.concat(stderr).toString();
    },
  };
}

/** `SIGINT` of an abort by the user's signal; its name of any other reason. */
function nameOf(reason: unknown): string {
  const { signal, name } = (reason ?? {}) as { signal?: unknown; name?: unknown };
  return `${signal ?? name ?? 'abort'}`;
}
