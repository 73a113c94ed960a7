// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from 'vitest';
import { endOfProcess } from '../../../harness/machine/exit.ts';
import type { Machine } from '../../../harness/machine/machine.ts';
import { MACHINES } from '../../../harness/machine/machines.ts';
import { isNative, processArgv, whyNotHere } from '../../../harness/machine/process.ts';

const named = (name: string): Machine =>
  MACHINES.find((one) => one.name === name) ?? expect.fail(`no ${name}`);
const PROCESS = named('process');
const A57 = named('process-a57');

test('an arm64 host runs the process itself, and no other that has a CPU of its own', () => {
  expect([isNative(PROCESS, 'arm64'), isNative(A57, 'arm64'), isNative(PROCESS, 'x64')]).toEqual([
    true,
    false,
    false,
  ]);
});

test.skipIf(process.arch === 'arm64')('elsewhere QEMU runs it as that CPU, each word an argument', () => {
  const argv = processArgv({ machine: A57, elf: '/a/sct.elf', words: ['sct.run=1', 'sct.cases=a,b'] });
  expect(argv[0]).toMatch(/qemu-aarch64$/);
  expect(argv.slice(1)).toEqual(['-cpu', 'cortex-a57', '/a/sct.elf', 'sct.run=1', 'sct.cases=a,b']);
});

test.skipIf(process.arch === 'arm64')('without that QEMU it is left out, with what mends it', () => {
  expect(whyNotHere(PROCESS, { PATH: '/nowhere' })).toMatch(/^qemu-aarch64 is missing: .*To mend it: /);
});

describe('how a process ended', () => {
  test.for([
    [
      { code: 0, signal: undefined },
      { kind: 'poweroff', code: 0 },
    ],
    [
      { code: 1, signal: undefined },
      { kind: 'poweroff', code: 1 },
    ],
    [
      { code: 4, signal: undefined },
      { kind: 'poweroff', code: 4 },
    ],
    [
      { code: 2, signal: undefined },
      { kind: 'exit', code: 2, stderr: 's', process: true },
    ],
    [
      { code: undefined, signal: 'SIGSEGV' },
      { kind: 'signal', signal: 'SIGSEGV', stderr: 's', process: true },
    ],
  ] as const)('%o', ([exit, end]) => {
    expect(endOfProcess({ ...exit, stderr: 's' })).toEqual(end);
  });
});
