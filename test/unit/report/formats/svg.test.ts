// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { create } from 'xmlbuilder2';
import { format } from '../../../../harness/report/formats/svg.ts';
import { failing } from '../page/run.ts';
import { SAMPLE } from '../sample.ts';

/** The text of a picture, if it is XML. */
function textIn(svg: string): string {
  const root = create(svg).root().node as unknown as { textContent: string };
  return root.textContent;
}

test('verdict, counts, causes, each suite, and what a call costs', () => {
  const text = textIn(format(failing()));
  for (const part of ['static calls: ERROR', 'cells, ', 'no landing pad', 'bti', 'fail 1', '8  v7'])
    expect(text).toContain(part);
});

test('it stands alone: colours are in it, nothing is loaded, and it has a size', () => {
  const svg = format(SAMPLE);
  expect(svg).not.toMatch(/var\(--(?!plot)|url\(|href|<script|NaN|undefined/);
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+" height="\d+"/);
});

test('whatever a subject says is text', () => {
  const says = `<script>alert(1)</script>"'&`;
  const svg = format(failing(says));
  expect(svg).not.toContain('<script');
  expect(textIn(svg)).toContain(says);
});

test('no cell at all is a picture too', () => {
  expect(textIn(format({ verdict: 'error', cells: [], notes: [] }))).toContain('0 cells');
});
