// SPDX-License-Identifier: GPL-2.0-only
// The page of the experiment: each column says what it is, and what is not to be believed is not there.

import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { costPage } from '../../../../harness/cost/page/html.ts';
import { isShown } from '../../../../harness/cost/words.ts';
import { playedCosts } from '../documents.ts';

/** As much of an element as these tests look at. */
interface Element {
  textContent: string;
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): Iterable<Element>;
}

const COSTS = playedCosts();
const TEXT = costPage(COSTS);
const { document } = parseHTML(TEXT) as unknown as { document: Element };
const all = (selector: string) => [...document.querySelectorAll(selector)];
const textOf = (selector: string) => all(selector).map(({ textContent }) => textContent);

test('each place is headed by what its numbers are', () => {
  expect(textOf('h2')).toEqual([
    'Side by side',
    'mine on first mine (measured)',
    'mine on second (measured)',
    'mine on broken (measured)',
    'mine on played by QEMU (emulated)',
    'Models, not measurements',
    'Notes',
  ]);
  expect(textOf('header').join()).toContain('ERROR what a static call costs: mine');
});

test('controls are told, with what they say', () => {
  const [, second] = COSTS.places;
  const rows = textOf('#place-1 table tr');
  for (const { name, says } of second?.controls ?? []) {
    const row = rows.find((one) => one.startsWith(name));
    expect(row).toContain(says);
  }
  expect(textOf('#place-2 .f').join()).toBe('fails');
});

test('plots have every estimate in words, and intervals', () => {
  const plots = all('#place-0 svg').map((svg) => svg.getAttribute('aria-label'));
  expect(plots).toEqual([
    "mine on first mine: trampolines, compared with kCFI's check",
    'mine on first mine, working sets: what each form costs',
    'mine on first mine, one site: what each form costs',
    'mine on first mine, a line that was evicted: what each form costs',
  ]);
  const [place] = COSTS.places;
  const drawn = textOf('#place-0 svg text').join(' | ');
  for (const { form, cost } of place?.workloads[0]?.forms.filter((one) => one.form !== 'again') ?? [])
    expect(drawn).toContain(`${Math.round(cost.estimate * 100) / 100}  ${form}`);
  expect(drawn).toContain('subject: faster');
  expect(textOf('#place-1 svg text').join(' | ')).toContain('subject: slower');
  expect(textOf('#side-by-side svg text')).toContain('second: slower');
});

test('where a control fails, or an emulator keeps the time, there is no number and no plot', () => {
  expect(COSTS.places.map(isShown)).toEqual([true, true, false, false]);
  for (const id of ['#place-2', '#place-3']) {
    expect(all(`${id} svg`)).toEqual([]);
    expect(all(`${id} details`)).toEqual([]);
  }
  // It is in the JSON, for whoever looks for the reason.
  const [, , broken] = COSTS.places;
  expect(broken?.workloads[0]?.forms.map(({ cost }) => Math.round(cost.estimate))).toContain(4321);
  expect(textOf('td, svg text').join(' ')).not.toMatch(/432[01]/);
  const row = textOf('#side-by-side tbody tr').find((one) => one.startsWith('hot'));
  expect(row).toMatch(/faster by .*slower by .*a control failsnot shown$/);
});

test('models are called models wherever they stand', () => {
  const [section] = textOf('#models');
  expect(section).toContain('MODELS, not measurements');
  expect(section).toContain('a MODEL, no measurement');
  expect(section).toContain('17.02  kcfi');
});

test('it needs nothing but itself, and what a machine is called is text', () => {
  const says = '<script>alert(1)</script><img src=x>"\'&';
  const text = costPage(playedCosts(says));
  expect(text).not.toMatch(/<script|<img|NaN|undefined|http:\/\/(?!www\.w3\.org)/);
  const page = parseHTML(text) as unknown as { document: Element };
  expect([...page.document.querySelectorAll('h2')][1]?.textContent).toContain(says);
});
