// SPDX-License-Identifier: GPL-2.0-only
// One QEMU: started, watched, and never left behind.

import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { Locate } from '../base/locate.ts';
import { shellLine } from '../base/shell.ts';
import { closeAfterExit } from '../tool/close-after-exit.ts';
import { leashed } from '../tool/die-with-parent.ts';
import { CELL_FILES } from './argv.ts';
import { assertQemu } from './assert-qemu.ts';
import { diagnose } from './diagnose.ts';
import type { BootEnd } from './end.ts';
import { endOf } from './exit.ts';
import { headAndTail } from './head-and-tail.ts';
import type { Limits } from './limits.ts';
import { watch } from './watch.ts';

/** What is kept of QEMU's stderr, bytes. Anything longer is no message. */
const STDERR_LIMIT = 64 * 1024;

/** What is kept of either end of a flood, bytes. */
const END_BYTES = 64 * 1024;

/** How long QEMU may take to leave after SIGTERM, ms. */
const GRACE = 500;

export interface BootOptions {
  /** QEMU's command line, `argv[0]` an absolute path. */
  argv: readonly string[];
  /** The cell's folder: gets `argv.json`, `run.sh` and `stderr.log`, both ends of a flood, and whatever QEMU writes. */
  folder: string;
  limits: Limits;
  /** Aborted when the user stops the run; the reason's `signal` says how. */
  signal?: AbortSignal | undefined;
  /** Names addresses in the diagnosis of a hang. */
  locate?: Locate | undefined;
}

/** A guest that runs. Disposing of it kills QEMU and waits until it is gone. */
export interface RunningGuest extends AsyncDisposable {
  /** QEMU's own process. */
  readonly pid: number;
  /** The guest's bytes as they come; kept until they are read. */
  readonly output: AsyncIterable<Uint8Array>;
  /** How it ended, once QEMU is gone and `output` is complete. Never rejects. */
  readonly end: Promise<BootEnd>;
  /** To be called at the guest's last line: from now QEMU has `limits.exit` seconds to leave. */
  expectExit(): void;
}

/**
 * Starts QEMU once and watches it.
 * @throws ToolMissing if `argv[0]` cannot be executed; the reason of `signal` if it is aborted already.
 */
export async function boot({ argv, folder, limits, signal, locate }: BootOptions): Promise<RunningGuest> {
  const { execa } = await import('execa');
  signal?.throwIfAborted();
  const [qemu = ''] = argv;
  assertQemu(qemu);
  writeFileSync(join(folder, 'argv.json'), `${JSON.stringify(argv, null, 2)}\n`);
  writeFileSync(join(folder, 'run.sh'), `#!/bin/sh\nexec ${shellLine(argv)}\n`, { mode: 0o755 });
  const stderrLog = join(folder, 'stderr.log');
  writeFileSync(stderrLog, '');

  const [file = '', ...args] = leashed(argv);
  const child = execa(file, args, {
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
    buffer: false,
    reject: false,
    forceKillAfterDelay: GRACE,
  });
  closeAfterExit(child);

  // What sct did to QEMU; it outranks whatever QEMU says when it leaves.
  let ours: BootEnd | undefined;
  const kill = (why: BootEnd) => {
    ours = why;
    child.kill('SIGTERM');
  };
  const interrupt = () => kill({ kind: 'interrupted', signal: nameOf(signal?.reason) });
  signal?.addEventListener('abort', interrupt, { once: true });

  let diagnosing: Promise<void> | undefined;
  const hangs = watch(limits, ({ seconds, idle, afterLastLine }) => {
    if (ours) return;
    const diagnosis = afterLastLine ? ["QEMU had not left after the guest's last line"] : [];
    ours = { kind: 'timeout', seconds, idle, diagnosis };
    diagnosing = diagnose({ socket: join(folder, CELL_FILES.qmp), locate }).then((lines) => {
      diagnosis.push(...lines);
      child.kill('SIGTERM');
    });
  });
  child.once('exit', hangs.stop);

  let bytes = 0;
  const count = (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > limits.bytes && !ours) kill({ kind: 'flood', bytes });
  };
  const output = new PassThrough();
  const ends = headAndTail(END_BYTES);
  child.stdout.on('data', (chunk: Buffer) => {
    // A QEMU that does not heed SIGTERM at once goes on at full speed.
    if (ours?.kind === 'flood') return;
    hangs.sawOutput();
    ends.take(chunk);
    count(chunk);
    if (!output.destroyed) output.write(chunk);
  });
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

  const end = child.then(async (result): Promise<BootEnd> => {
    hangs.stop();
    signal?.removeEventListener('abort', interrupt);
    await diagnosing;
    if (ours?.kind === 'flood') {
      writeFileSync(join(folder, CELL_FILES.head), ends.head());
      writeFileSync(join(folder, CELL_FILES.tail), ends.tail());
    }
    output.end();
    return (
      ours ??
      endOf({
        code: result.exitCode,
        signal: result.signal,
        stderr: Buffer.concat(stderr).toString() || (result.originalMessage ?? ''),
        trace: join(folder, CELL_FILES.trace),
      })
    );
  });

  return {
    pid: child.pid ?? 0,
    output,
    end,
    expectExit: hangs.sawLastLine,
    async [Symbol.asyncDispose]() {
      ours ??= { kind: 'interrupted', signal: 'SIGTERM' };
      child.kill('SIGTERM');
      await end;
    },
  };
}

/** `SIGINT` of an abort by the user's signal; its name of any other reason. */
function nameOf(reason: unknown): string {
  const { signal, name } = (reason ?? {}) as { signal?: unknown; name?: unknown };
  return `${signal ?? name ?? 'abort'}`;
}
