// SPDX-License-Identifier: GPL-2.0-only
// The little of QMP that a diagnosis needs: commands and their answers, one JSON object a line.

import { connect } from 'node:net';
import { createInterface } from 'node:readline';

/** A connection to QEMU's monitor. */
export interface Qmp extends Disposable {
  /** The `return` of a command. @throws if QEMU answers with an error, hangs up, or the time is over. */
  execute(command: string, args?: Record<string, unknown>): Promise<unknown>;
  /** Resolves once this event has come, be it before or after it is asked for. @throws as `execute` does */
  event(name: string): Promise<void>;
}

interface Reply {
  QMP?: object;
  return?: unknown;
  event?: string;
  error?: { desc: string };
}

/**
 * Talks to the QMP socket at `path`. `deadline` ends the connection and whatever is pending.
 * @throws if there is no such socket or nobody answers in time.
 */
export async function connectQmp(path: string, deadline: AbortSignal): Promise<Qmp> {
  const socket = connect(path);
  const hangUp = () => socket.destroy(new Error('no answer in time'));
  if (deadline.aborted) hangUp();
  deadline.addEventListener('abort', hangUp, { once: true });

  // Commands are answered in order; whoever waits longest gets the next answer. Events come in between.
  const waiting: { resolve: (value: unknown) => void; reject: (error: Error) => void }[] = [];
  const came = new Set<string>();
  const awaited: { name: string; resolve: () => void; reject: (error: Error) => void }[] = [];
  let gone: Error | undefined;
  const answer = () => {
    const promise = new Promise<unknown>((resolve, reject) => {
      if (gone) reject(gone);
      else waiting.push({ resolve, reject });
    });
    return promise;
  };
  const lose = (error: Error) => {
    gone ??= error;
    for (const waiter of [...waiting.splice(0), ...awaited.splice(0)]) waiter.reject(gone);
  };
  socket.on('error', lose);
  socket.on('close', () => lose(new Error('QEMU hung up')));

  const lines = createInterface({ input: socket });
  lines.on('error', lose); // it repeats the socket's
  lines.on('line', (line) => {
    const reply = parse(line);
    if (!reply) return lose(new Error(`not QMP: ${line.slice(0, 100)}`));
    if (reply.error) waiting.shift()?.reject(new Error(reply.error.desc));
    else if ('return' in reply) waiting.shift()?.resolve(reply.return);
    else if (reply.QMP) waiting.shift()?.resolve(reply.QMP);
    else if (reply.event !== undefined) {
      came.add(reply.event);
      for (const { name, resolve } of awaited) if (name === reply.event) resolve();
    }
  });

  const qmp: Qmp = {
    execute(command, args = {}) {
      const answered = answer();
      socket.write(`${JSON.stringify({ execute: command, arguments: args })}\n`);
      return answered;
    },
    event(name) {
      return new Promise((resolve, reject) => {
        if (came.has(name)) resolve();
        else if (gone) reject(gone);
        else awaited.push({ name, resolve, reject });
      });
    },
    [Symbol.dispose]() {
      deadline.removeEventListener('abort', hangUp);
      socket.destroy();
    },
  };
  try {
    await answer(); // the greeting
    await qmp.execute('qmp_capabilities');
    return qmp;
  } catch (error) {
    qmp[Symbol.dispose]();
    throw error;
  }
}

function parse(line: string): Reply | undefined {
  try {
    const value = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
