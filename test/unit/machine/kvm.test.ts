// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../harness/base/exit.ts';
import { type HostView, viewOfHost } from '../../../harness/machine/host.ts';
import { whyNoKvm } from '../../../harness/machine/kvm.ts';
import { MACHINES } from '../../../harness/machine/machines.ts';
import { availableMachines, type Probe } from '../../../harness/machine/probe.ts';
import { chooseMachines } from '../../../harness/run/choose.ts';

type View = Pick<HostView, 'arch' | 'kvm'>;

const refused = (code: string, group: string | null = null): View => ({
  arch: 'arm64',
  kvm: { usable: false, code, group },
});
const USABLE: View = { arch: 'arm64', kvm: { usable: true } };
const X86: View = { arch: 'x64', kvm: { usable: true } };

const QEMU: Probe = {
  facts: { version: '10.0.13', cpus: ['max', 'cortex-a57', 'host'], boards: ['virt'] },
  problem: null,
};
const KVM = MACHINES.filter(({ accel }) => accel === 'kvm');
const names = KVM.map(({ name }) => name);

test.for<[string, View, string | RegExp | undefined]>([
  ['an arm64 host with KVM', USABLE, undefined],
  ['x86-64, whatever its KVM is for', X86, 'KVM needs an arm64 host, and this one is x64'],
  ['no device', refused('ENOENT'), /^there is no \/dev\/kvm: /],
  [
    'no permission, but for a group',
    refused('EACCES', 'kvm'),
    'no permission to open /dev/kvm. To mend it: sudo usermod --append --groups kvm "$(id -un)", and log in again',
  ],
  [
    'no permission, and no group',
    refused('EACCES'),
    'no permission to open /dev/kvm. To mend it: sudo chmod o+rw /dev/kvm',
  ],
  ["nobody is told to join root's group", refused('EACCES', 'root'), /sudo chmod o\+rw \/dev\/kvm$/],
  ['a container', refused('EPERM'), /start it with --device \/dev\/kvm$/],
  ['anything else', refused('ENXIO'), '/dev/kvm cannot be opened (ENXIO)'],
])('%s', ([, view, why]) => {
  if (why === undefined) expect(whyNoKvm(view)).toBeUndefined();
  else if (typeof why === 'string') expect(whyNoKvm(view)).toBe(why);
  else expect(whyNoKvm(view)).toMatch(why);
});

test('they are default machines, of which no record says what their CPU is', () => {
  expect(names).toEqual(['kvm', 'kvm-smp2', 'kvm-64k']);
  for (const machine of KVM)
    expect(machine).toMatchObject({
      matrix: 'default',
      cpu: 'host',
      clock: 'realtime',
      entryEl: 1,
      midr: null,
      bti: null,
      pauth: null,
    });
  for (const { accel, kind, midr, bti, pauth } of MACHINES)
    expect([midr, bti, pauth].includes(null)).toBe(accel === 'kvm' || kind === 'here');
});

describe('which machines there are', () => {
  const available = (view: View, probe = QEMU) =>
    availableMachines(
      MACHINES.filter(({ name }) => [...names, 'max'].includes(name)),
      probe,
      () => true,
      () => view,
    );

  test('all of them where KVM can be had', () => {
    expect(available(USABLE)).toEqual({ machines: expect.arrayContaining(KVM), notes: [] });
  });

  test('elsewhere one note says for all of them why not', () => {
    const { machines, notes } = available(refused('ENOENT'));
    expect(machines.map(({ name }) => name)).toEqual(['max']);
    expect(notes).toEqual([
      expect.stringMatching(/^kvm, kvm-smp2, kvm-64k: left out, there is no \/dev\/kvm: /),
    ]);
  });

  test('a QEMU that was built without KVM', () => {
    const probe: Probe = { facts: { version: '10.0.13', cpus: ['max'], boards: ['virt'] }, problem: null };
    expect(available(USABLE, probe).notes).toEqual([
      'kvm, kvm-smp2, kvm-64k: left out, the installed QEMU 10.0.13 was built without KVM',
    ]);
  });
});

test.runIf(whyNoKvm(viewOfHost()))('one that is asked for by name is refused with the reason', async () => {
  const why = whyNoKvm(viewOfHost()) ?? '';
  for (const asked of ['kvm', 'kvm*', 'kvm,kvm-64k']) {
    const choice = chooseMachines({ machines: asked.split(',') }, async () => QEMU);
    await expect(choice).rejects.toThrow(UsageError);
    await expect(choice).rejects.toThrow(why);
    await expect(choice).rejects.not.toThrow('newer QEMU');
  }
});
