// SPDX-License-Identifier: GPL-2.0-only
// Every colour of the page and of the pictures. A verdict is told apart by its word, then by how light it is, then by its hue, so that whoever sees
// no hues, or prints it in grey, misses nothing. Text on its ground has a contrast of 4.5 and more (WCAG 2.2, 1.4.3): the tests count it.

import type { Outcome, Verdict } from '../../base/verdict.ts';

/** All colours of a page, as CSS has them. */
export interface Colours {
  ground: string;
  /** Of code, and of what stands out a little. */
  raised: string;
  text: string;
  faint: string;
  line: string;
  link: string;
  /** Of each verdict: its ground, and the text on it. */
  verdicts: Readonly<Record<Verdict | Outcome, readonly [ground: string, text: string]>>;
  /** Of subjects in plots, in their order, the text beside them in `text`; and of what lies in memory. */
  series: readonly [string, ...string[]];
  trampolines: string;
  literals: string;
}

/** On a light ground. */
export const LIGHT: Colours = {
  ground: '#ffffff',
  raised: '#f3f5f7',
  text: '#1b1f24',
  faint: '#565f68',
  line: '#d3d9df',
  link: '#0b57b0',
  verdicts: {
    pass: ['#d8efe4', '#0d4a30'],
    fail: ['#b3211c', '#ffffff'],
    skip: ['#edeff1', '#4f5860'],
    xfail: ['#fbeab5', '#574200'],
    error: ['#5b2a86', '#ffffff'],
    unjudged: ['#ffd28a', '#5a2f00'],
  },
  series: ['#0072b2', '#a85400', '#007a5e', '#8f3f73', '#4f5860'],
  trampolines: '#0072b2',
  literals: '#a85400',
};

/** On a dark ground. */
export const DARK: Colours = {
  ground: '#14171a',
  raised: '#1f2429',
  text: '#e4e8ec',
  faint: '#a2abb4',
  line: '#3a424a',
  link: '#86b9ff',
  verdicts: {
    pass: ['#173d2c', '#aee6c8'],
    fail: ['#ff8a80', '#2b0300'],
    skip: ['#282e34', '#b3bcc5'],
    xfail: ['#4a3b07', '#ffe18f'],
    error: ['#d9b8ff', '#250041'],
    unjudged: ['#6b3f06', '#ffdca6'],
  },
  series: ['#56b4e9', '#f0a24b', '#3fc79b', '#dd93be', '#b3bcc5'],
  trampolines: '#56b4e9',
  literals: '#f0a24b',
};

/** The colours as CSS knows them in a page: `var(--text)`, so that a picture in it follows the page. */
export const IN_PAGE: Colours = {
  ...(Object.fromEntries(variablesOf(LIGHT).map(([name]) => [name, `var(--${name})`])) as Omit<
    Colours,
    'verdicts' | 'series'
  >),
  verdicts: LIGHT.verdicts,
  series: LIGHT.series.map((_, index) => `var(--series${index})`) as unknown as Colours['series'],
};

/** Name and value of each colour that is one of the page's variables. */
export function variablesOf({ verdicts, series, ...plain }: Colours): [string, string][] {
  return [
    ...Object.entries(plain),
    ...series.map((colour, index): [string, string] => [`series${index}`, colour]),
    ...Object.entries(verdicts).flatMap(([verdict, [ground, text]]): [string, string][] => [
      [`${verdict}-ground`, ground],
      [`${verdict}-text`, text],
    ]),
  ];
}

/** The colour of the subject at a place in the order of the report. */
export function seriesColour({ series }: Colours, index: number): string {
  return series[index % series.length] ?? series[0];
}
