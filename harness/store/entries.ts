// SPDX-License-Identifier: GPL-2.0-only
// The build cache: entries named by the hash of what went into them. An entry appears whole, by rename, or not at all.

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from '../base/exit.ts';
import { isFull } from './disk-full.ts';
import { ownerTag } from './owner.ts';
import { PREFIX } from './sweep.ts';

const UNUSED_DAYS = 30;

/**
 * A folder of this process's own in `<cache>/tmp`, on the same file system as the entries. Its name tells a later sweep whether its
 * owner still lives.
 * @throws UsageError if the cache cannot be written; the system's own error if it is full
 */
export function scratchFolder(cache: string): string {
  const parent = join(cache, 'tmp');
  try {
    mkdirSync(parent, { recursive: true });
    return mkdtempSync(join(parent, `${PREFIX}${ownerTag()}-`));
  } catch (error) {
    if (isFull(error)) throw error;
    throw new UsageError(
      `the build cache ${cache} cannot be written: ${(error as Error).message}\nTo mend it: let SCT_CACHE name a folder that can be written.`,
    );
  }
}

/** Makes `from`, a finished file or folder, the entry `to`. If another process was first, its entry stays: it has the same content. */
export function publish(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  try {
    renameSync(from, to);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
    rmSync(from, { recursive: true, force: true });
  }
}

/**
 * Whether a file of an entry is there. One without a byte is none: a file system may keep a rename and lose what was written just before it, if the
 * machine loses power (rename(2) does not flush), and no file that sct publishes is empty.
 */
export function isKept(path: string): boolean {
  try {
    return statSync(path).size > 0;
  } catch {
    // Neither is what cannot be reached; why, whoever writes there is told.
    return false;
  }
}

/** Says that an entry was used, so that it is not pruned. */
export function touch(path: string): void {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    // Another user's cache serves as well; it is theirs to prune.
  }
}

/** When the cache was last looked through. */
const PRUNED = 'pruned';

/** Removes the entries of `<cache>/<kind>` that nobody has used for 30 days: once a day, for that looks at thousands where many subjects were tried. */
export function prune(cache: string, kinds: readonly string[], now = Date.now()): void {
  const stamp = join(cache, PRUNED);
  if ((daysSince(stamp, now) ?? Infinity) < 1) return;
  writeFileSync(stamp, '');
  for (const kind of kinds.filter((kind) => existsSync(join(cache, kind))))
    for (const name of readdirSync(join(cache, kind))) {
      const path = join(cache, kind, name);
      // What another process has removed is of no age.
      if ((daysSince(path, now) ?? 0) > UNUSED_DAYS) rmSync(path, { recursive: true, force: true });
    }
}

function daysSince(path: string, now: number): number | undefined {
  const used = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return used === undefined ? undefined : (now - used) / 86_400_000;
}
