// SPDX-License-Identifier: GPL-2.0-only
// Cases by cells: how each suite came out in each cell, and below it a table for each suite, folded unless something in it went wrong.

import { nameOf } from '../../base/plan.ts';
import { tallied, tally } from '../../base/tally.ts';
import {
  type CaseResult,
  type CellResult,
  type Outcome,
  VERDICTS,
  type Verdict,
  verdictsOf,
} from '../../base/verdict.ts';
import { inWords } from '../../verdict/outcome.ts';
import { html, type Markup } from './markup.ts';

/** Where on the page a result that went wrong is told of; undefined for one that is told of nowhere. */
export type AnchorOf = (cell: CellResult, result: CaseResult) => string | undefined;

/** From what is most to be looked at to what is least; the colour of several results is that of the first of these that is among them. */
const WEIGHT: readonly Verdict[] = ['error', 'fail', 'xfail', 'pass', 'skip'];

/** What several results of a cell came to. */
export function worstOf(cell: CellResult, results: readonly CaseResult[]): Verdict | Outcome {
  if (cell.verdict === 'unjudged') return 'unjudged';
  return WEIGHT.find((verdict) => results.some((result) => result.verdict === verdict)) ?? 'skip';
}

/** The suites of some cells, in the order in which they come. */
export function suitesIn(cells: readonly CellResult[]): string[] {
  return [...new Set(cells.flatMap(({ results }) => results.map(({ suite }) => suite)))];
}

/** Results of a cell by suite. */
export function bySuite({ results }: CellResult): Map<string, CaseResult[]> {
  const suites = new Map<string, CaseResult[]>();
  for (const result of results) {
    const known = suites.get(result.suite);
    if (known) known.push(result);
    else suites.set(result.suite, [result]);
  }
  return suites;
}

/** The whole of it. */
export function matrix(cells: readonly CellResult[], anchorOf: AnchorOf): Markup {
  const columns = cells.map((cell) => ({ cell, suites: bySuite(cell) }));
  const suites = suitesIn(cells);
  return html`${overview(columns, suites)}
<p>Each suite, case by case. One is open where something in it went wrong.</p>
${suites.map((suite) => suiteOf(suite, columns, anchorOf))}`;
}

interface Column {
  cell: CellResult;
  suites: Map<string, CaseResult[]>;
}

function overview(columns: readonly Column[], suites: readonly string[]): Markup {
  const rows = suites.map((suite) => {
    const results = columns.map(({ cell, suites }) => summed(cell, suites.get(suite) ?? []));
    return html`<tr><th scope="row"><a href="#${suiteAnchor(suite)}">${suite}</a></th>${results}</tr>\n`;
  });
  const all = columns.map(({ cell }) => summed(cell, cell.results));
  const body = html`<tbody>
${rows}</tbody>
<tfoot><tr><th scope="row">all</th>${all}</tr></tfoot>`;
  return scrolled('every suite in every cell', headOf('suite', columns), body);
}

