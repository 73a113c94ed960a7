// SPDX-License-Identifier: GPL-2.0-only
// What `--patch` may name: a file, a folder of them, a maildir, stdin; compressed or not.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { UsageError } from '../../base/exit.ts';
import { isPattern, matches } from '../../base/pattern.ts';

/** The word for stdin. */
export const STDIN = '-';

/** The bytes of one file, uncompressed. */
export interface PatchInput {
  /** What the user calls it; for messages. */
  from: string;
  bytes: Buffer;
  /** It was found in a folder that the user named. */
  found: boolean;
}

/** The first bytes of a gzip file (RFC 1952, 2.3.1). */
const GZIP = Buffer.from([0x1f, 0x8b]);
/** Of a series of patches, more than any archive has; a bomb stops here. */
const LARGEST = 64 << 20;
/** The folders of a maildir that hold mails (maildir(5)); `tmp` holds what is not yet one. */
const MAILDIR = ['cur', 'new'] as const;

/**
 * All that these words name, in their order; what is in a folder by name, which is the order of `git format-patch`.
 * @param stdin what `-` stands for
 * @throws UsageError for what cannot be read
 */
export function inputsOf(patches: readonly string[], stdin: Buffer | undefined): PatchInput[] {
  return patches.flatMap((patch): PatchInput[] => {
    if (patch === STDIN)
      return [{ from: 'stdin', bytes: plain(stdin ?? Buffer.alloc(0), 'stdin'), found: false }];
    const isGlob = isPattern(basename(patch)) && !existsSync(patch);
    if (isGlob)
      return matching(patch).map((file) => ({ from: file, bytes: plain(bytesOf(file), file), found: false }));
    const isFolder = statSync(patch, { throwIfNoEntry: false })?.isDirectory() ?? false;
    const files = isFolder ? filesIn(patch) : [patch];
    if (files.length === 0)
      throw new UsageError(`--patch ${patch}: there is no file in that folder; a kernel tree goes to --tree`);
    return files.map((file) => ({ from: file, bytes: plain(bytesOf(file), file), found: isFolder }));
  });
}

/** The files that a pattern stands for, which no shell has expanded; by name. @throws UsageError if there is none */
function matching(pattern: string): string[] {
  const [folder, last] = [dirname(pattern), basename(pattern)];
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const found = names.filter((name) => !name.startsWith('.') && matches(last, name)).sort();
  if (found.length === 0) throw new UsageError(`--patch ${pattern}: there is no such file`);
  return found.map((name) => join(folder, name));
}

/** The files of a folder or a maildir, by name; nothing hidden, and nothing below. @throws UsageError for a kernel tree */
function filesIn(folder: string): string[] {
  const names = readdirSync(folder);
  if (names.includes('arch') || names.includes('Kconfig'))
    throw new UsageError(`--patch ${folder}: that is a folder of sources; a kernel tree goes to --tree`);
  const isMaildir = MAILDIR.every((name) => names.includes(name));
  const folders = isMaildir ? MAILDIR.map((name) => join(folder, name)) : [folder];
  return folders.flatMap((one) =>
    readdirSync(one, { withFileTypes: true })
      .filter((entry) => !entry.name.startsWith('.') && !entry.isDirectory())
      .map(({ name }) => join(one, name))
      .sort(),
  );
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new UsageError(`--patch ${file}: there is no such file`);
    throw new UsageError(`--patch ${file}: ${message}`);
  }
}

function plain(bytes: Buffer, from: string): Buffer {
  if (!bytes.subarray(0, GZIP.length).equals(GZIP)) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: LARGEST });
  } catch (error) {
    throw new UsageError(
      `--patch ${from}: it cannot be uncompressed: ${(error as Error).message}. Get it again, or uncompress it with gunzip.`,
    );
  }
}
