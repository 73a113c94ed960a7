// SPDX-License-Identifier: GPL-2.0-only
// Reports that go to a file.

import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../base/pick.ts';

/**
 * Where the value of an option like `--json [file]` sends a report: an absolute path, or undefined for stdout.
 * @throws UsageError if no file can be there
 */
export function reportFile(option: string, value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const file = resolve(value);
  if (!statSync(dirname(file), { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`${option} ${file}: there is no folder ${dirname(file)}`);
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`${option} ${file}: that is a folder; name a file in it`);
  return file;
}

/** Writes a file that is never seen half-written. */
export function writeWhole(file: string, text: string): void {
  const unfinished = `${file}.${process.pid}`;
  try {
    writeFileSync(unfinished, text);
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}
