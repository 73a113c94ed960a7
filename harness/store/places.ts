// SPDX-License-Identifier: GPL-2.0-only
// Where the package and its cache lie.

import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package's own folder, from the sources and from dist/ alike. */
export function packageRoot(): string {
  return resolve(dirname(fileURLToPath(import.meta.url)), '../..');
}

/** Where the cache lies: `SCT_CACHE`, or `.cache` in the package. Absolute. */
export function cacheRoot(env: NodeJS.ProcessEnv = process.env): string {
  return resolve(env.SCT_CACHE || join(packageRoot(), '.cache'));
}
