// SPDX-License-Identifier: GPL-2.0-only
// The build cache: entries named by the hash of what went into them. An entry appears whole, by rename, or not at all.

import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../base/pick.ts';
import { isFull } from './disk-full.ts';
import { ownerTag } from './owner.ts';
import { PREFIX } from './sweep.ts';

const UNUSED_DAYS = 30;

/** The package's own folder, from the sources and from dist/ alike. */
export function packageRoot(): string {
  return resolve(dirname(fileURLToPath(import.meta.url)), '../..');
}

/** Where the cache lies: `SCT_CACHE`, or `.cache` in the package. Absolute. */
export function cacheRoot(env: NodeJS.ProcessEnv = process.env): string {
  return resolve(env.SCT_CACHE || join(packageRoot(), '.cache'));
}

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

/** Writes a value as JSON, whole or not at all. It only saves time: a cache that cannot be written is no failure. */
export function remember(file: string, value: unknown): void {
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(draft, JSON.stringify(value));
    renameSync(draft, file);
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
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const age = now - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now);
    if (age > UNUSED_DAYS * 86_400_000) rmSync(path, { recursive: true, force: true });
  }
}
