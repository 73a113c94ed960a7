// SPDX-License-Identifier: GPL-2.0-only
// What tells one content from another: hashes over parts, and the identity of a tool.

import { createHash } from 'node:crypto';
import { realpathSync, statSync } from 'node:fs';

/** SHA-256 over the parts, each with its length, so that no two lists of parts run together. Hexadecimal. */
export function hashOf(parts: Iterable<string | Uint8Array>): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}\n`).update(part);
  return hash.digest('hex');
}

/** What a tool is, without running it: real path, size and time of change. A package upgrade changes it. */
export function toolIdentity(path: string): string {
  const real = realpathSync(path);
  const { size, mtimeMs } = statSync(real);
  return `${real} ${size} ${mtimeMs}`;
}
