// SPDX-License-Identifier: GPL-2.0-only
// Where an image has its trampolines and their literals: its sections to scale, and below them each page of 4 KiB that has any, with a line from
// the page of the ADRP to the page that it leads to.

import type { AddressRun, Layout } from '../../base/layout.ts';
import type { ImageOf } from '../../base/verdict.ts';
import { html, type Markup } from './markup.ts';

const PAGE = 4096n;
const WIDTH = 400;
/** A page's bar, and what stands above it. */
const BAR = 12;
const ROW = 36;
const COLUMN = 158;
/** Where the two columns of pages begin. */
const LEFT = 0;
const RIGHT = WIDTH - COLUMN;
/** More pages than these are counted, and not drawn. */
const MOST = 24;
/** A letter of a name below it. */
const LETTER = 7.2;
/** The bar of all sections. */
const MAP = 26;

interface Extent {
  from: bigint;
  to: bigint;
}

interface Page {
  page: bigint;
  count: number;
  extents: Extent[];
}

/** The pictures of some images. */
export function memorySection(images: readonly ImageOf[]): Markup {
  return html`<p>As each image is linked. A line leads from the page of an ADRP to the page that it names; the number of each page is how many begin in it.</p>
<div class="row">
${images.map(memory)}</div>`;
}

/** An image's picture, and what it says in words. */
function memory({ subject, machines, layout }: ImageOf): Markup {
  const [trampolines, literals] = [pagesOf(layout.trampolines), pagesOf(layout.literals)];
  const total = (pages: readonly Page[]) => pages.reduce((sum, { count }) => sum + count, 0);
  const words = [
    counted(total(trampolines), 'trampoline', trampolines.length),
    total(literals) > 0 ? counted(total(literals), 'literal', literals.length) : 'no literal that is found',
  ].join('; ');
  return html`<figure class="memory"><figcaption><h3>${subject}</h3> <small>${machines.join(', ')}</small><br>${words}</figcaption>
${picture(layout, trampolines, literals, `${subject}: ${words}`)}
${exampleOf(layout)}</figure>
`;
}

function counted(count: number, word: string, pages: number): string {
  return `${count} ${word}${count === 1 ? '' : 's'} in ${pages} ${pages === 1 ? 'page' : 'pages'} of 4 KiB`;
}

function exampleOf({ example, sections }: Layout): Markup | undefined {
  if (!example) return undefined;
  const { symbol, at, literal } = example;
  const home = (address: string) => {
    const value = BigInt(address);
    return sections.find(({ from, bytes }) => value >= BigInt(from) && value < BigInt(from) + BigInt(bytes))
      ?.name;
  };
  if (literal === undefined)
    return html`<p><code>${symbol}</code> is at <code>${at}</code>, ${home(at)}.</p>`;
  const pages = BigInt(literal) / PAGE - BigInt(at) / PAGE;
  return html`<p><code>${symbol}</code> is at <code>${at}</code>, ${home(at)}; its literal at <code>${literal}</code>, ${home(literal)}, ${String(pages < 0n ? -pages : pages)} pages ${pages < 0n ? 'before' : 'behind'} it.</p>`;
}

/** Each page that some things are in, even in part, and how many begin there. */
function pagesOf(runs: readonly AddressRun[]): Page[] {
  const pages = new Map<bigint, Page>();
  const at = (page: bigint): Page => {
    const known = pages.get(page) ?? { page, count: 0, extents: [] };
    pages.set(page, known);
    return known;
  };
  for (const { from, bytes, stride, count } of runs)
    for (let index = 0; index < count; index++) {
      const start = BigInt(from) + BigInt(index * stride);
      const end = start + BigInt(bytes);
      at(start / PAGE).count += 1;
      for (let page = start / PAGE; page * PAGE < end; page++) {
        const { extents } = at(page);
        const last = extents.at(-1);
        const piece = { from: larger(start, page * PAGE), to: smaller(end, (page + 1n) * PAGE) };
        // Padding up to the next alignment is not to be seen, and makes a thousand pieces of one.
        if (last && piece.from - last.to < 16n) last.to = piece.to;
        else extents.push(piece);
      }
    }
  return [...pages.values()].sort((a, b) => (a.page < b.page ? -1 : 1));
}

const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);

