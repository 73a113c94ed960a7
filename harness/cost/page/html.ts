// SPDX-License-Identifier: GPL-2.0-only
// The experiment as one page that needs nothing but itself. What is not to be believed is not in it: of a place whose control fails, and of an
// emulator's times, there is no number.

import type { Document } from '../../report/documents.ts';
import type { Drawing } from '../../report/page/draw.ts';
import { html, Markup, type Piece } from '../../report/page/markup.ts';
import { CLASSES } from '../../report/page/matrix.ts';
import { IN_PAGE } from '../../report/page/palette.ts';
import { memorySections, notesSections } from '../../report/page/sections.ts';
import { pageOf, type Section } from '../../report/page/shell.ts';
import { inWords } from '../../verdict/outcome.ts';
import { FAR, FORMS, grouped, TRAMPOLINES, WORKING_SET } from '../forms.ts';
import { type CostModel, modelColumns } from '../models.ts';
import type { CostPlace } from '../place.ts';
import { aboutPlace, closingWords, columnOf, isShown, MODELS, sayOf, shown } from '../words.ts';
import { differencePlot, formsPlot, modelsPlot, placesPlot, setsPlot } from './plots.ts';

type Cost = Document<'cost'>;
type Workload = CostPlace['workloads'][number];

/** The result as HTML. */
export function costPage(cost: Cost): string {
  const { places, models, images, notes, verdict } = cost;
  const sections: Section[] = [
    ...(places.length > 1 ? [{ id: 'side-by-side', title: 'Side by side', body: sideBySide(places) }] : []),
    ...places.map((place, index) => ({
      id: `place-${index}`,
      title: columnOf(place),
      body: placeBody(place, `place-${index}`),
    })),
    ...(models.length > 0
      ? [{ id: 'models', title: 'Models, not measurements', body: modelsBody(models) }]
      : []),
    ...memorySections(images),
    ...notesSections(notes),
  ];
  const subjects = [...new Set(places.map(({ subject }) => subject))].join(', ');
  const summary = closingWords(cost);
  return pageOf({
    title: `what a static call costs: ${inWords(verdict).toUpperCase()}, ${subjects}`,
    verdict,
    heading: `what a static call costs: ${subjects}`,
    summary: html`<p>${summary}</p>`,
    sections,
  });
}

function figure(drawing: Drawing | undefined, caption: string): Markup | undefined {
  return drawing && html`<figure>${new Markup(drawing.svg)}<figcaption>${caption}</figcaption></figure>\n`;
}

/** @param kind of a table whose lines are words, `plain`; `plain whole`: they are short, and stay in one line each */
function table(
  title: string,
  head: readonly string[],
  rows: readonly (readonly Piece[])[],
  kind = 'plain whole',
): Markup {
  return html`<div class="scroll" role="region" aria-label="${title}" tabindex="0"><table class="${kind}">
<thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>
${rows.map(([first, ...rest]) => html`<tr><th scope="row">${first}</th>${rest.map((value) => html`<td>${value}</td>`)}</tr>\n`)}</tbody>
</table></div>\n`;
}

function placeBody(place: CostPlace, id: string): Markup {
  const { notes, workloads } = place;
  return html`<p>${aboutPlace(place).join('. ')}</p>
${controls(place)}
${notes.length > 0 ? html`<ul>${notes.map((note) => html`<li>${note}</li>\n`)}</ul>` : undefined}
${isShown(place) ? html`${against(place)}${plots(place)}${folded(place, workloads, id)}` : undefined}`;
}

const HELD = {
  holds: ['p', 'holds'],
  fails: ['f', 'fails'],
  absent: ['s', 'not asked'],
} as const;

/** What must hold for the rest to mean anything. */
function controls({ controls: found }: CostPlace): Markup | undefined {
  if (found.length === 0) return undefined;
  return table(
    'controls',
    ['control', '', 'what it says'],
    found.map(({ name, verdict, says }) => {
      const [short, word] = HELD[verdict];
      return [name, html`<b class="v ${short}">${word}</b>`, says];
    }),
    'plain',
  );
}

function against(place: CostPlace): Markup {
  const drawing = differencePlot(place, IN_PAGE);
  const caption = `How many cycles more or fewer than kCFI's check: the median of the placements, and its interval of 95 %. The band is the margin of ${place.margin}: within it no difference is worth speaking of.`;
  return html`<h3>Compared with the check that clang emits for kCFI</h3>
<div class="row">
${figure(drawing, caption)}<div>${table(
    'comparisons',
    ['workload', ...TRAMPOLINES],
    place.workloads.map(({ name, comparisons }) => [
      name,
      ...TRAMPOLINES.map((form) => comparisons.find((one) => one.form === form)?.says ?? '-'),
    ]),
  )}</div>
</div>
`;
}

