// SPDX-License-Identifier: GPL-2.0-only
// The words that start sct where somebody stands.

import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { packageRoot } from '../store/places.ts';

/** The words wherever there is a checkout: for what is read elsewhere than where it was made. */
export const ANYWHERE: readonly string[] = ['npx', 'sct'];

const PACKAGE = 'static-call-harness';

/**
 * The words that start this very sct from the folder `cwd`; `root` is the package's. npx finds what the nearest project of the folder is or has
 * installed; for anything else it would ask the registry for whatever goes by the name, so there the words name the file.
 */
export function wordsToStart(cwd = process.cwd(), root = packageRoot()): readonly string[] {
  const here = realpathSync(cwd);
  const above = foldersFrom(here);
  const project = above.find((folder) =>
    ['package.json', 'node_modules'].some((name) => existsSync(join(folder, name))),
  );
  if (project === realpathSync(root)) return ANYWHERE;
  const found = above.find((folder) => existsSync(join(folder, 'node_modules/.bin', PACKAGE)));
  if (found && isSame(join(found, 'node_modules', PACKAGE), root)) return ['npx', PACKAGE];
  return ['node', join(root, 'bin/sct.mjs')];
}

/** A folder, and all that it lies in. */
function foldersFrom(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersFrom(parent)];
}

function isSame(a: string, b: string): boolean {
  return existsSync(a) && relative(realpathSync(a), realpathSync(b)) === '';
}
