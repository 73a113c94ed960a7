// SPDX-License-Identifier: GPL-2.0-only
// The run for people: all of it after a pass; after anything else what is behind it, on one screen.

import type { RunReport } from '../../base/verdict.ts';
import { causesOf } from '../../verdict/causes/causes.ts';
import { answer } from '../answer.ts';
import { format as everything } from './verbose.ts';

/** The run as text. Coloured when stdout is a terminal and NO_COLOR is not set. */
export async function format(report: RunReport): Promise<string> {
  const causes = report.causes ?? causesOf(report.cells);
  return causes.length === 0 ? everything(report) : answer(report, causes);
}
