// SPDX-License-Identifier: GPL-2.0-only
// Files that are never seen half-written. Plain JavaScript on node:* alone, because scripts/ write such files before anything is bundled.

import { renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Writes a file whole or not at all: a draft beside it takes its place.
 * @param {string} file
 * @param {string | Uint8Array} content
 * @param {import('node:fs').WriteFileOptions} [options]
 * @throws the system's own error; no draft is left
 */
export function writeWhole(file, content, options) {
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, content, options);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
