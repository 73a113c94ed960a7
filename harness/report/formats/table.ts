// SPDX-License-Identifier: GPL-2.0-only
// The run for people: after a pass where it passed and what it cost; after anything else what is behind it, on one screen.

import type { RunReport } from '../../base/verdict.ts';
import { causesOf } from '../../verdict/causes/causes.ts';
import { answer } from '../answer.ts';
import type { Shown } from '../formats.ts';
import { closingLine } from '../sections.ts';
import { summary } from '../summary.ts';

/** The run as text. Coloured when stdout is a terminal and NO_COLOR is not set. */
export async function format(report: RunReport, shown: Shown = {}): Promise<string> {
  const causes = report.causes ?? causesOf(report.cells);
  if (causes.length > 0) return answer(report, causes, shown);
  return shown.quiet ? `${closingLine(report)}\n` : summary(report);
}
