// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from 'vitest';
import { asItIsHere, hostsWord } from '../../../harness/machine/host.ts';
import type { Machine } from '../../../harness/machine/machine.ts';
import { MACHINES } from '../../../harness/machine/machines.ts';

const named = (name: string): Machine =>
  MACHINES.find((one) => one.name === name) ?? expect.fail(`no ${name}`);

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
const NOWHERE = { arch: 'arm64', kvm: { usable: true } } as const;

describe("the host's word for its CPU, in the terms of a record", () => {
  test('field by field in /proc/cpuinfo', () => {
    expect(hostsWord({ cpuinfo: NEW, midrs: [] })).toEqual({ midr: [0x410fd490], bti: true, pauth: true });
    expect(hostsWord({ cpuinfo: OLD, midrs: [] })).toEqual({
      midr: [named('cortex-a57').midr],
      bti: false,
      pauth: false,
    });
  });

  test('MIDR_EL1 from sysfs, variant and revision aside', () => {
    const midrs = ['0x00000000413fd0c1', '0x00000000410fd490'];
    expect(hostsWord({ cpuinfo: NEW, midrs }).midr).toEqual([0x410fd0c0, 0x410fd490]);
  });

  test('several kinds of CPU, each once', () => {
    expect(hostsWord({ cpuinfo: NEW + NEW + OLD, midrs: [] }).midr).toEqual([0x410fd490, 0x410fd070]);
  });

  test('a kernel that says nothing has no such CPU', () => {
    expect(hostsWord({ cpuinfo: '', midrs: [] })).toEqual({ midr: [], bti: false, pauth: false });
  });
});

test('a machine of the host takes its word, and no other does', () => {
  const host = () => ({ ...NOWHERE, cpuinfo: NEW, midrs: [] });
  expect(asItIsHere(named('kvm-64k'), host)).toMatchObject({ midr: [0x410fd490], bti: true, pauth: true });
  const nobody = () => expect.fail('nobody is asked');
  expect(asItIsHere(named('cortex-a57'), nobody)).toMatchObject({
    midr: [0x410fd070],
    bti: false,
    pauth: false,
  });
});
