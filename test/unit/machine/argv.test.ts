// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { shellLine } from '../../../harness/base/shell.ts';
import { qemuArgv } from '../../../harness/machine/argv.ts';
import { MACHINES } from '../../../harness/machine/machines.ts';

function argvOf(name: string, folder = '/tmp/run/cell', bootargs = 'run=1') {
  const machine = MACHINES.find((one) => one.name === name);
  if (!machine) throw new Error(`no machine ${name}`);
  return qemuArgv({ qemu: '/usr/bin/qemu-system-aarch64', machine, folder, bootargs });
}

test('the whole line', () => {
  expect(shellLine(argvOf('max', '/tmp/run/cell', 'run=1 suite=bti'))).toBe(
    [
      '/usr/bin/qemu-system-aarch64 -machine virt -cpu max,pauth-impdef=on -smp 1 -m 128',
      '-display none -nodefaults -nic none -no-user-config -no-reboot',
      '-chardev stdio,id=console,signal=on,mux=off,logfile=/tmp/run/cell/serial.log -serial chardev:console',
      '-qmp unix:/tmp/run/cell/qmp.sock,server=on,wait=off',
      '-trace qemu_system_shutdown_request -trace runstate_set -D /tmp/run/cell/qemu.log',
      "-kernel /tmp/run/cell/Image -append 'run=1 suite=bti'",
    ].join(' '),
  );
});

test.for([
  ['max-el2', '-machine virt,virtualization=on -cpu max,pauth-impdef=on '],
  ['max-icount', ' -smp 1 -m 128 -icount shift=0,sleep=off '],
  ['max-icount4', ' -smp 1 -m 128 -icount shift=4,sleep=off '],
  ['max-smp2', ' -smp 2 -accel tcg,thread=multi -m 128 '],
  ['neoverse-n1', '-machine virt -cpu neoverse-n1 '],
  ['kvm', ' -machine virt,gic-version=host -cpu host -smp 1 -accel kvm -m 128 -display '],
  ['kvm-smp2', ' -smp 2 -accel kvm -m 128 '],
  [
    'raspi3b',
    ' -machine raspi3b -dtb /tmp/run/cell/board.dtb -smp 4 -accel tcg,thread=multi -m 1024 -display none -monitor none ',
  ],
  ['raspi3b', ' -serial null -serial chardev:console '],
  ['raspi4b', 'serial.log -serial chardev:console '],
  ['xlnx-versal-virt', ' -machine xlnx-versal-virt -smp 4 '],
])('%s: %s', ([name = '', part = '']) => {
  expect(shellLine(argvOf(name))).toContain(part);
});

test('a comma in a path ends no suboption', () => {
  const argv = argvOf('max', '/tmp/a,b');
  expect(argv).toContain('unix:/tmp/a,,b/qmp.sock,server=on,wait=off');
  expect(argv).toContain('stdio,id=console,signal=on,mux=off,logfile=/tmp/a,,b/serial.log');
  expect(argv).toContain('/tmp/a,b/Image');
});
