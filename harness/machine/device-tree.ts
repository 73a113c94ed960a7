// SPDX-License-Identifier: GPL-2.0-only
// Where boards' device trees lie: fetched by scripts/device-trees.mjs, never part of sct.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheRoot } from '../store/places.ts';
import type { Machine } from './machine.ts';

/** Where `npm run setup:full` puts device trees. */
export function treesFolder(): string {
  return join(cacheRoot(), 'device-trees');
}

/** The file that a machine boots with; undefined if QEMU makes its tree. */
export function treeOf({ tree }: Pick<Machine, 'tree'>): string | undefined {
  return tree === null ? undefined : join(treesFolder(), tree);
}

/** Whether the machine wants for no device tree. */
export function isTreeHere(machine: Pick<Machine, 'tree'>): boolean {
  const file = treeOf(machine);
  return file === undefined || existsSync(file);
}