function plots(place: CostPlace): Markup {
  const sets = place.workloads.filter(({ name }) => WORKING_SET.test(name));
  const [far, near] = [sets.filter(({ name }) => FAR.test(name)), sets.filter(({ name }) => !FAR.test(name))];
  return html`<h3>What each form costs</h3>
<div class="row">
${figure(setsPlot(place, 'working sets', near, IN_PAGE), 'Working sets.')}${figure(setsPlot(place, 'working sets, targets in a module', far, IN_PAGE), 'Working sets, their targets in a module.')}${grouped(
  place.workloads,
).map(({ title, workloads }) => figure(formsPlot(place, title, workloads, IN_PAGE), `${title}.`))}</div>
`;
}

/** All numbers, and why each workload is there. */
function folded(place: CostPlace, workloads: readonly Workload[], id: string): Markup {
  const forms = FORMS.filter((form) =>
    workloads.some((one) => one.forms.some((other) => other.form === form)),
  );
  return html`<details id="${id}-numbers"><summary><h3>All numbers, ${place.unit} per call</h3></summary>
${table(
  'costs',
  ['workload', ...forms, 'why'],
  workloads.map(({ name, why, forms: found }) => [
    name,
    ...forms.map((form) =>
      costOf(
        place,
        found.find((one) => one.form === form),
      ),
    ),
    why,
  ]),
)}${eventsTable(workloads)}${absentTable(workloads)}</details>
`;
}

function costOf({ kind }: CostPlace, form: Workload['forms'][number] | undefined): string {
  if (form === undefined) return '-';
  const { estimate, low, high } = form.cost;
  return kind === 'counted' ? shown(estimate) : `${shown(estimate)} (${shown(low)} to ${shown(high)})`;
}

/** Mispredictions and refills, where somebody counts them. */
function eventsTable(workloads: readonly Workload[]): Markup | undefined {
  const names = [
    ...new Set(workloads.flatMap(({ forms }) => forms.flatMap(({ events }) => Object.keys(events)))),
  ];
  if (names.length === 0) return undefined;
  return html`<p>Events per call, medians</p>
${table(
  'events',
  ['workload, form', ...names],
  workloads.flatMap(({ name, forms }) =>
    forms.map(({ form, events }) => [`${name}, ${form}`, ...names.map((event) => shown(events[event]))]),
  ),
)}`;
}

/** Forms that a workload cannot ask. */
function absentTable(workloads: readonly Workload[]): Markup | undefined {
  const rows = workloads.flatMap(({ name, absent }) =>
    absent.map(({ form, why }) => [`${name}, ${form}`, why]),
  );
  if (rows.length === 0) return undefined;
  return html`<p>Not asked</p>\n${table('not asked', ['workload, form', 'why'], rows)}`;
}

function sideBySide(places: readonly CostPlace[]): Markup {
  const names = [...new Set(places.flatMap(({ workloads }) => workloads.map(({ name }) => name)))];
  return html`<p>The subject's trampoline, compared with kCFI's check. A column says what it is.</p>
<div class="row">
${figure(placesPlot(places, IN_PAGE), 'Where cycles were measured: the median, its interval, and the margin.')}<div>${table(
    'side by side',
    ['workload', ...places.map(columnOf)],
    names.map((name) => [name, ...places.map((place) => sayOf(place, name))]),
  )}</div>
</div>
`;
}

function modelsBody(models: readonly CostModel[]): Markup {
  const columns = modelColumns(models);
  return html`<p><b class="v ${CLASSES.unjudged}">model</b> ${MODELS}: how long the pipeline that LLVM has in mind takes for the instructions if nothing goes wrong. It says nothing of what a call costs.</p>
<div class="row">
${figure(modelsPlot(models, IN_PAGE), 'Models: nobody has measured this.')}<div>${table(
    'models',
    ['model of', ...columns.map(({ alike }) => alike.join(', ')), 'shared by'],
    models.map(({ model, cpus, forms: found }) => [
      model,
      ...columns.map(({ form }) => shown(found.find((one) => one.form === form)?.cycles)),
      cpus.slice(1).join(' '),
    ]),
  )}</div>
</div>
`;
}
