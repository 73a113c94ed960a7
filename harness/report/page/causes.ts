// SPDX-License-Identifier: GPL-2.0-only
// What is behind a run that went wrong: each cause in full, and behind it every result that it explains, with a place to link to.

import { nameOf } from '../../base/plan.ts';
import type { Cause, CellResult, Finding, RunReport } from '../../base/verdict.ts';
import { inWords } from '../../verdict/outcome.ts';
import { reproduce } from '../reproduce.ts';
import { wordsToStart } from '../start.ts';
import { cellOf, type ToldCause, type ToldResult, told, toldOf } from '../told.ts';
import { html, type Markup } from './markup.ts';
import { type AnchorOf, CLASSES } from './matrix.ts';

/** A list of no more is open from the start. */
const FEW = 6;
/** What a guest prints of one failure; more of it is in the files beside the page. */
const MOST_DETAILS = 24;

/** A case of a subject that went wrong, on whatever machines. */
interface Group {
  anchor: string;
  findings: [Finding, ...Finding[]];
}

/** Causes, and where each of their results is on the page. */
export interface ToldCauses {
  section: Markup;
  anchorOf: AnchorOf;
}

/** What is behind the failures: an article each, and where on the page each finding is told. */
export function causesSection(report: RunReport, causes: readonly Cause[]): ToldCauses {
  const anchors = new Map<string, string>();
  const articles = causes.map((cause, index) => {
    const groups = grouped(cause.findings, `c${index + 1}`);
    for (const { anchor, findings } of groups)
      for (const one of findings) anchors.set(keyOf(one, one), anchor);
    return article(report, told(report, cause), `c${index + 1}`, groups);
  });
  return { section: html`${articles}`, anchorOf: (cell, result) => anchors.get(keyOf(cell, result)) };
}

function keyOf(
  { subject, machine }: Pick<CellResult, 'subject' | 'machine'>,
  { suite, case: name }: Pick<Finding, 'suite' | 'case'>,
): string {
  return JSON.stringify([subject, machine, suite, name]);
}

function grouped(findings: readonly Finding[], prefix: string): Group[] {
  const groups = new Map<string, Group>();
  for (const one of findings) {
    const key = JSON.stringify([one.subject, nameOf(one)]);
    const known = groups.get(key);
    if (known) known.findings.push(one);
    else groups.set(key, { anchor: `${prefix}-${groups.size + 1}`, findings: [one] });
  }
  return [...groups.values()];
}

function article(report: RunReport, one: ToldCause, id: string, groups: readonly Group[]): Markup {
  const { cause, name, places, says, shown, code, source, again, debug } = one;
  const { verdict, findings } = cause;
  const all = html`<summary>${findings.length === 1 ? 'The result' : `All ${findings.length} results`}, with what each said</summary>
<ol class="results">
${groups.map((group) => result(report.cells, group))}</ol>`;
  return html`<article id="${id}" aria-labelledby="${id}-name" class="cause">
<h3 id="${id}-name"><b class="v ${CLASSES[verdict]}">${inWords(verdict).toUpperCase()}</b> ${name}</h3>
<p class="places">${places}</p>
<p class="says">${says}</p>
${shown.map(example)}
${code ? listing(code) : undefined}
${source ? html`<p class="source"><code>${source.file}:${source.line}</code></p><pre tabindex="0">${source.text}</pre>` : undefined}
${again === undefined ? undefined : html`<p class="command"><b>again:</b> <code>${again}</code></p>`}
${debug === undefined ? undefined : html`<p class="command"><b>in gdb:</b> <code>${debug}</code></p>`}
${groups.length <= FEW ? html`<details open>${all}</details>` : html`<details>${all}</details>`}
</article>
`;
}

function example({ finding, why, got, excerpt }: ToldResult): Markup {
  return html`<dl>
<dt><code>${nameOf(finding)}</code> on ${finding.machine}</dt>
${why ? html`<dd><b>why:</b> ${why}</dd>\n` : undefined}<dd><b>got:</b> ${got}</dd>
${excerpt.length > 0 ? html`<dd><pre tabindex="0">${excerpt.join('\n')}</pre></dd>\n` : undefined}</dl>`;
}

/** A trampoline; the instruction at fault has a mark, and a word for whoever cannot see it. */
function listing({ symbol, lines }: NonNullable<ToldCause['code']>): Markup {
  const rows = lines.map(({ text, marked }) =>
    marked ? html`<mark>&gt; ${text} <i>← here</i></mark>\n` : html`  ${text}\n`,
  );
  return html`<figure><figcaption><code>${symbol}</code></figcaption><pre tabindex="0">${rows}</pre></figure>`;
}

/** What a case said on each machine: machines that said the same, but for addresses, share it. */
function result(cells: readonly CellResult[], { anchor, findings }: Group): Markup {
  const sayings = new Map<string, Finding[]>();
  for (const one of findings) {
    const key = one.reason.replace(/0x[0-9a-f]+/g, '0x');
    sayings.set(key, [...(sayings.get(key) ?? []), one]);
  }
  const [first] = findings;
  const said = Array.from(sayings.values(), (same) => {
    const [one] = same;
    if (!one) return undefined;
    const details = one.details.map((line) => toldOf(cells, one, line)).filter((line) => line.trim() !== '');
    const left = details.length - MOST_DETAILS;
    const cell = cellOf(cells, one);
    return html`<p><small>${same.map(({ machine }) => machine).join(', ')}:</small> ${toldOf(cells, one, one.reason)}</p>
${details.length > 0 ? html`<pre tabindex="0">${details.slice(0, MOST_DETAILS).join('\n')}${left > 0 ? `\n… and ${left} more lines` : ''}</pre>` : undefined}
${cell ? html`<p class="command"><b>again:</b> <code>${reproduce(cell, one, wordsToStart())}</code></p>` : undefined}`;
  });
  return html`<li id="${anchor}" tabindex="-1"><b>${nameOf(first)}</b>, ${first.subject}${said}</li>\n`;
}
