// SPDX-License-Identifier: GPL-2.0-only
// Tells whether files are as they were when they were read, without reading them each time.

import { statSync } from 'node:fs';
import { resolve } from 'node:path';

/** What was touched within this time before it was looked at may be saved once more without a sign: the coarsest clock of a file system, FAT's, ticks every 2 s. */
const YOUNG_MS = 2000;

/**
 * Watches paths (files and folders, relative to `root`; links are followed). The function that comes back says whether all is as it was read, as
 * `compare` finds by reading: it is asked only if a path was touched since it last said yes, or had been touched a moment before. A path's time of change is
 * the kernel's, which nobody sets.
 */
export function unsavedSince(
  root: string,
  paths: readonly string[],
  compare: () => boolean,
  now: () => number = Date.now,
): () => boolean {
  let good: Look | undefined;
  return () => {
    const at = now();
    const seen = lookAt(root, paths);
    if (good !== undefined && seen.signs.every((sign, index) => sign === good?.signs[index])) return true;
    // Read after it was looked at: what is saved meanwhile is seen next time.
    const same = compare();
    good = same && seen.touched < at - YOUNG_MS ? seen : undefined;
    return same;
  };
}

interface Look {
  /** What tells one state of a path from another, some numbers for each. */
  signs: Float64Array;
  /** When the last one of them was touched, ms since 1970. */
  touched: number;
}

/** How many numbers `lookAt` has for each path; all 0 for one that is not there. */
const SIGNS = 5;

function lookAt(root: string, paths: readonly string[]): Look {
  const signs = new Float64Array(paths.length * SIGNS);
  let touched = 0;
  for (const [index, path] of paths.entries()) {
    // Times in ms are exact to a fraction of 1 us, and the kernel's clock for them ticks every 1 ms or slower.
    const stats = statSync(resolve(root, path), { throwIfNoEntry: false });
    if (stats === undefined) continue;
    const { dev, ino, size, mtimeMs, ctimeMs } = stats;
    signs.set([dev, ino, size, mtimeMs, ctimeMs], index * SIGNS);
    touched = Math.max(touched, ctimeMs);
  }
  return { signs, touched };
}
