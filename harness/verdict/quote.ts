// SPDX-License-Identifier: GPL-2.0-only
// A guest's words in a report.

/** A guest's own words, short enough for one line of a report. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}…` : text);
}
