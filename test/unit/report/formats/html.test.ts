// SPDX-License-Identifier: GPL-2.0-only
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { type RunReport, VERDICTS, type Verdict } from '../../../../harness/base/verdict.ts';
import { format } from '../../../../harness/report/formats/html.ts';
import { CLASSES } from '../../../../harness/report/page/matrix.ts';
import { closingLine } from '../../../../harness/report/sections.ts';
import { failing } from '../page/run.ts';
import { cell, result, SAMPLE } from '../sample.ts';

/** As much of an element as these tests look at. */
interface Element {
  id: string;
  textContent: string;
  getAttribute(name: string): string | null;
  hasAttribute(name: string): boolean;
  closest(selector: string): Element | null;
  querySelectorAll(selector: string): Iterable<Element>;
}

function pageOf(report: RunReport) {
  const text = format(report);
  const { document } = parseHTML(text) as unknown as { document: Element };
  const all = (selector: string, under = document) => [...under.querySelectorAll(selector)];
  return { text, all };
}

const resultsOf = ({ cells }: RunReport) => cells.flatMap(({ results }) => results);

test('every result is in the matrix once, under its word, as the other reports count them', () => {
  const report = failing();
  const { all } = pageOf(report);
  for (const verdict of VERDICTS) {
    const due = resultsOf(report).filter((one) => one.verdict === verdict).length;
    const shown = all(`details tbody td.${CLASSES[verdict]}`);
    expect([verdict, shown.length]).toEqual([verdict, due]);
    expect(new Set(shown.map(({ textContent }) => textContent))).toEqual(new Set([verdict]));
  }
  const [header] = all('header');
  expect(`ERROR ${header?.textContent}`).toContain(closingLine(report).replace(/^.*?ERROR\S* /, ''));
});

test('what failed is open and told in full, what passed is folded', () => {
  const { all } = pageOf(failing('mine'));
  const open = all('#matrix > details').map((one) => [
    all('h3', one)[0]?.textContent,
    one.hasAttribute('open'),
  ]);
  expect(Object.fromEntries(open)).toMatchObject({ abi: true, bti: true, control: false, cost: false });
  const cause = all('#causes article').find(({ textContent }) => textContent.includes('no landing pad'));
  expect(cause?.textContent).toContain('FAIL no landing pad');
  for (const told of [
    'mine on host, max, max-el2',
    'Because mine.',
    '__SCT__a: got mine',
    '> nop mine ← here',
    '/home/u/mine/static_call.h:12',
    'esr=0x36000002, elr=0x90',
    'again: npx sct run --tree /home/u/mine --machine host --case abi.landing_pad --keep',
    'in gdb: npx sct debug --tree /home/u/mine',
  ])
    expect(cause?.textContent).toContain(told);
});

test('each result that went wrong is a link to what it said', () => {
  const report = failing();
  const { all } = pageOf(report);
  const ids = new Set(all('[id]').map(({ id }) => id));
  for (const link of all('a[href]')) expect(ids).toContain(link.getAttribute('href')?.slice(1));
  const wrong = resultsOf(report).filter(({ verdict }) => verdict === 'fail' || verdict === 'error');
  expect(all('details td a')).toHaveLength(wrong.length);
  expect(ids.size).toBe(all('[id]').length);
});

test('machines that said the same, but for addresses, say it once', () => {
  const { all } = pageOf(failing());
  const blr = all('.results li').find(({ textContent }) => textContent.startsWith('bti.blr'));
  expect(blr?.textContent).toContain('max, max-el2: unexpected Branch Target exception');
  expect(blr?.textContent).not.toContain('elr=0x91');
});

