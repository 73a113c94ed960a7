// SPDX-License-Identifier: GPL-2.0-only
// A line for each cause in the form of a compiler's and of `checkpatch.pl --terse`, which editors, hooks and b4 read. Nothing after a pass.

import type { RunReport } from '../../base/verdict.ts';
import { type TerseLine, terseLines } from '../terse.ts';

/** `FILE:LINE: ERROR: what: …`; `WARNING:` for what accuses nobody. Without a place the line begins with that word. */
export function format(report: RunReport): string {
  return terseLines(report).map(lineOf).join('');
}

function lineOf({ level, place, title, text }: TerseLine): string {
  const where = place ? `${place.file}:${place.line}: ` : '';
  return `${where}${level.toUpperCase()}: ${title}: ${text}\n`;
}
