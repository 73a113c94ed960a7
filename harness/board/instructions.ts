// SPDX-License-Identifier: GPL-2.0-only
// What a person reads and a boot loader runs: the README of an image's folder, and its commands for U-Boot.

import { BOARD_FILES, type Manifest } from './manifest.ts';

/** What U-Boot is told once the image is in memory. */
const BOOTI = `booti \${kernel_addr_r} - \${fdtcontroladdr}`;

/** Where a phone lets a shell start what was put there. */
const ANDROID = '/data/local/tmp/';

/** The process, and how it left: its log says that otherwise only by its last line. */
function started(folder: string): string {
  return `${folder}${BOARD_FILES.process}; echo "# exit $?"`;
}

/** How to start it, and how to judge what came back. */
export function readmeOf({
  what,
  image,
  runId,
  bootargs,
  plan,
  process,
  efi,
}: Pick<Manifest, 'what' | 'image' | 'runId' | 'bootargs' | 'plan' | 'process'> & {
  efi: boolean;
}): string {
  return `${[
    `${what}: ${plan.length} cases, image ${image}, run ${runId}.`,
    'It prints on the serial console, then has PSCI switch the board off; without PSCI it sleeps behind `# sct end`: switch it off.',
    `It needs no boot arguments, only a device tree; those that it gets beat its own: ${bootargs}`,
    `card     fatload mmc 0 \${kernel_addr_r} ${BOARD_FILES.image}; ${BOOTI}      (or ${BOARD_FILES.commands}, ${BOARD_FILES.script})`,
    `tftp     dhcp; tftpboot \${kernel_addr_r} ${BOARD_FILES.image}; ${BOOTI}`,
    `ymodem   loady \${ramdisk_addr_r}, send ${BOARD_FILES.gzip}; unzip \${ramdisk_addr_r} \${kernel_addr_r}; ${BOOTI}`,
    ...(efi
      ? [
          `UEFI     ${BOARD_FILES.efi} as \\EFI\\BOOT\\BOOTAA64.EFI on a FAT disk, or from its shell; firmware has to give a device tree, not ACPI alone`,
        ]
      : []),
    `-kernel  qemu-system-aarch64 -M virt -cpu max -nographic -nic none -kernel ${BOARD_FILES.image} | tee log`,
    ...(process
      ? [
          `Linux    scp ${BOARD_FILES.process} host: && ssh host '${started('./')}' | tee log      (any arm64 Linux since 4.19, no root)`,
          `Android  adb push ${BOARD_FILES.process} ${ANDROID} && adb shell '${started(ANDROID)}' | tee log`,
        ]
      : []),
    'judge    npx sct judge THIS-FOLDER LOG      0: all passed, 1: the subject failed, 4: the bench erred, or a byte is lost; stamps, escapes, CR and firmware before it do no harm',
    `Printed nothing? See docs/boards.md of sct. ${BOARD_FILES.manifest} says what all this is, ${BOARD_FILES.elf} has the symbols.`,
  ].join('\n')}\n`;
}

/** `boot.cmd`: from the first place that has the image, by the loader's own device tree. */
export function bootCommands({ what, runId }: Pick<Manifest, 'what' | 'runId'>): string {
  return `# ${what}; run ${runId}. Made by sct image.
# A script for U-Boot is made of it by: mkimage -A arm64 -T script -d ${BOARD_FILES.commands} ${BOARD_FILES.script}
test -n "\${devtype}" || setenv devtype mmc
test -n "\${devnum}" || setenv devnum 0
test -n "\${distro_bootpart}" || setenv distro_bootpart 1
setenv sct_fdt \${fdtcontroladdr}
test -n "\${fdt_addr}" && setenv sct_fdt \${fdt_addr}
if load \${devtype} \${devnum}:\${distro_bootpart} \${kernel_addr_r} \${prefix}${BOARD_FILES.image}; then
	booti \${kernel_addr_r} - \${sct_fdt}
elif tftpboot \${kernel_addr_r} ${BOARD_FILES.image}; then
	booti \${kernel_addr_r} - \${sct_fdt}
fi
`;
}
