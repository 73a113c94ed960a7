// SPDX-License-Identifier: GPL-2.0-only
// What boot loaders make of the folder of `sct image`: Debian's U-Boot and EDK II, each with a disk that has of it what the README says. In the
// workflow's full job (SCT_FULL=1): they count down and look everywhere before they boot.

import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findQemu } from '../../harness/machine/installed-qemu.ts';
import type { Document } from '../../harness/report/documents.ts';
import { FULL } from '../tried.ts';
import { scratch, sct } from './sct.ts';

/** Firmware, by the package of Debian's that has it. */
const FIRMWARE = {
  'u-boot-qemu': '/usr/lib/u-boot/qemu_arm64/u-boot.bin',
  'qemu-efi-aarch64': '/usr/share/qemu-efi-aarch64/QEMU_EFI.fd',
};
type Package = keyof typeof FIRMWARE;

const EFI = 'EFI/BOOT/BOOTAA64.EFI';
let tmp: string;
let board: string;

beforeAll(async () => {
  if (!FULL) return;
  tmp = scratch();
  board = join(tmp, 'board');
  const made = await sct(['image', '--subject', 'reviewed', '--suite', 'dispatch,bti', '-o', board], {
    env: { TMPDIR: tmp },
  });
  expect(made).toMatchObject({ exitCode: 0 });
}, 200_000);
afterAll(() => tmp && rmSync(tmp, { recursive: true, force: true }));

/** Starts it with a FAT disk that has these files of the folder, where `as` says. */
function start(firmware: Package, machine: string, disk: Record<string, string>) {
  const card = join(tmp, `card-${Object.keys(disk).join('-').replaceAll('/', '-')}`);
  for (const [as, file] of Object.entries(disk)) {
    mkdirSync(dirname(join(card, as)), { recursive: true });
    copyFileSync(join(board, file), join(card, as));
  }
  return execa(
    findQemu(),
    [
      ...['-M', machine, '-cpu', 'max', '-m', '512', '-display', 'none', '-serial', 'stdio', '-nic', 'none'],
      ...['-bios', FIRMWARE[firmware], '-drive', `if=none,id=card,format=raw,readonly=on,file=fat:${card}`],
      ...['-device', 'virtio-blk-device,drive=card'],
    ],
    {
      ...{ stdin: 'ignore', timeout: 200_000, killSignal: 'SIGKILL', encoding: 'latin1', reject: false },
      stripFinalNewline: false,
    },
  );
}

describe.skipIf(!FULL)('starts and is judged', () => {
  test.for<[string, Package, string, Record<string, string>, number]>([
    ['U-Boot, its script', 'u-boot-qemu', 'virt', { Image: 'Image', 'boot.scr': 'boot.scr' }, 1],
    ["U-Boot's UEFI", 'u-boot-qemu', 'virt', { [EFI]: 'sct.efi' }, 1],
    ['EDK II', 'qemu-efi-aarch64', 'virt,acpi=off', { [EFI]: 'sct.efi' }, 1],
    ['EDK II, at EL2', 'qemu-efi-aarch64', 'virt,acpi=off,virtualization=on', { [EFI]: 'sct.efi' }, 2],
  ])('%s', async ([, firmware, machine, disk, level], { skip }) => {
    if (!existsSync(FIRMWARE[firmware])) skip(`apt-get install ${firmware}`);
    if (Object.values(disk).some((file) => !existsSync(join(board, file))))
      skip('apt-get install u-boot-tools');
    const { stdout } = await start(firmware, machine, disk);
    expect(stdout).toContain(` entry-el=${level} el=1 `);
    const log = join(tmp, 'log');
    writeFileSync(log, stdout, 'latin1');
    const judged = await sct(['judge', board, log, '--json'], { env: { TMPDIR: tmp } });
    const { cells } = JSON.parse(judged.stdout) as Document<'run'>;
    expect([judged.exitCode, cells.map(({ verdict }) => verdict)]).toEqual([0, ['pass']]);
  });
});

test.skipIf(!FULL || !existsSync(FIRMWARE['qemu-efi-aarch64']))(
  'EDK II with ACPI alone: it says what is missing, and gives the firmware its machine back',
  async () => {
    const firmware = start('qemu-efi-aarch64', 'virt,acpi=on', { [EFI]: 'sct.efi' });
    let said = '';
    for await (const chunk of firmware.stdout) {
      said += chunk;
      // Whatever the firmware tries next.
      if (/has no device tree[\s\S]*BdsDxe: /.test(said)) firmware.kill('SIGKILL');
    }
    expect(said).toContain('sct: the firmware has no device tree (ACPI alone): have it give one');
    expect(said).not.toContain('# sct boot');
  },
);
