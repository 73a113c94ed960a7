// SPDX-License-Identifier: GPL-2.0-only
// What Linux's kunit.py is given of a log, and what it must count there.

/** @typedef {{ suite: string, verdict: string }} Result */
/** @typedef {{ passed: number, failed: number, skipped: number }} Totals */

/**
 * What kunit.py counts a verdict as: an error of ours is a `not ok` to it. That a defect is known the harness says, by a table that the guest has not: in
 * its log such a case is `not ok`, in the report it is `ok` with what is known.
 */
const AS = {
  log: { pass: 'passed', xfail: 'failed', skip: 'skipped', fail: 'failed', error: 'failed' },
  report: { pass: 'passed', xfail: 'passed', skip: 'skipped', fail: 'failed', error: 'failed' },
};

/**
 * @param {readonly Result[]} results
 * @param {keyof typeof AS} where
 * @returns {Totals}
 */
export function counted(results, where) {
  const totals = { passed: 0, failed: 0, skipped: 0 };
  for (const { verdict } of results) {
    const as = AS[where][/** @type {keyof typeof AS.log} */ (verdict)];
    totals[/** @type {keyof Totals} */ (as)]++;
  }
  return totals;
}

/**
 * The bench's lines of a serial log. Those of a module are marked, with `sct+ ` where the next one goes on with it, since printk() takes no longer ones
 * (harness/console/linux-lines.ts reads them alike); where none is marked, all are the guest's.
 * @param {string} log one character a byte
 */
export function ownLog(log) {
  const own = log.match(/^sct[:+] .*/gm) ?? [];
  if (!own.some((line) => line.startsWith('sct: KTAP version'))) return log;
  const said = own.map((line) => {
    const text = line.slice('sct: '.length).replace(/\r$/, '');
    return line.startsWith('sct+') ? text : `${text}\n`;
  });
  return said.join('');
}
