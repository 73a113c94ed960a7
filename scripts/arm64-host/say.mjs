// SPDX-License-Identifier: GPL-2.0-only
// stdout has what the host prints; what is said of it goes to stderr.

const began = Date.now();

/**
 * A line of progress, with the seconds since the start.
 * @param {string} text
 */
export function say(text) {
  process.stderr.write(`arm64-host: ${((Date.now() - began) / 1000).toFixed(0)} s: ${text}\n`);
}
