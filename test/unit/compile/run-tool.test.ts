// SPDX-License-Identifier: GPL-2.0-only
// A tool ends, whatever it was given.

import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { toolRunner } from '../../../harness/compile/run-tool.ts';

const run = toolRunner({ cwd: '/', limits: { memory: 512, cpu: 1, file: 2 } });
const shell = (script: string, stop?: AbortSignal) => run('/bin/sh', ['-c', script], stop);

test.for([
  { what: 'CPU time', script: 'while :; do :; done', exceeded: '1 s of CPU time' },
  {
    what: 'CPU time, as a clang says it that came to its end all the same',
    script: `echo "error: unable to rename temporary 'a.o.tmp' to output file 'a.o'" >&2; exit 1`,
    exceeded: '1 s of CPU time',
  },
  { what: 'a file', script: 'cat /dev/zero >"$0"', exceeded: 'a file of 2 MiB' },
  {
    what: 'messages',
    script: 'while :; do echo 0123456789012345678901234567890123456789; done',
    exceeded: '1 MB of messages',
  },
  {
    what: 'memory, as clang says it',
    script: 'echo "LLVM ERROR: out of memory" >&2; kill -ABRT $$',
    exceeded: '512 MiB of memory',
  },
])('too much of $what is told', { timeout: 60_000 }, async ({ script, exceeded }) => {
  const file = `/tmp/sct-unit-${process.pid}`;
  const result = await run('/bin/sh', ['-c', `${script}`, file]);
  await run('/bin/rm', ['-f', file]);
  expect(result).toMatchObject({ ok: false, broken: false, exceeded });
});

test('memory is limited', async () => {
  const { message } = await shell('ulimit -v; ulimit -c');
  expect(message).toBe(`${512 * 1024}\n0`);
});

test('nothing that a tool started outlives it, and a stop ends all of them', {
  timeout: 30_000,
}, async () => {
  const alive = (pid: string) => {
    try {
      return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    } catch {
      return false;
    }
  };
  const { message: pid } = await shell('/bin/sleep 60 >/dev/null 2>&1 & echo $!');
  await sleep(50);
  expect(alive(pid)).toBe(false);
  const stop = new AbortController();
  const began = Date.now();
  const running = shell('/bin/sleep 60 & wait', stop.signal);
  await sleep(200);
  stop.abort();
  expect(await running).toMatchObject({ ok: false, broken: true });
  expect(Date.now() - began).toBeLessThan(10_000);
});
