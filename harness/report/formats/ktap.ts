// SPDX-License-Identifier: GPL-2.0-only
// The run as nested KTAP (version 1): cell, suite, case. Written so that Linux's own parser reads the same verdicts:
// it takes everything up to the first "#" for a name, and a "# SKIP" anywhere behind it for a skip.

import type { CaseResult, CellResult, RunReport } from '../../base/verdict.ts';
import { outcomeOf } from '../../verdict/outcome.ts';

const LEVEL = '    ';

/** The run as KTAP. Metrics and details are diagnostic lines before their result. */
export function format(report: RunReport): string {
  const cells = report.cells.flatMap((cell, index) => cellLines(cell, index + 1));
  // Behind the plan: Linux's parser looks for that right after the version.
  const notes = report.notes.map(diagnostic);
  return `${['KTAP version 1', `1..${report.cells.length}`, ...notes, ...cells].join('\n')}\n`;
}

function cellLines(cell: CellResult, number: number): string[] {
  const suites = new Map<string, CaseResult[]>();
  for (const result of cell.results) suites.set(result.suite, [...(suites.get(result.suite) ?? []), result]);
  const body = [...suites].flatMap(([suite, results], index) => suiteLines(suite, results, index + 1));
  const folder = cell.folder === null ? [] : [diagnostic(`folder: ${cell.folder}`)];
  const name = `${cell.subject}/${cell.machine}`;
  return block(
    name,
    suites.size,
    [...folder, ...body],
    number,
    cell.verdict === 'pass' || cell.verdict === 'unjudged',
  );
}

function suiteLines(suite: string, results: CaseResult[], number: number): string[] {
  const body = results.flatMap((result, index) => caseLines(result, index + 1));
  return block(suite, results.length, body, number, outcomeOf(results) === 'pass');
}

/** A nested test: its header, its lines one level in, and its result. The two names must be the same. */
function block(name: string, count: number, body: string[], number: number, ok: boolean): string[] {
  const header = ['KTAP version 1', `# Subtest: ${nameText(name)}`, `1..${count}`];
  const inner = [...header, ...body].map((line) => LEVEL + line);
  return [...inner, `${ok ? 'ok' : 'not ok'} ${number} ${nameText(name)}`];
}

function caseLines(result: CaseResult, number: number): string[] {
  const metrics = result.metrics.map(({ name, value, unit }) => oneLine(`# metric ${name} ${value} ${unit}`));
  const details = result.details.map(diagnostic);
  return [...metrics, ...details, resultLine(result, number)];
}

function resultLine({ verdict, reason, case: name }: CaseResult, number: number): string {
  const text = directiveText(reason);
  const test = `${number} ${nameText(name)}`;
  switch (verdict) {
    case 'pass':
      return `ok ${test}`;
    case 'skip':
      return `ok ${test} # SKIP ${text}`;
    case 'xfail':
      return `ok ${test} # XFAIL ${text}`;
    case 'error':
      return `not ok ${test} # ERROR ${text}`;
    case 'fail':
      // A word of its own, since a reason may begin with "SKIP".
      return `not ok ${test} # FAIL ${text}`;
  }
}

/** The bar keeps a detail from being read as a header (`# Subtest: …`) of its own. */
function diagnostic(line: string): string {
  return `# | ${oneLine(line)}`;
}

function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trimEnd();
}

/** "#" cannot be escaped in a name, and a name may not be empty. */
function nameText(name: string): string {
  return oneLine(name).replaceAll('#', '_').trim() || '(no name)';
}

/** `\#` is TAP's own escape; without it a "# SKIP" quoted in a reason would turn an error into a skip. */
function directiveText(reason: string): string {
  return oneLine(reason).replaceAll('#', '\\#');
}
