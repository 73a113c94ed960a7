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
import { causesOf } from '../../verdict/causes/causes.ts';
import { reproduce } from '../reproduce.ts';

/**
 * The run as one JUnit document. A cell's time is that of its boot, a case's what the guest took for it by its own clock, where it says so. Each
 * suite's properties are what it takes to have the same again.
 */
export async function format(report: RunReport): Promise<string> {
  const { create } = await import('xmlbuilder2');
  // What XML cannot say at all (most control characters) a guest may print all the same.
  const root = create({ version: '1.0', encoding: 'UTF-8', invalidCharReplacement: '\ufffd' }).ele(
    'testsuites',
    {
      name: 'sct',
      ...counts(report.cells.flatMap(({ results }) => results)),
      ...timeOf(report.cells),
    },
  );
  for (const cell of report.cells) {
    const name = `${cell.subject}@${cell.machine}`;
    const suite = root.ele('testsuite', { name, ...counts(cell.results), ...timeOf([cell]) });
    const properties = suite.ele('properties');
    for (const [key, value] of propertiesOf(cell, report)) properties.ele('property', { name: key, value });
    for (const result of cell.results) {
      // The cell is in the class too: viewers that drop the suite's name must not mix cells.
      const { suite: group, case: each, took } = result;
      const time = took === undefined ? {} : { time: (took / 1e6).toFixed(6) };
      const named = { classname: `${name}.${group}`, name: `${group}.${each}`, ...time };
      tell(suite.ele('testcase', named), cell, result);
    }
  }
  return `${root.end({ prettyPrint: true })}\n`;
}

function counts(results: readonly CaseResult[]) {
  const counts = tally(VERDICTS, verdictsOf(results));
  const of = (verdict: Verdict) => counts.find(({ kind }) => kind === verdict)?.count ?? 0;
  return { tests: results.length, failures: of('fail'), errors: of('error'), skipped: of('skip') };
}

/** Of cells that booted, side by side or not: the seconds of all of them. */
function timeOf(cells: readonly CellResult[]): { time?: string } {
  const known = cells.flatMap(({ seconds }) => seconds ?? []);
  return known.length === 0 ? {} : { time: known.reduce((sum, one) => sum + one, 0).toFixed(3) };
}

function propertiesOf(
  { subject, machine, seed, verdict }: CellResult,
  report: RunReport,
): [string, string][] {
  const { tools = [], subjects = [] } = report.provenance ?? {};
  const files = subjects.find(({ name }) => name === subject)?.files ?? [];
  const causes = (report.causes ?? causesOf(report.cells)).filter(({ findings }) =>
    findings.some((one) => one.subject === subject && one.machine === machine),
  );
  return [
    ['subject', subject],
    ['machine', machine],
    ['verdict', verdict],
    ...(seed === undefined ? [] : [['seed', `${seed}`] as [string, string]]),
    ...causes.map(({ name }): [string, string] => ['cause', name]),
    ...tools.map(({ name, version }): [string, string] => [name, version]),
    ...files.map(({ path, sha256 }): [string, string] => [`sha256 of ${path}`, sha256]),
  ];
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
