// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { create } from 'xmlbuilder2';
import { costPicture } from '../../../../harness/cost/page/svg.ts';
import { playedCosts } from '../documents.ts';

/** The text of a picture, if it is XML. */
function textIn(svg: string): string {
  const root = create(svg).root().node as unknown as { textContent: string };
  return root.textContent;
}

test('each place with what its numbers are, verdicts, models by their name', () => {
  const svg = costPicture(playedCosts());
  const text = textIn(svg);
  for (const part of [
    'ERROR, 4 places: a control fails',
    'mine on first mine (measured)',
    'subject: faster',
    'subject: slower',
    'control a-a FAILS',
    'mine on played by QEMU (emulated)',
    'nothing of them is shown',
    'a MODEL, no measurement',
  ])
    expect(text).toContain(part);
  expect(text).not.toMatch(/432[01]/); // What `subject` costs where a control fails.
  expect(svg).not.toMatch(/var\(--(?!plot)|url\(|href|<script|NaN|undefined/);
});

test('whatever a machine is called is text', () => {
  const says = `<script>alert(1)</script>"'&`;
  const svg = costPicture(playedCosts(says));
  expect(svg).not.toContain('<script');
  expect(textIn(svg)).toContain(says);
});
