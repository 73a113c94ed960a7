// SPDX-License-Identifier: GPL-2.0-only
// A stopped guest and the debugger that has the terminal.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, SctError } from '../base/exit.ts';
import { catchInterrupts, type Interrupt, type InterruptSignal } from '../base/interrupt.ts';
import { assertQemu } from '../machine/assert-qemu.ts';
import { dyingWithParent } from '../tool/die-with-parent.ts';
import { GDB_SOCKET } from './gdb.ts';

/** How long QEMU and gdb may take to leave after SIGTERM, ms. */
const GRACE = 500;
/** How often the gdbstub's socket is looked for, ms. */
const INTERVAL = 10;
/** What ends a session from outside. SIGINT does not: Ctrl-C is gdb's, and stops the guest. */
const ENDING: readonly InterruptSignal[] = ['SIGTERM', 'SIGHUP'];

/** There is no session, or it ended otherwise than its user told it to. The bench's own error, unless told. */
export class DebugFailed extends SctError {
  override name = 'DebugFailed';
  override readonly exitCode: number;

  constructor(message: string, exitCode: number = EXIT.error) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** A guest that stands still, and the gdb for it. */
export interface SessionOptions {
  /** QEMU's command line, with a gdbstub that listens on `GDB_SOCKET` in `folder`. */
  qemu: readonly string[];
  /** gdb's command line. */
  gdb: readonly string[];
  /** The cell's folder. */
  folder: string;
  /** What the guest prints in that file when it is time for gdb; at once, if not told. */
  waitsFor?: { file: string; text: string } | undefined;
  /** Ends it as long as there is no gdb to which Ctrl-C could belong; disposed of then. */
  interrupt: Interrupt;
}

/**
 * Starts QEMU, stopped, and gives this process's terminal to gdb until that ends. Neither outlives the call, and no time-out is
 * set on anything.
 * @throws ToolMissing if QEMU cannot be executed, DebugFailed if it leaves at once or gdb ends with a failure, Interrupted
 */
export async function debugSession({
  qemu,
  gdb,
  folder,
  waitsFor,
  interrupt,
}: SessionOptions): Promise<void> {
  assertQemu(qemu[0] ?? '');
  const { execa } = await import('execa');
  const [file = '', ...args] = dyingWithParent(qemu);
  // A session of its own: Ctrl-C in the terminal would end it.
  const guest = execa(file, args, {
    detached: true,
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: ['pipe', { file: join(folder, 'stderr.log') }],
    reject: false,
    forceKillAfterDelay: GRACE,
  });
  try {
    const socket = join(folder, GDB_SOCKET);
    await until(guest, () => existsSync(socket), 'at once', interrupt.signal);
    if (waitsFor)
      await until(
        guest,
        () => holds(waitsFor.file, waitsFor.text),
        'before the module was loaded',
        interrupt.signal,
      );
    interrupt[Symbol.dispose]();
    using ending = catchInterrupts(ENDING);
    using _ = ignoring('SIGINT');
    const [debuggerFile = '', ...debuggerArgs] = dyingWithParent(gdb);
    const { exitCode, originalMessage } = await execa(debuggerFile, debuggerArgs, {
      stdio: 'inherit',
      reject: false,
      forceKillAfterDelay: GRACE,
      cancelSignal: ending.signal,
    });
    ending.signal.throwIfAborted();
    if (exitCode !== 0)
      throw new DebugFailed(`gdb ended with a failure (${originalMessage ?? `exit code ${exitCode}`})`);
  } finally {
    guest.kill('SIGTERM');
    await guest;
  }
}

/** Waits for what QEMU or the guest does. @throws DebugFailed with QEMU's own words if it leaves instead; the reason of `signal` */
async function until(guest: Guest, isSo: () => boolean, when: string, signal: AbortSignal): Promise<void> {
  let left = false;
  guest.once('exit', () => {
    left = true;
  });
  while (!isSo()) {
    if (left) throw new DebugFailed(`QEMU left ${when}:\n${(await guest).stderr.trim()}`);
    await sleep(INTERVAL);
    signal.throwIfAborted();
  }
}

function holds(file: string, text: string): boolean {
  return existsSync(file) && readFileSync(file, 'latin1').includes(text);
}

/** As much of QEMU's process as is needed here. */
type Guest = PromiseLike<{ stderr: string }> & { once(event: 'exit', listener: () => void): unknown };

function ignoring(signal: InterruptSignal): Disposable {
  const ignore = () => {};
  process.on(signal, ignore);
  return { [Symbol.dispose]: () => process.off(signal, ignore) };
}
