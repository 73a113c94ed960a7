// SPDX-License-Identifier: GPL-2.0-only
// The pages of --html, of a run and of what calls cost, in a real browser, without scripts. Where there is no chromium it is skipped by name; a chromium that SCT_CHROMIUM names must
// be there (.github/workflows/ci.yml).

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { costPage } from '../../harness/cost/page/html.ts';
import { format } from '../../harness/report/formats/html.ts';
import { DARK, LIGHT } from '../../harness/report/page/palette.ts';
import { locateTool } from '../../harness/tool/lookup.mjs';
import { findTool, toolNamed } from '../../harness/tool/tools.ts';
import { playedCosts } from '../unit/cost/documents.ts';
import { failing } from '../unit/report/page/run.ts';

const isHere = locateTool(toolNamed('chromium')) !== undefined || process.env.SCT_CHROMIUM !== undefined;
/** What a hostile subject says; in the page it must be text. */
const HOSTILE = `<script>alert(1)</script></pre><img src=http://127.0.0.1:9/x onerror="alert(2)">`;

describe.skipIf(!isHere)('in chromium, which `npm run setup:full` installs', () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sct-page-'));
    writeFileSync(join(folder, 'failing.html'), format(failing('mine')));
    writeFileSync(join(folder, 'hostile.html'), format(failing(HOSTILE)));
    writeFileSync(join(folder, 'cost.html'), costPage(playedCosts()));
    writeFileSync(join(folder, 'cost-hostile.html'), costPage(playedCosts(HOSTILE)));
    // Its own sandbox refuses to be root's.
    const chromiumSandbox = process.getuid?.() !== 0;
    browser = await chromium.launch({ executablePath: findTool('chromium'), chromiumSandbox });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a page and hands it on, with all that the browser complained of or asked for besides. */
  async function open(
    name: string,
    options: BrowserContextOptions,
    use: (page: Page) => Promise<void>,
  ): Promise<string[]> {
    const context = await browser.newContext({ javaScriptEnabled: false, ...options });
    try {
      const page = await context.newPage();
      const url = `file://${join(folder, name)}`;
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('dialog', (dialog) => {
        complaints.push(dialog.message());
        void dialog.dismiss();
      });
      page.on('request', (request) => {
        if (request.url() !== url && !request.url().startsWith('data:')) complaints.push(request.url());
      });
      await page.goto(url);
      await use(page);
      return complaints;
    } finally {
      await context.close();
    }
  }

  /** The colour of `property` of what a selector finds, as `#rrggbb`. */
  async function colourOf(page: Page, selector: string, property: string): Promise<string> {
    const text: string = await page
      .locator(selector)
      .first()
      .evaluate(
        (element, name) => element.ownerDocument.defaultView.getComputedStyle(element).getPropertyValue(name),
        property,
      );
    const parts = text.match(/\d+/g)?.slice(0, 3) ?? [];
    return `#${parts.map((part) => Number(part).toString(16).padStart(2, '0')).join('')}`;
  }

  test.each([
    ['light', LIGHT],
    ['dark', DARK],
  ] as const)('%s: its colours, and nothing to complain of', async (colorScheme, colours) => {
    const complaints = await open('failing.html', { colorScheme }, async (page) => {
      expect(await colourOf(page, 'body', 'background-color')).toBe(colours.ground);
      expect(await colourOf(page, 'td.f', 'background-color')).toBe(colours.verdicts.fail[0]);
      expect(await colourOf(page, 'td.f a', 'color')).toBe(colours.verdicts.fail[1]);
      expect(await colourOf(page, '#costs svg text', 'fill')).toBe(colours.text);
    });
    expect(complaints).toEqual([]);
  });

  test.each([
    ['light', LIGHT],
    ['dark', DARK],
  ] as const)('%s: the plots of costs have its colours', async (colorScheme, colours) => {
    const complaints = await open('cost.html', { colorScheme }, async (page) => {
      expect(await colourOf(page, 'body', 'background-color')).toBe(colours.ground);
      expect(await colourOf(page, '#place-0 svg text', 'fill')).toBe(colours.text);
      const dots = await page.locator('#place-0 svg').first().locator('circle').all();
      const fills = await Promise.all(dots.map((one) => one.getAttribute('fill')));
      expect(new Set(fills)).toEqual(new Set(['var(--series0)', 'var(--series2)', 'var(--series3)']));
      expect(await colourOf(page, '#place-0 svg circle', 'fill')).toBe(colours.series[0]);
    });
    expect(complaints).toEqual([]);
  });

  test.each([
    ['failing.html', 360],
    ['failing.html', 1280],
    ['cost.html', 360],
    ['cost.html', 1280],
  ] as const)('%s: at %i pixels the page does not scroll sideways', async (name, width) => {
    await open(name, { viewport: { width, height: 740 } }, async (page) => {
      // Whatever is folded is looked at, too.
      const folded = page.locator('details:not([open]) > summary');
      while ((await folded.count()) > 0) await folded.first().click();
      const scrolls = await page.locator('html').evaluate((html) => html.scrollWidth);
      expect(scrolls).toBeLessThanOrEqual(width);
    });
  });

  test('the Tab key comes to every failure, and Enter to what it said', async () => {
    await open('failing.html', {}, async (page) => {
      const due = await page.locator('td a').count();
      const reached = new Set<string>();
      let focused = page.locator('body');
      for (let presses = 0; presses < 500 && reached.size < due; presses++) {
        await page.keyboard.press('Tab');
        focused = page.locator(':focus');
        const label = await focused.getAttribute('aria-label', { timeout: 1000 }).catch(() => null);
        if (label !== null && (await focused.getAttribute('href')) !== null) reached.add(label);
      }
      expect([due > 0, reached.size]).toEqual([true, due]);
      const href = await focused.getAttribute('href');
      await page.keyboard.press('Enter');
      expect(await page.locator(`[id="${href?.slice(1)}"]`).isVisible()).toBe(true);
      expect(page.url()).toContain(href);
    });
  });

  test('a link to a suite that is folded unfolds it', async () => {
    await open('failing.html', {}, async (page) => {
      expect(await page.locator('#suite-control').isVisible()).toBe(false);
      await page.locator('a[href="#suite-control"]').click();
      expect(await page.locator('#suite-control').isVisible()).toBe(true);
    });
  });

  // Scripts are on: were there one, it would run.
  test.each([
    ['hostile.html', 'h1'],
    ['cost-hostile.html', '#place-0 h2'],
  ] as const)('%s: whatever a subject or a machine is called is text', async (name, heading) => {
    const complaints = await open(name, { javaScriptEnabled: true }, async (page) => {
      expect(await page.locator('script, img').count()).toBe(0);
      expect(await page.locator(heading).textContent()).toContain(HOSTILE);
    });
    expect(complaints).toEqual([]);
  });
});
