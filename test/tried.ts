// SPDX-License-Identifier: GPL-2.0-only
// What of a table of dear rows is tried: `npm test` leaves out those that others of their kind stand for, the workflow's full job (SCT_FULL=1) none.

/** Whether nothing is left out. */
export const FULL = process.env.SCT_FULL === '1';

/** The rows to try. */
export function tried<Row extends { full?: boolean }>(rows: readonly Row[]): readonly Row[] {
  return FULL ? rows : rows.filter(({ full }) => !full);
}
