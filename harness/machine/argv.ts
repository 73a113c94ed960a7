// SPDX-License-Identifier: GPL-2.0-only
// QEMU's command line.

import { join } from 'node:path';
import type { Machine } from './machine.ts';

/** The files of a cell's folder that QEMU reads or writes. */
export const CELL_FILES = {
  /** The guest, an arm64 `Image`. */
  image: 'Image',
  /** What Linux boots with. */
  initrd: 'initrd.cpio',
  /** The board's device tree, if QEMU does not make it. */
  tree: 'board.dtb',
  /** What came out of the UART, byte for byte. */
  serial: 'serial.log',
  /** Where a guest printed without end: the first and the last of what was read of it. */
  head: 'console-head.log',
  tail: 'console-tail.log',
  /** What QEMU traced of its own run state; tells a power-off from a reset. */
  trace: 'qemu.log',
  /** QMP, for the diagnosis of a hang. */
  qmp: 'qmp.sock',
  /** The same, for who looks at the guest's end. */
  end: 'end.sock',
} as const;

/** What QEMU's command line is made of. */
export interface QemuLine {
  /** Absolute path of qemu-system-aarch64. */
  qemu: string;
  machine: Machine;
  /** Absolute path of the cell's folder, which holds the `Image`. */
  folder: string;
  /** What the guest finds in `/chosen/bootargs`. */
  bootargs: string;
}

/** The command line of a boot. It needs nothing but the files in `folder`, so it can be run again by hand. */
export function qemuArgv({ qemu, machine, folder, bootargs }: QemuLine): string[] {
  const at = (file: string) => join(folder, file);
  return [
    qemu,
    ...boardArgv(machine, at),
    ...['-smp', `${machine.smp ?? machine.vcpus}`],
    ...accelArgv(machine),
    ...['-m', `${machine.memory}`],
    ...(machine.clock === 'icount' ? ['-icount', `shift=${machine.icountShift},sleep=off`] : []),
    ...['-display', 'none', ...noDevices(machine), '-nic', 'none', '-no-user-config', '-no-reboot'],
    // signal=on: Ctrl-C ends a guest that somebody runs by hand.
    ...['-chardev', `${BY_HAND}signal=on,mux=off,logfile=${commaSafe(at(CELL_FILES.serial))}`],
    ...Array.from({ length: machine.uart }, () => ['-serial', 'null']).flat(),
    ...['-serial', `chardev:${CONSOLE}`],
    ...['-qmp', `unix:${commaSafe(at(CELL_FILES.qmp))},server=on,wait=off`],
    // QEMU leaves with 0 after a power-off and after a reset; only a power-off passes through the first of these.
    ...['-trace', 'qemu_system_shutdown_request', '-trace', 'runstate_set', '-D', at(CELL_FILES.trace)],
    ...['-kernel', at(CELL_FILES.image)],
    ...(machine.kind === 'linux' ? ['-initrd', at(CELL_FILES.initrd)] : []),
    ...['-append', bootargs],
  ];
}

/** The board and its CPU: a real one has a CPU of its own, and mostly a device tree. */
function boardArgv({ board, tree, accel, cpu, entryEl }: Machine, at: (file: string) => string): string[] {
  if (board !== 'virt') return ['-machine', board, ...(tree ? ['-dtb', at(CELL_FILES.tree)] : [])];
  // The host's interrupt controller is the only one that KVM has for a guest.
  if (accel === 'kvm') return ['-machine', 'virt,gic-version=host', '-cpu', cpu];
  return ['-machine', entryEl === 2 ? 'virt,virtualization=on' : 'virt', '-cpu', cpu];
}

/** TCG needs a thread for each CPU: taking turns in one, none would ever see another in the midst of anything. */
function accelArgv({ accel, vcpus }: Machine): string[] {
  if (accel === 'kvm') return ['-accel', 'kvm'];
  return vcpus > 1 ? ['-accel', 'tcg,thread=multi'] : [];
}

/** Without -nodefaults and -nic none, virt wants the ROM of a network card that a bare install lacks; with it, QEMU 10 has no sound for a zcu102. */
function noDevices({ board }: Machine): string[] {
  return board === 'virt' ? ['-nodefaults'] : ['-monitor', 'none', '-parallel', 'none'];
}

/** The console's name among QEMU's character devices, and what a UART's bytes go to when nobody reads them as they come. */
export const CONSOLE = 'console';
const BY_HAND = `stdio,id=${CONSOLE},`;

/**
 * The same command line for somebody who asks for the console's bytes (console-ring.ts): QEMU keeps the last `bytes` of them, a power of two. To stdout and
 * a log it makes two system calls of each byte, which takes as long as all that the guest does.
 */
export function withConsoleInMemory(argv: readonly string[], bytes: number): string[] {
  return argv.map((word) => (word.startsWith(BY_HAND) ? `ringbuf,id=${CONSOLE},size=${bytes}` : word));
}

/** A path within a suboption of QEMU's: a comma ends one, two are one. */
export function commaSafe(path: string): string {
  return path.replaceAll(',', ',,');
}
