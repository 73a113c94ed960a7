// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readAtEnd } from '../../../harness/machine/final-memory.ts';

let folder: string;
let server: Server | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sct-qmp-test-'));
});
afterEach(async () => {
  server?.close();
  await rm(folder, { recursive: true, force: true });
});

interface Command {
  execute: string;
  arguments: { filename?: string };
}

/** What the guest prints until it ends, and at its end. */
const PRINTED = ['# one\n', '', '# two\n'];
const LAST = '# three\n';

/** A QEMU in this state; one that runs ends at once. Returns the socket, and which commands came. */
async function qemuThat(status: 'running' | 'shutdown'): Promise<{ socket: string; commands: string[] }> {
  const socket = join(folder, 'end.sock');
  const commands: string[] = [];
  const printed = status === 'running' ? [...PRINTED] : [];
  const last = [LAST];
  server = createServer((client) => {
    const say = (reply: object) => client.write(`${JSON.stringify(reply)}\r\n`);
    client.on('error', () => {});
    say({ QMP: {} });
    createInterface({ input: client }).on('line', async (line) => {
      const { execute, arguments: words }: Command = JSON.parse(line);
      commands.push(execute);
      if (words.filename) await writeFile(words.filename, execute);
      if (execute === 'query-status') say({ return: { status } });
      else if (execute === 'ringbuf-read') {
        const ended = printed.length === 0;
        say({ return: Buffer.from((ended ? last : printed).shift() ?? '').toString('base64') });
        if (!ended && printed.length === 0) say({ event: 'SHUTDOWN' });
      } else say({ return: execute === 'human-monitor-command' ? ' PC=ffff800080001000 ' : {} });
    });
  });
  await new Promise<void>((done) => server?.listen(socket, done));
  return { socket, commands };
}

// The event comes to whoever listens by then: a guest that ends soon has ended before sct, on a busy host, is there.
test.each(['running', 'shutdown'] as const)('a guest that is %s when sct comes is asked', async (status) => {
  const { socket, commands } = await qemuThat(status);
  const wanted = { base: 0xffff800080000000n, bytes: 8 };
  const console: Buffer[] = [];
  const take = (bytes: Buffer) => void console.push(bytes);
  expect(await readAtEnd(socket, folder, wanted, take, new AbortController().signal)).toEqual({
    loaded: Buffer.from('pmemsave'),
    mapped: Buffer.from('memsave'),
    pc: 0xffff800080001000n,
  });
  expect(commands.at(-1)).toBe('quit');
  expect(`${Buffer.concat(console)}`).toBe(status === 'running' ? [...PRINTED, LAST].join('') : LAST);
});
