// SPDX-License-Identifier: GPL-2.0-only
// The run as one page that needs nothing but itself: no script, no file beside it, no network.

import { tallied } from '../../base/tally.ts';
import { type CellResult, type RunReport, VERDICTS, verdictsOf } from '../../base/verdict.ts';
import { causesOf } from '../../verdict/causes/causes.ts';
import { inWords } from '../../verdict/outcome.ts';
import { costTables } from '../costs.ts';
import { causesSection } from '../page/causes.ts';
import { costsSection } from '../page/costs.ts';
import { html, type Markup } from '../page/markup.ts';
import { CLASSES, matrix } from '../page/matrix.ts';
import { memorySections, notesSections } from '../page/sections.ts';
import { pageOf, type Section } from '../page/shell.ts';
import { knownDefectsOf, placesOf } from '../sections.ts';

/** The run as HTML. */
export function format(report: RunReport): string {
  const { verdict, cells, notes } = report;
  const causes = report.causes ?? causesOf(cells);
  const told = causesSection(report, causes);
  const tables = costTables(cells);
  const exact = tables.every((table) => table.exact);
  const defects = defectsOf(cells);
  const sections: Section[] = [
    ...(causes.length > 0 ? [{ id: 'causes', title: 'What is behind it', body: told.section }] : []),
    { id: 'matrix', title: 'Cases by cells', body: html`${legend()}${matrix(cells, told.anchorOf)}` },
    ...(tables.length > 0
      ? [
          {
            id: 'costs',
            title: `What a call costs: ${exact ? 'instructions, not time' : 'median and spread'}`,
            body: costsSection(tables),
          },
        ]
      : []),
    ...memorySections(report.images),
    ...(defects ? [{ id: 'defects', title: 'Known defects', body: defects }] : []),
    ...notesSections(notes),
    ...(report.provenance
      ? [{ id: 'made-of', title: 'What made this report', body: madeOf(report.provenance) }]
      : []),
  ];
  const counts = countsOf(cells);
  const causesInWords = `. ${causes.length} ${causes.length === 1 ? 'cause' : 'causes'}: ${causes.map(({ name }) => name).join('; ')}`;
  return pageOf({
    title: `static calls: ${inWords(verdict).toUpperCase()}, ${counts}`,
    verdict,
    heading: `static calls of ${subjectsOf(cells)}`,
    summary: html`<p>${counts}${causes.length > 0 ? causesInWords : undefined}</p>`,
    sections,
  });
}

/** As the closing line has it: `22 cells, 4480 cases: 4063 pass, …`. */
function countsOf(cells: readonly CellResult[]): string {
  const results = cells.flatMap((cell) => cell.results);
  const counts = tallied(VERDICTS, verdictsOf(results)) || 'none';
  return `${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}, ${results.length} ${results.length === 1 ? 'case' : 'cases'}: ${counts}`;
}

function subjectsOf(cells: readonly CellResult[]): string {
  return [...new Set(cells.map(({ subject }) => subject))].join(', ') || 'nothing';
}

/** What the words in the tables mean. */
function legend(): Markup {
  const meanings = [
    ['pass', 'as it must be'],
    ['fail', 'the subject is wrong'],
    ['error', 'the bench is at fault, or nothing came'],
    ['xfail', 'fails as its subject is known to'],
    ['skip', 'this machine or design cannot show it'],
  ] as const;
  return html`<ul class="legend">${meanings.map(([verdict, meaning]) => html`<li><b class="v ${CLASSES[verdict]}">${verdict}</b> ${meaning}</li>`)}</ul>\n`;
}

function defectsOf(cells: readonly CellResult[]): Markup | undefined {
  const defects = knownDefectsOf(cells);
  if (defects.length === 0) return undefined;
  return html`<ul>${defects.map(({ defect, where }) => html`<li>${placesOf(where)}: ${defect}</li>\n`)}</ul>`;
}

function madeOf({ tools, subjects }: NonNullable<RunReport['provenance']>): Markup {
  const files = subjects.flatMap(({ name, files }) =>
    files.map(
      ({ path, sha256 }) =>
        html`<li>${name}: <code>${path}</code><br><small class="hash">SHA-256 ${sha256}</small></li>\n`,
    ),
  );
  return html`<p>${tools.map(({ name, version }) => `${name} ${version}`).join(', ')}</p>
<ul>${files}</ul>`;
}
