// SPDX-License-Identifier: GPL-2.0-only
// The version of sct's own rules, from the sources and in a bundle alike.

import { join } from 'node:path';
import { packageRoot } from './places.ts';
import { hashRules, type Rules } from './rules.mjs';

/** In a bundle, the hashes of the rules that are in it: scripts/bundle.mjs puts them here. The sources may have moved on since. */
declare const BUNDLED_RULES: Readonly<Record<Rules, string>>;

/** The version of some of sct's own rules: what is remembered under another one was derived by other rules. */
export function rulesVersion(rules: Rules): string {
  if (typeof BUNDLED_RULES !== 'undefined') return BUNDLED_RULES[rules];
  return hashRules(join(packageRoot(), 'harness'), rules);
}
