// SPDX-License-Identifier: GPL-2.0-only
// A QEMU that cannot be started is told before anything is.

import { accessSync, constants } from 'node:fs';
import { ToolMissing } from '../tool/tools.ts';

/**
 * Looks whether QEMU can be started at all; a boot or probe that finds out later has a worse message.
 * @throws ToolMissing if there is no such file, or it may not be executed
 */
export function assertQemu(qemu: string): void {
  try {
    accessSync(qemu, constants.X_OK);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why = code === 'EACCES' ? 'it is not executable' : 'there is no such file';
    throw new ToolMissing(
      'qemu-system-aarch64',
      `QEMU cannot be started from ${qemu}: ${why}.\nTo mend it: see what \`sct doctor\` says of qemu-system-aarch64`,
    );
  }
}
