// SPDX-License-Identifier: GPL-2.0-only
// The names of the subjects' mutants that boot anything in Linux, in the order of their table: harness/mutant/elsewhere.ts leaves out the same.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Suites that boot nothing. */
const ANYWHERE = ['abi', 'build', 'bench'];

/**
 * @param {string} folder guest/mutants
 * @returns {string[]}
 */
export function readMutants(folder) {
  const hasTrampolines = (/** @type {string} */ subject) =>
    existsSync(join(dirname(folder), 'subjects', subject, 'arch/arm64/include/asm/static_call.h'));
  /** @type {{ name: string, changes?: string, subject?: string, killedBy?: string[] }[]} */
  const rows = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .flatMap((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
  return rows
    .filter(
      ({ changes = 'subject', subject = 'reviewed', killedBy = [] }) =>
        changes === 'subject' &&
        hasTrampolines(subject) &&
        killedBy.some((pattern) => !ANYWHERE.includes(pattern.split('.')[0] ?? '')),
    )
    .map(({ name }) => name);
}
