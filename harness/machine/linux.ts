// SPDX-License-Identifier: GPL-2.0-only
// What Linux is told when it boots, and the initramfs that it boots with: the first process, the modules, and the words of the one with the cases.

import { cpioArchive } from './cpio.ts';

/**
 * Linux's own command line. Warnings are said, chatter is not; a line is printed as it is, without a stamp; a panic ends the boot, since QEMU is told
 * not to reboot (`panic` of kernel-parameters.txt: a negative number reboots at once).
 */
export const LINUX_BOOTARGS = 'console=ttyAMA0 loglevel=5 printk.time=0 panic=-1';

/** Beside these, for a debugger: the kernel where it is linked, and return addresses as they are, which gdb follows (kernel-parameters.txt). */
export const DEBUG_BOOTARGS = 'nokaslr arm64.nopauth';

/** @param words what are boot arguments elsewhere */
export function initramfs({
  init,
  modules,
  words,
}: {
  init: Uint8Array;
  modules: readonly { name: string; content: Uint8Array }[];
  words: readonly string[];
}): Buffer {
  return cpioArchive([
    { name: 'init', content: init, executable: true },
    ...modules,
    { name: 'sct.args', content: Buffer.from(words.join(' ')) },
  ]);
}
