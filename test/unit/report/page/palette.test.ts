// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from 'vitest';
import { type Colours, DARK, IN_PAGE, LIGHT, variablesOf } from '../../../../harness/report/page/palette.ts';

/** Relative luminance of a colour `#rrggbb`: WCAG 2.2, "relative luminance". */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** From 1 to 21: WCAG 2.2, "contrast ratio". */
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

test('contrast is what WCAG says it is', () => {
  expect(contrast('#ffffff', '#000000')).toBeCloseTo(21);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 1);
});

describe.each([
  ['light', LIGHT],
  ['dark', DARK],
])('%s', (_, colours: Colours) => {
  const { ground, raised, text, faint, link, verdicts, series, trampolines, literals } = colours;

  test.each(Object.entries(verdicts))('the word %s is read on its ground', (_verdict, [under, over]) => {
    expect(contrast(under, over)).toBeGreaterThanOrEqual(4.5);
  });

  test.each([
    ['text', text],
    ['faint', faint],
    ['link', link],
  ])('%s is read on the page and on what is raised', (_name, colour) => {
    expect(contrast(colour, ground)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colour, raised)).toBeGreaterThanOrEqual(4.5);
  });

  // WCAG 2.2, 1.4.11: what is no text.
  test.each([...series, trampolines, literals])('%s is seen on the page', (colour) => {
    expect(contrast(colour, ground)).toBeGreaterThanOrEqual(3);
  });

  test('without any hue, what went wrong is told from what did not', () => {
    const [wrong, right] = [
      [verdicts.fail, verdicts.error],
      [verdicts.pass, verdicts.skip, verdicts.xfail],
    ];
    for (const [a] of wrong) for (const [b] of right) expect(contrast(a, b)).toBeGreaterThanOrEqual(3);
  });
});

test('a picture in the page has no colour of its own but those of the page', () => {
  const names = variablesOf(LIGHT).map(([name]) => name);
  expect(variablesOf(DARK).map(([name]) => name)).toEqual(names);
  const { verdicts: _, ...used } = IN_PAGE;
  for (const value of Object.values(used).flat())
    expect(names.map((name) => `var(--${name})`)).toContain(value);
});
