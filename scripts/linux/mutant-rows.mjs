// SPDX-License-Identifier: GPL-2.0-only
// The names of the subjects' mutants that boot anything, in the order of their table.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Suites that boot nothing (harness/mutant/elsewhere.ts leaves the same out). */
const ANYWHERE = ['abi', 'build', 'bench'];

/**
 * @param {string} folder guest/mutants
 * @returns {string[]}
 */
export function readMutants(folder) {
  /** @type {{ name: string, changes?: string, killedBy?: string[] }[]} */
  const rows = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .flatMap((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
  return rows
    .filter(
      ({ changes = 'subject', killedBy = [] }) =>
        changes === 'subject' && killedBy.some((pattern) => !ANYWHERE.includes(pattern.split('.')[0] ?? '')),
    )
    .map(({ name }) => name);
}