describe('whatever a subject says is text', () => {
  const says = `<script>alert(1)</script></pre></style><img src=x onerror="alert(2)">'"&lt;`;
  const { text, all } = pageOf(failing(says));

  test('no element comes of it', () => {
    expect(all('script, img, iframe, object, embed, form, base')).toEqual([]);
    expect(all('style')).toHaveLength(1 + all('figure svg style').length);
    for (const element of all('*'))
      for (const attribute of ['onerror', 'onload', 'onclick', 'src', 'action', 'srcdoc'])
        expect(element.hasAttribute(attribute)).toBe(false);
  });

  test('it is there as it was', () => {
    const places = ['#causes', '#matrix', '#notes', '#memory', '#made-of', 'title', 'h1'];
    for (const place of places.filter((one) => one !== '#matrix' && one !== 'title'))
      expect(all(place)[0]?.textContent).toContain(says);
    expect(text).not.toContain('<script');
  });
});

test('it needs nothing but itself', () => {
  const { text, all } = pageOf(failing());
  for (const element of all('[href]')) expect(element.getAttribute('href')).toMatch(/^(?:#|data:,$)/);
  expect(text).not.toMatch(/@import|url\(|<script|\bsrc=/i);
  expect(all('meta[http-equiv]')[0]?.getAttribute('content')).toMatch(/^default-src 'none'/);
});

test('what is not exact is no picture, and what is exact says what it is', () => {
  const exact = pageOf(SAMPLE);
  expect(exact.all('#costs h2')[0]?.textContent).toBe('What a call costs: instructions, not time');
  expect(exact.all('#costs svg')[0]?.textContent).toContain('8  v7');
  expect(exact.all('#costs table')[0]?.textContent).toContain('tramp');
  const times = pageOf({ ...SAMPLE, cells: SAMPLE.cells.filter(({ machine }) => machine === 'max') });
  expect(times.all('#costs svg')).toEqual([]);
  expect(times.all('#costs h2')[0]?.textContent).toBe('What a call costs: median and spread');
});

test('trampolines and literals by page', () => {
  const [figure] = pageOf(failing()).all('#memory figure');
  const { all } = pageOf(failing());
  expect(figure?.textContent).toContain('3 trampolines in 2 pages of 4 KiB; 3 literals in 1 page of 4 KiB');
  expect(figure?.textContent).toContain(
    '__SCT__a is at 0x11fe0, .text; its literal at 0x14388, .rodata, 3 pages',
  );
  expect(all('#memory line')).toHaveLength(2);
  const bars = all('#memory rect.trampolines').map((bar) => Number(bar.getAttribute('width')));
  // To scale: 72 of the 0x5000 bytes that 400 pixels are; of a page of 158 its last 32 bytes, and the first 40 of the next.
  expect(bars).toEqual([1.5, 1.2, 1.5]);
});

test('a subject that nobody can judge is told so in each of its cells', () => {
  const unbuilt = result('build', 'compile', { verdict: 'skip', reason: 'not judged: the guest lacks f' });
  const { all } = pageOf({
    verdict: 'unjudged',
    cells: [cell('max', [unbuilt], { verdict: 'unjudged' })],
    notes: [],
  });
  expect(all('h1')[0]?.textContent).toContain('NOT JUDGED');
  expect(all('details tbody td')[0]?.textContent).toBe('not judged');
  expect(all('#causes')[0]?.textContent).toContain('the guest lacks f');
});

test('no cell at all is a page too', () => {
  const { all } = pageOf({ verdict: 'error', cells: [], notes: ['22 of 22 cells never began'] });
  expect(all('header')[0]?.textContent).toContain('0 cells, 0 cases: none');
});

test('the default matrix is well under a megabyte', () => {
  const verdicts: Verdict[] = ['pass', 'pass', 'pass', 'skip'];
  const machine = (index: number) =>
    cell(
      `machine-${index}`,
      Array.from({ length: 204 }, (_, nth) =>
        result(`suite_${nth % 20}`, `a_case_with_a_long_name_${nth}`, {
          verdict: verdicts[nth % 4] ?? 'pass',
          reason: nth % 4 === 3 ? `this machine has no such thing as ${nth % 7}` : '',
        }),
      ),
    );
  const { text } = pageOf({
    verdict: 'pass',
    cells: Array.from({ length: 22 }, (_, index) => machine(index)),
    notes: [],
  });
  expect(text.length).toBeLessThan(500_000);
});
