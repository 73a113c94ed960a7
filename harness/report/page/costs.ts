// SPDX-License-Identifier: GPL-2.0-only
// What calls cost: a plot of what is exact, and the tables that every report has.

import type { CostTable } from '../costs.ts';
import { costPlot } from './cost-plot.ts';
import { html, Markup } from './markup.ts';
import { IN_PAGE } from './palette.ts';

/** What calls cost: a table each, and a plot of those that are exact. */
export function costsSection(tables: readonly CostTable[]): Markup {
  return html`${tables.map((table) => {
    const { title, head, rows, exact, notes } = table;
    const plot = exact ? costPlot(table, IN_PAGE) : undefined;
    const [first = '', ...subjects] = head;
    const lines = rows.map(
      ([call = '', ...values]) =>
        html`<tr><th scope="row">${call}</th>${values.map((value) => html`<td class="n">${value}</td>`)}</tr>\n`,
    );
    return html`<div class="row">
${plot === undefined ? undefined : html`<figure>${new Markup(plot.svg)}</figure>`}
<div><p>${title}</p><div class="scroll" role="region" aria-label="${title}" tabindex="0"><table class="plain">
<thead><tr><th scope="col">${first}</th>${subjects.map((subject) => html`<th scope="col" class="n">${subject}</th>`)}</tr></thead>
<tbody>
${lines}</tbody>
</table></div>${notes.map((note) => html`<p><small>${note}</small></p>`)}</div>
</div>
`;
  })}`;
}
