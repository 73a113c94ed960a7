// SPDX-License-Identifier: GPL-2.0-only
// What tells one state of some of sct's own rules from another. Plain JavaScript on node:* alone, because scripts/bundle.mjs needs it before
// anything is bundled; the harness uses it through rules.ts.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The rules whose results are remembered: files or folders, relative to harness/. */
export const RULES = /** @type {const} */ ([
  'inspect',
  'verdict',
  'subject/expectation.ts',
  'compile/reach.ts',
  'compile/module.ts',
]);

/** @typedef {(typeof RULES)[number]} Rules */

/**
 * SHA-256 over the sources of some rules, hexadecimal.
 * @param {string} harness the folder harness/
 * @param {Rules} rules
 */
export function hashRules(harness, rules) {
  const path = join(harness, rules);
  const files = statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, encoding: 'utf8' })
        .sort()
        .map((name) => join(path, name))
        .filter((file) => statSync(file).isFile())
    : [path];
  const hash = createHash('sha256');
  for (const file of files) hash.update(createHash('sha256').update(readFileSync(file)).digest());
  return hash.digest('hex');
}
