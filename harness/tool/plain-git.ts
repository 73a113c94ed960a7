// SPDX-License-Identifier: GPL-2.0-only
// git as nobody in particular.

import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';

/** The environment of a git that works in `folder`: no repository above it, and nobody's settings, may change what it does. */
export function plainGit(folder: string): Record<string, string | undefined> {
  return {
    PATH: process.env.PATH,
    LC_ALL: 'C',
    GIT_CEILING_DIRECTORIES: dirname(realpathSync(folder)),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    HOME: folder,
  };
}
