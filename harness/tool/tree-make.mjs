// SPDX-License-Identifier: GPL-2.0-only
// How a kernel tree is made elsewhere: another command line would make all of it anew. Plain JavaScript on node:* alone, because scripts/bench.mjs
// makes what the harness has made.

/** @type {readonly string[]} */
const HOW = ['ARCH=arm64', 'LLVM=-19'];

/**
 * The command, without targets.
 * @param {string} tree absolute
 * @param {string} out where it goes, absolute
 * @returns {string[]}
 */
export function treeMake(tree, out) {
  // The same bytes wherever it is, with the lines of functions.
  const maps = `-gline-tables-only -fdebug-compilation-dir=. -ffile-prefix-map=${tree}/=`;
  return ['make', `O=${out}`, ...HOW, `KCFLAGS=${maps}`, 'KAFLAGS=-gline-tables-only'];
}
