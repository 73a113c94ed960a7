// SPDX-License-Identifier: GPL-2.0-only
// What a boot needs before it starts: the image in a folder of its own, and QEMU's command line.

import { randomBytes } from 'node:crypto';
import { chmodSync, constants, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { namesOf, type Plan } from '../base/plan.ts';
import { MODULE_FILES, MODULES } from '../compile/module.ts';
import { GUEST } from '../compile/sources.ts';
import { CELL_FILES, qemuArgv } from '../machine/argv.ts';
import { treeOf } from '../machine/device-tree.ts';
import { loadArgv, WORDS_FILE } from '../machine/host-load.ts';
import { findQemu } from '../machine/installed-qemu.ts';
import { displacementFor } from '../machine/kaslr.ts';
import { DEBUG_BOOTARGS, initramfs, LINUX_BOOTARGS } from '../machine/linux.ts';
import type { Machine } from '../machine/machine.ts';
import { isTranslated, processArgv } from '../machine/process.ts';
import { packageRoot } from '../store/places.ts';
import type { RunFolder } from '../store/run-folder.ts';
import type { Patience } from './patience.ts';
import { cellPlan, type Prepared } from './prepare.ts';

/** What a boot is made of. */
export interface StagedBoot {
  folder: string;
  /** ELF with symbols and line numbers. */
  elf: string;
  /** What the guest must echo. */
  runId: string;
  /** How far from its linked address the image runs. */
  displacement: bigint;
  argv: string[];
}

/** A cell whose files are in place. */
export interface StagedCell {
  folder: string;
  elf: string;
  displacement: bigint;
  /** Lays out the `nth` boot (from 1), of the cases in `plan`: the first in the cell's own folder, each later one in a folder below it. Starts nothing. */
  boot(nth: number, options: { patience: Patience; plan: Plan }): StagedBoot;
}

/** Where a cell is made ready, and by what. */
export interface StageOptions {
  /** Absolute path of qemu-system-aarch64; looked for, unless told, where a machine needs it. */
  qemu?: string | undefined;
  runFolder: RunFolder;
  /** What its folder is called after, if not after the subject and the machine. */
  name?: string | undefined;
  /** Decides where a machine with KASLR puts the image. */
  seed?: number | undefined;
  /** Linux: the module waits for a debugger, which it tells where it is. */
  debugger?: boolean;
}

/** What a host is given: one of another's modules lends no helper that loads a third. */
const HERE = [MODULE_FILES.module, MODULE_FILES.peer];

/** Lays out the folder of a cell; starts nothing. */
export function stageCell(
  prepared: Extract<Prepared, { ok: true }>,
  machine: Machine,
  { qemu, runFolder, name, seed = 1, debugger: waits = false }: StageOptions,
): StagedCell {
  const { subject, image } = prepared;
  const folder = runFolder.cellFolder(name ?? `${subject.name}@${machine.name}`);
  const elf = join(folder, 'sct.elf');
  // Copies, since the cache may go while the folder is kept; where the file system can, they share the blocks.
  copyFileSync(image.elf, elf, constants.COPYFILE_FICLONE);
  const isHere = machine.kind === 'here';
  const isProcess = machine.kind === 'process';
  // A process is the ELF file itself.
  if (isProcess) chmodSync(elf, 0o755);
  const all = cellPlan(prepared, machine);
  const displacement = machine.kaslr ? displacementFor(seed) : 0n;

  return {
    folder,
    elf,
    displacement,
    boot(nth, { patience, plan }) {
      const own = nth === 1 ? folder : join(folder, `${nth}`);
      mkdirSync(own, { recursive: true });
      const boots = image.linux?.image ?? image.bin;
      if (!isProcess && !isHere) copyFileSync(boots, join(own, CELL_FILES.image), constants.COPYFILE_FICLONE);
      const tree = treeOf(machine);
      if (tree) copyFileSync(tree, join(own, CELL_FILES.tree));
      const runId = randomBytes(8).toString('hex');
      const words = [
        `sct.run=${runId}`,
        `sct.clock=${machine.clock}`,
        ...(isTranslated(machine) ? ['sct.fetch=translated'] : []),
        isProcess ? `sct.cpus=${machine.vcpus}` : `sct.el=${machine.runEl}`,
        ...machine.bootargs,
        // Code that only the kernel itself can name.
        ...(image.linux && image.linux.vmlinux === undefined ? ['sct.names=1'] : []),
        ...(waits && image.linux ? ['sct.debugger=1'] : []),
        ...(displacement > 0n ? [`sct.displacement=${displacement}`] : []),
        ...patience.bootargs(),
        ...(plan.length < all.length ? [`sct.cases=${namesOf(plan, all).join(',')}`] : []),
      ];
      if (isHere) {
        for (const name of HERE) copyFileSync(join(image.folder, name), join(own, name));
        writeFileSync(join(own, WORDS_FILE), words.join(' '));
        const script = join(packageRoot(), GUEST.module, 'host/load.sh');
        return { folder: own, elf, runId, displacement, argv: loadArgv({ script, folder: own, runId }) };
      }
      if (image.linux) {
        const archive = initramfs({
          init: readFileSync(join(image.folder, MODULE_FILES.init)),
          modules: MODULES.map((name) => ({ name, content: readFileSync(join(image.folder, name)) })),
          words,
        });
        writeFileSync(join(own, CELL_FILES.initrd), archive);
      }
      const forLinux = waits ? `${LINUX_BOOTARGS} ${DEBUG_BOOTARGS}` : LINUX_BOOTARGS;
      const bootargs = image.linux ? forLinux : words.join(' ');
      return {
        folder: own,
        elf,
        runId,
        displacement,
        argv: isProcess
          ? processArgv({ machine, elf, words })
          : qemuArgv({ qemu: qemu ?? findQemu(), machine, folder: own, bootargs }),
      };
    },
  };
}
