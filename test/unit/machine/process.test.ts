// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from 'vitest';
import { endOfProcess } from '../../../harness/machine/exit.ts';
import type { Machine } from '../../../harness/machine/machine.ts';
import { MACHINES } from '../../../harness/machine/machines.ts';
import { hostsWord, isNative, processArgv, whyNotHere } from '../../../harness/machine/process.ts';

const named = (name: string): Machine =>
  MACHINES.find((one) => one.name === name) ?? expect.fail(`no ${name}`);
const PROCESS = named('process');
const A57 = named('process-a57');

/** As arm64 Linux prints it (arch/arm64/kernel/cpuinfo.c), shortened: a CPU with BTI and PAC, and one without. */
const NEW = `processor\t: 0
BogoMIPS\t: 2000.00
Features\t: fp asimd evtstrm atomics cpuid paca pacg bti
CPU implementer\t: 0x41
CPU architecture: 8
CPU variant\t: 0x0
CPU part\t: 0xd49
CPU revision\t: 0
`;
const OLD = NEW.replace(' paca pacg bti', '').replace('0xd49', '0xd07');

test("the host's word for its CPU, in the terms of a record", () => {
  expect(hostsWord(NEW)).toEqual({ midr: 0x410fd490, bti: true, pauth: true });
  expect(hostsWord(OLD)).toEqual({ midr: named('cortex-a57').midr, bti: false, pauth: false });
});

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
