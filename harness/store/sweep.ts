// SPDX-License-Identifier: GPL-2.0-only
// Removes what a killed harness left behind.

import { existsSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownerState } from './owner.ts';

/** What the name of everything starts with that a sweep may remove; the owner's tag and some random letters follow. */
export const PREFIX = 'sct-';
/** A file of this name in it keeps a folder for good. */
export const KEPT = 'kept';

const OWNED = new RegExp(`^${PREFIX}(\\d+-\\d+-\\d+)-`);
/** An owner that cannot be seen from here is taken for gone after a day, ms. */
const PATIENCE = 24 * 3600 * 1000;

/**
 * Removes the folders and files in `places` whose owner is gone and which nobody kept: own user's only, told by their names.
 * Places that do not exist hold nothing. Returns what was removed, for a message.
 */
export async function sweepStale(places: readonly string[] = temporaryFolders()): Promise<string[]> {
  const removed: string[] = [];
  for (const path of places.flatMap(entries)) {
    try {
      if (!isStale(path)) continue;
      rmSync(path, { recursive: true, force: true });
      removed.push(path);
    } catch {
      // Somebody else's sweep was faster, or it cannot be removed: then the next start tries again.
    }
  }
  return removed;
}

/** Where run folders may be: see `createRunFolder`. */
export function temporaryFolders(): string[] {
  return [...new Set([tmpdir(), '/tmp'])];
}

function entries(place: string): string[] {
  try {
    return readdirSync(place).map((name) => join(place, name));
  } catch {
    return [];
  }
}

function isStale(path: string): boolean {
  const tag = OWNED.exec(path.slice(path.lastIndexOf('/') + 1))?.[1];
  // Runs that failed keep theirs, so most that lie there are; who owns the others takes longer to find out.
  if (!tag || existsSync(join(path, KEPT))) return false;
  const { uid, mtimeMs } = lstatSync(path);
  if (uid !== process.getuid?.()) return false;
  const owner = ownerState(tag);
  return owner !== 'alive' && (owner !== 'unknown' || Date.now() - mtimeMs >= PATIENCE);
}
