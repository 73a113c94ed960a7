// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Removes from dist/ what tsc once made from a source that is gone. tsc leaves it there, and a command or a report format is
 * whatever lies in its folder.
 * @param {string} root the checkout
 * @returns {string[]} what was removed, relative to dist/
 */
export function pruneDist(root) {
  const dist = join(root, 'dist');
  if (!existsSync(dist)) return [];
  const stale = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) => {
    const made = /^(.+)\.(m?)js(\.map)?$/.exec(file);
    if (!made) return false;
    const [, stem, module] = made;
    return !['ts', 'js'].some((extension) =>
      existsSync(join(root, 'harness', `${stem}.${module}${extension}`)),
    );
  });
  for (const file of stale) rmSync(join(dist, file), { force: true });
  return stale;
}
