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

/** Removes the entries of `<cache>/<kind>` that nobody has used for 30 days. */
export function prune(cache: string, kind: string, now = Date.now()): void {
  const folder = join(cache, kind);
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const age = now - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now);
    if (age > UNUSED_DAYS * 86_400_000) rmSync(path, { recursive: true, force: true });
  }
}
