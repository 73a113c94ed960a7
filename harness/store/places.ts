// SPDX-License-Identifier: GPL-2.0-only
// Where the package and its cache lie.

import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package's own folder, from the sources and from dist/ alike. */
export function packageRoot(): string {
  return resolve(dirname(fileURLToPath(import.meta.url)), '../..');
}

/**
 * Where the cache lies: `SCT_CACHE`; else `.cache` in a checkout, and in an installed package, which others may own and the next installation
 * replaces, the user's own cache (`XDG_CACHE_HOME`, or `~/.cache`). Absolute.
 */
export function cacheRoot(env: NodeJS.ProcessEnv = process.env, root = packageRoot()): string {
  if (env.SCT_CACHE) return resolve(env.SCT_CACHE);
  if (basename(dirname(root)) !== 'node_modules') return join(root, '.cache');
  const { XDG_CACHE_HOME: named = '' } = env;
  // The XDG base directory specification: a relative path is to be ignored.
  return join(isAbsolute(named) ? named : join(env.HOME || homedir(), '.cache'), basename(root));
}
