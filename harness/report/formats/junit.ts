// SPDX-License-Identifier: GPL-2.0-only
// JUnit XML, for CI: a suite per cell, a case per result. An xfail passes, as in KTAP; its reason is in the case's output.

import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js';
import { tally } from '../../base/tally.ts';
import {
  type CaseResult,
  type CellResult,
  type RunReport,
  VERDICTS,
  type Verdict,
  verdictsOf,
} from '../../base/verdict.ts';
import { reproduce } from '../reproduce.ts';

/** The run as one JUnit document. Times are left out: nothing here is judged by them. */
export async function format(report: RunReport): Promise<string> {
  const { create } = await import('xmlbuilder2');
  // What XML cannot say at all (most control characters) a guest may print all the same.
  const root = create({ version: '1.0', encoding: 'UTF-8', invalidCharReplacement: '\ufffd' }).ele(
    'testsuites',
    {
      name: 'sct',
      ...counts(report.cells.flatMap(({ results }) => results)),
    },
  );
  for (const cell of report.cells) {
    const name = `${cell.subject}@${cell.machine}`;
    const suite = root.ele('testsuite', { name, ...counts(cell.results) });
    for (const result of cell.results) {
      // The cell is in the class too: viewers that drop the suite's name must not mix cells.
      const { suite: group, case: each } = result;
      tell(suite.ele('testcase', { classname: `${name}.${group}`, name: `${group}.${each}` }), cell, result);
    }
  }
  return `${root.end({ prettyPrint: true })}\n`;
}

function counts(results: readonly CaseResult[]) {
  const counts = tally(VERDICTS, verdictsOf(results));
  const of = (verdict: Verdict) => counts.find(({ kind }) => kind === verdict)?.count ?? 0;
  return { tests: results.length, failures: of('fail'), errors: of('error'), skipped: of('skip') };
}

function tell(testcase: XMLBuilder, cell: CellResult, result: CaseResult): void {
  const { verdict, reason: message, details, metrics } = result;
  if (metrics.length > 0) {
    const properties = testcase.ele('properties');
    for (const { name, value, unit } of metrics)
      properties.ele('property', { name, value: `${value} ${unit}` });
  }
  const text = [...details, `again: ${reproduce(cell, result)}`].join('\n');
  if (verdict === 'fail') testcase.ele('failure', { message }).txt(text);
  else if (verdict === 'error') testcase.ele('error', { message }).txt(text);
  else if (verdict === 'skip') testcase.ele('skipped', { message });
  else if (verdict === 'xfail') testcase.ele('system-out').txt(`XFAIL ${message}`);
}