/** A table that scrolls by itself, so that the page does not; whoever has no mouse scrolls it by the arrow keys. */
function scrolled(label: string, head: Markup, body: Markup): Markup {
  // biome-ignore format: tabindex makes the region reachable
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0"><table class="matrix">
${head}
${body}
</table></div>`;
}

/** Subjects above their machines. */
function headOf(word: string, columns: readonly Column[]): Markup {
  const groups: { subject: string; count: number }[] = [];
  for (const { cell } of columns) {
    const last = groups.at(-1);
    if (last?.subject === cell.subject) last.count += 1;
    else groups.push({ subject: cell.subject, count: 1 });
  }
  const subjects = groups.map(
    ({ subject, count }) => html`<th scope="colgroup" colspan="${count}">${subject}</th>`,
  );
  const machines = columns.map(({ cell }) => html`<th scope="col"><span>${cell.machine}</span></th>`);
  return html`<thead><tr><th rowspan="2" scope="col">${word}</th>${subjects}</tr>
<tr class="machines">${machines}</tr></thead>`;
}

/** A cell's results of a suite, counted, each count with its word. */
function summed(cell: CellResult, results: readonly CaseResult[]): Markup {
  if (results.length === 0) return html`<td></td>`;
  const counts = tally(WEIGHT, verdictsOf(results)).filter(({ count }) => count > 0);
  const words = counts.map(({ kind, count }) => html`<span>${count} ${kind}</span>`);
  const verdict = worstOf(cell, results);
  return html`<td class="${CLASSES[verdict]}">${verdict === 'unjudged' ? inWords(verdict) : words}</td>`;
}

/** Short, since each is there a few thousand times. */
export const CLASSES: Readonly<Record<Verdict | Outcome, string>> = {
  pass: 'p',
  fail: 'f',
  skip: 's',
  xfail: 'x',
  error: 'e',
  unjudged: 'u',
};

function suiteAnchor(suite: string): string {
  return `suite-${suite}`;
}

function suiteOf(suite: string, all: readonly Column[], anchorOf: AnchorOf): Markup {
  const columns = all.filter(({ suites }) => suites.has(suite));
  const results = columns.flatMap(({ cell, suites }) =>
    (suites.get(suite) ?? []).map((result) => ({ cell, result })),
  );
  const names = [...new Set(results.map(({ result }) => result.case))];
  const isWrong = results.some(
    ({ cell, result }) =>
      cell.verdict === 'unjudged' || result.verdict === 'fail' || result.verdict === 'error',
  );
  const counts = tallied(VERDICTS, verdictsOf(results.map(({ result }) => result)));
  const worst = WEIGHT.find((verdict) => results.some(({ result }) => result.verdict === verdict)) ?? 'skip';
  const rows = names.map((name) => {
    const cells = columns.map(({ cell, suites }) => {
      const result = suites.get(suite)?.find((one) => one.case === name);
      return result ? single(cell, result, anchorOf(cell, result)) : html`<td></td>`;
    });
    return html`<tr><th scope="row">${name}</th>${cells}</tr>\n`;
  });
  const table = scrolled(`suite ${suite}`, headOf('case', columns), html`<tbody>\n${rows}</tbody>`);
  // The target of links is inside: who follows one finds it unfolded (HTML, "ancestor details revealing algorithm").
  const body = html`<div id="${suiteAnchor(suite)}">${table}${reasons(results)}</div>`;
  const summary = html`<summary><h3>${suite}</h3> <b class="v ${CLASSES[worst]}">${worst}</b> ${names.length} ${names.length === 1 ? 'case' : 'cases'} in ${columns.length} ${columns.length === 1 ? 'cell' : 'cells'}: ${counts}</summary>`;
  return isWrong
    ? html`<details open>${summary}${body}</details>\n`
    : html`<details>${summary}${body}</details>\n`;
}

function single(cell: CellResult, result: CaseResult, anchor: string | undefined): Markup {
  const verdict = cell.verdict === 'unjudged' ? 'unjudged' : result.verdict;
  const word = inWords(verdict);
  if (anchor === undefined) return html`<td class="${CLASSES[verdict]}">${word}</td>`;
  return html`<td class="${CLASSES[verdict]}"><a href="#${anchor}" aria-label="${word}: ${nameOf(result)} on ${cell.machine}">${word}</a></td>`;
}

/** Why cases were skipped, or fail as is known: each reason once. */
function reasons(results: readonly { cell: CellResult; result: CaseResult }[]): Markup | undefined {
  const told = new Map<string, { verdict: Verdict; reason: string; names: string[]; machines: string[] }>();
  for (const { cell, result } of results) {
    const { verdict, reason } = result;
    if (reason === '' || (verdict !== 'skip' && verdict !== 'xfail')) continue;
    const key = `${verdict} ${reason}`;
    const one = told.get(key) ?? { verdict, reason, names: [], machines: [] };
    one.names.push(result.case);
    one.machines.push(cell.machine);
    told.set(key, one);
  }
  if (told.size === 0) return undefined;
  const items = Array.from(told.values(), ({ verdict, reason, names, machines }) => {
    const places = `${[...new Set(names)].join(', ')} on ${[...new Set(machines)].join(', ')}`;
    return html`<li><b class="v ${CLASSES[verdict]}">${verdict}</b> ${reason}<br><small>${places}</small></li>\n`;
  });
  return html`<ul class="reasons">\n${items}</ul>`;
}