function picture(
  layout: Layout,
  trampolines: readonly Page[],
  literals: readonly Page[],
  label: string,
): Markup {
  const top = MAP + 62;
  const rows = Math.min(Math.max(trampolines.length, literals.length), MOST);
  const left = trampolines.length > MOST || literals.length > MOST ? 16 : 0;
  const height = top + rows * ROW + left;
  return html`<svg role="img" aria-label="${label}" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}">
${map(layout)}
<text y="${top - 12}" class="head">trampolines</text>
${literals.length > 0 ? html`<text x="${RIGHT}" y="${top - 12}" class="head">literals</text>` : undefined}
${links(layout, trampolines, literals, top)}${column(trampolines, LEFT, top, 'trampolines')}${column(literals, RIGHT, top, 'literals')}</svg>`;
}

/** The sections that are read-only from the first to the last, to scale, with what lies in them. */
function map({ sections, trampolines, literals }: Layout): Markup | undefined {
  const fixed = sections.filter(({ access }) => access === 'r' || access === 'rx');
  const [first, last] = [fixed[0], fixed.at(-1)];
  if (!first || !last) return undefined;
  const from = BigInt(first.from);
  const bytes = Number(BigInt(last.from) + BigInt(last.bytes) - from);
  const x = (address: string) => round((Number(BigInt(address) - from) / bytes) * WIDTH);
  const boxes = fixed.map(
    (one) =>
      html`<rect class="${one.access}" x="${x(one.from)}" y="14" width="${round(Math.max((one.bytes / bytes) * WIDTH, 1))}" height="${MAP - 6}"><title>${one.name}: ${one.access}, ${one.bytes} bytes at ${one.from}</title></rect>`,
  );
  const names = fixed
    .filter(({ name, bytes: size }) => (size / bytes) * WIDTH > name.length * LETTER)
    .map((one) => html`<text x="${x(one.from)}" y="${MAP + 20}">${one.name}</text>`);
  const marks = (runs: readonly AddressRun[], kind: string) =>
    runs.map(
      (run) =>
        html`<rect class="${kind}" x="${x(run.from)}" y="${MAP - 2}" width="${round(Math.max((((run.count - 1) * run.stride + run.bytes) / bytes) * WIDTH, 1.5))}" height="10"/>`,
    );
  return html`<text y="10">${first.from}</text><text x="${WIDTH}" y="10" text-anchor="end">${Math.round(bytes / 1024)} KiB: code and read-only data</text>
${boxes}${names}
${marks(trampolines, 'trampolines')}${marks(literals, 'literals')}`;
}

function column(pages: readonly Page[], x: number, top: number, kind: string): Markup {
  const rows = pages.slice(0, MOST).map(({ page, count, extents }, index) => {
    const y = top + index * ROW;
    const scale = (address: bigint) => (Number(address - page * PAGE) / Number(PAGE)) * COLUMN;
    const bars = extents.map(
      ({ from, to }) =>
        html`<rect class="${kind}" x="${round(x + scale(from))}" y="${y + 14}" width="${round(Math.max(scale(to) - scale(from), 1))}" height="${BAR}"/>`,
    );
    return html`<text x="${x}" y="${y + 10}">0x${(page * PAGE).toString(16)}</text><text x="${x + COLUMN}" y="${y + 10}" text-anchor="end">${count}</text>
<rect class="page" x="${x}" y="${y + 14}" width="${COLUMN}" height="${BAR}"/>${bars}
`;
  });
  const more = pages.length - MOST;
  return more > 0
    ? html`${rows}<text x="${x}" y="${top + MOST * ROW + 10}">and ${more} more pages</text>`
    : html`${rows}`;
}

/** Thicker where there are more. */
function links(
  { reach }: Layout,
  trampolines: readonly Page[],
  literals: readonly Page[],
  top: number,
): Markup[] {
  const heightOf = (pages: readonly Page[], address: string): number | undefined => {
    const index = pages.findIndex(({ page }) => page === BigInt(address) / PAGE);
    return index < 0 || index >= MOST ? undefined : top + index * ROW + 14 + BAR / 2;
  };
  return reach.flatMap(({ from, to, count }) => {
    const [y1, y2] = [heightOf(trampolines, from), heightOf(literals, to)];
    if (y1 === undefined || y2 === undefined) return [];
    return html`<line x1="${LEFT + COLUMN}" y1="${y1}" x2="${RIGHT}" y2="${y2}" stroke-width="${round(0.5 + Math.log2(count + 1) / 2)}"/>\n`;
  });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
