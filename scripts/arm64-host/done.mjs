// SPDX-License-Identifier: GPL-2.0-only
// What each step came to, so that a run that was cut off can go on where it was.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** @typedef {import('./steps.mjs').Step} Step */

/**
 * @typedef {object} Done
 * @property {number} code the exit code
 * @property {number} seconds by the host's clock
 * @property {number} cpu seconds of this machine's CPUs that QEMU took
 */

/**
 * What was done of a commit; of another one nothing is known.
 * @param {string} file
 * @param {string} commit
 */
export function doneSteps(file, commit) {
  /** @type {{ commit: string, steps: Record<string, Done> }} */
  const known = read();
  const keyOf = (/** @type {Step} */ { job, exact = false }) =>
    createHash('sha256')
      .update(JSON.stringify([job, exact]))
      .digest('hex')
      .slice(0, 16);
  return {
    /** @param {Step} step */
    of: (step) => known.steps[keyOf(step)],
    /**
     * @param {Step} step
     * @param {Done} done
     */
    put(step, done) {
      known.steps[keyOf(step)] = done;
      writeFileSync(file, `${JSON.stringify(known, null, 2)}\n`);
    },
  };

  function read() {
    try {
      const read = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
      if (read?.commit === commit) return read;
    } catch {
      // Cut off in the midst of it.
    }
    return { commit, steps: {} };
  }
}
