// SPDX-License-Identifier: GPL-2.0-only
// What is asked for cannot be done as asked: exit code 2 and one message, never a run of something else, never a stack trace.

import { existsSync, rmSync } from 'node:fs';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { CLI, scratch, sct } from './sct.ts';

const HOST = ['run', '--subject', 'reviewed', '--machine', 'host'];

test.for([
  { words: [], message: 'Usage: sct' },
  { words: ['frobnicate'], message: "unknown command 'frobnicate'" },
  { words: [...HOST, 'more'], message: 'too many arguments' },
  { words: [...HOST, '--jobs', '0'], message: 'a whole number from 1 up' },
  { words: [...HOST, '--timeout-scale', 'x'], message: 'a number greater than 0' },
  { words: [...HOST, '--timeout-scale', '1e9'], message: 'no greater than 1000' },
  { words: [...HOST, '--json', '--ktap'], message: 'both go to stdout' },
  { words: ['run', '--subject', 'nobody'], message: 'there is no subject nobody; there are: ' },
  { words: ['run', '--machine', 'max-el'], message: 'did you mean max-el2' },
  { words: [...HOST, '--suite', 'nothing'], message: 'there is no suite nothing; there are: abi, ' },
  { words: [...HOST, '--suite', 'dispatch'], message: 'nothing to run for dispatch, host' },
  {
    words: [...HOST, '--case', 'abi.sectoin'],
    message: 'there is no case abi.sectoin; did you mean abi.section',
  },
  { words: [...HOST, '--case', 'dispatch.update'], message: 'nothing to run for dispatch.update, host' },
  { words: ['run', '--machine', 'pdp*'], message: 'there is no machine pdp*; of the ' },
  { words: ['run', '--machine', 'max', '--suite', 'abi,bti'], message: 'nothing to run for abi:' },
  { words: [...HOST, '--seed', '0'], message: 'a whole number from 1 up' },
  { words: [...HOST, '--seed', '7'], message: '--seed 7 has nothing to decide: ' },
  { words: ['debug', '--subject', 'v7', '--machine', 'max', '--seed', '7'], message: 'that do: max-kaslr, ' },
  { words: [...HOST, '--json', '/nonexistent/x'], message: 'there is no folder /nonexistent' },
  { words: ['mutate', '--json', '/'], message: '--json /: that is a folder' },
  {
    words: ['image', '--subject', 'v7', '--machine', 'linux-stock', '-o', '/tmp/x'],
    message: 'in a Linux that sct has',
  },
  { words: ['mutate', '--jobs', '0'], message: 'a whole number from 1 up' },
  { words: ['mutate', '--tree', '/etc'], message: '/etc is no subject: it has no arch/arm64/' },
  { words: ['run', '--tree', 'a', '--tree', 'b'], message: 'a is named already: one tree' },
  { words: [...HOST, '--matrix', 'full'], message: "cannot be used with option '--machine <name>'" },
  { words: ['run', '--subject', ''], message: 'A name is empty' },
  { words: ['run', '--machine', 'host,'], message: 'A name is empty' },
])('sct $words: $message', async ({ words, message }) => {
  const { exitCode, stdout, stderr } = await sct(words);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test.for([
  { name: 'TMPDIR', value: '/nonexistent', message: 'no folder for this run can be made in /nonexistent' },
  { name: 'TMPDIR', value: '/etc/passwd', message: 'no folder for this run can be made in /etc/passwd' },
  { name: 'SCT_CACHE', value: '/etc/passwd', message: 'the build cache /etc/passwd cannot be written' },
])('$name=$value', async ({ name, value, message }) => {
  const { exitCode, stdout, stderr } = await sct(HOST, { env: { [name]: value } });
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
  expect(stderr).toContain(`let ${name} name`);
});

/** Runs a line of bash in which `sct` is sct. */
function bash(line: string, env: Record<string, string> = {}) {
  const script = `sct() { "$NODE" "$CLI" "$@"; }; ${line}`;
  return execa('bash', ['-c', script], {
    reject: false,
    stdin: 'ignore',
    env: { NODE: process.execPath, CLI, ...env },
  });
}

test.skipIf(!existsSync('/dev/full'))('a report that cannot be written is an error, not a pass', async () => {
  const { exitCode, stderr } = await bash(`sct ${HOST.join(' ')} > /dev/full`);
  expect(exitCode).toBe(4);
  expect(stderr).toContain('the report cannot be written: ENOSPC');
});

test('a reader that leaves early changes no exit code, neither that of stdout nor that of stderr', async () => {
  const tmp = scratch();
  try {
    const { stdout: ofStdout } = await bash(`sct ${HOST.join(' ')} | true; echo $PIPESTATUS`);
    expect(ofStdout).toBe('0');
    const talks = 'sct run --subject reviewed --machine max --suite control --keep';
    const { stdout: ofStderr } = await bash(`${talks} 2>&1 >/dev/null | true; echo $PIPESTATUS`, {
      TMPDIR: tmp,
    });
    expect(ofStderr).toBe('0');
  } finally {
    rmSync(tmp, { recursive: true });
  }
});
