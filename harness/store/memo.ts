// SPDX-License-Identifier: GPL-2.0-only
// Values that are remembered on disk, one JSON file each.

import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeWhole } from './whole-file.mjs';

/** Writes a value as JSON, whole or not at all. It only saves time: a cache that cannot be written is no failure. */
export function remember(file: string, value: unknown): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeWhole(file, JSON.stringify(value));
  } catch {
    // It will be worked out anew at the next start.
  }
}

/** What `remember` wrote; undefined if it is absent or damaged, and so must be worked out anew. */
export function recall(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
