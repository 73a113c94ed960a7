// SPDX-License-Identifier: GPL-2.0-only
// What every page has around its sections: no script, no file beside it, no network.

import type { Outcome } from '../../base/verdict.ts';
import { inWords } from '../../verdict/outcome.ts';
import { html, Markup } from './markup.ts';
import { CLASSES } from './matrix.ts';
import { STYLE } from './style.ts';

/** A browser that keeps to it runs and loads nothing, whatever a subject has printed. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** One part of a page, and what the list at its top calls it. */
export interface Section {
  id: string;
  title: string;
  body: Markup;
}

/** A page. */
export interface Page {
  title: string;
  verdict: Outcome;
  /** Behind the verdict. */
  heading: string;
  summary: Markup;
  sections: readonly Section[];
}

/** A page as HTML. */
export function pageOf({ title, verdict, heading, summary, sections }: Page): string {
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
<h1><b class="v ${CLASSES[verdict]}">${inWords(verdict).toUpperCase()}</b> ${heading}</h1>
${summary}
<nav aria-label="sections"><ul>${sections.map(({ id, title: name }) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
</header>
<main>
${sections.map(({ id, title: name, body }) => html`<section id="${id}" aria-labelledby="${id}-title">\n<h2 id="${id}-title">${name}</h2>\n${body}\n</section>\n`)}</main>
</body>
</html>`.text
  }\n`;
}
