// SPDX-License-Identifier: GPL-2.0-only
// Reports that go to a file.

import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../base/exit.ts';

/** As a file's name, wherever one is asked for. */
const STDOUT = '-';

/**
 * Where the value of an option like `--json [file]` sends a report: an absolute path, or undefined for stdout.
 * @throws UsageError if no file can be there
 */
export function reportFile(option: string, value: unknown): string | undefined {
  if (typeof value !== 'string' || value === STDOUT) return undefined;
  const file = resolve(value);
  if (!statSync(dirname(file), { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`${option} ${file}: there is no folder ${dirname(file)}`);
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`${option} ${file}: that is a folder; name a file in it`);
  return file;
}
