// SPDX-License-Identifier: GPL-2.0-only
// The run as one page that needs nothing but itself: no script, no file beside it, no network.

import { tallied } from '../../base/tally.ts';
import { type CellResult, type RunReport, VERDICTS, verdictsOf } from '../../base/verdict.ts';
import { causesOf } from '../../verdict/causes/causes.ts';
import { inWords } from '../../verdict/outcome.ts';
import { costTables } from '../costs.ts';
import { causesSection } from '../page/causes.ts';
import { costsSection } from '../page/costs.ts';
import { html, Markup } from '../page/markup.ts';
import { CLASSES, matrix } from '../page/matrix.ts';
import { memory } from '../page/memory.ts';
import { STYLE } from '../page/style.ts';
import { knownDefectsOf, placesOf } from '../sections.ts';

/** A browser that keeps to it runs and loads nothing, whatever a subject has printed. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

interface Section {
  id: string;
  title: string;
  body: Markup;
}

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
    ...(report.images?.length
      ? [{ id: 'memory', title: 'Trampolines and literals in memory', body: memorySection(report.images) }]
      : []),
    ...(defects ? [{ id: 'defects', title: 'Known defects', body: defects }] : []),
    ...(notes.length > 0
      ? [
          {
            id: 'notes',
            title: 'Notes',
            body: html`<ul>${notes.map((note) => html`<li>${note}</li>\n`)}</ul>`,
          },
        ]
      : []),
    ...(report.provenance
      ? [{ id: 'made-of', title: 'What made this report', body: madeOf(report.provenance) }]
      : []),
  ];
  const word = inWords(verdict);
  const counts = countsOf(cells);
  const title = `static calls: ${word.toUpperCase()}, ${counts}`;
  return `${
    html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>
${new Markup(STYLE)}
</style>
</head>
<body>
<header>
<h1><b class="v ${CLASSES[verdict]}">${word.toUpperCase()}</b> static calls of ${subjectsOf(cells)}</h1>
<p>${counts}${causes.length > 0 ? `. ${causes.length} ${causes.length === 1 ? 'cause' : 'causes'}: ${causes.map(({ name }) => name).join('; ')}` : undefined}</p>
<nav aria-label="sections"><ul>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
</header>
<main>
${sections.map(({ id, title, body }) => html`<section id="${id}" aria-labelledby="${id}-title">\n<h2 id="${id}-title">${title}</h2>\n${body}\n</section>\n`)}</main>
</body>
</html>`.text
  }\n`;
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

function memorySection(images: NonNullable<RunReport['images']>): Markup {
  return html`<p>As each image is linked. A line leads from the page of an ADRP to the page that it names; the number of each page is how many begin in it.</p>
<div class="row">
${images.map(memory)}</div>`;
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
