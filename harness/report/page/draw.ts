// SPDX-License-Identifier: GPL-2.0-only
// Observable Plot where there is no browser. Loaded for a page or a picture alone: it is as large as all the rest of sct.

import { type PlotOptions, plot } from '@observablehq/plot';
import { parseHTML } from 'linkedom';

export { axisFy, axisX, axisY, barX, cell, gridX, ruleX, text } from '@observablehq/plot';

/** As much of an element as is used here; the types of a browser are not those of this project. */
interface Drawn {
  outerHTML: string;
  setAttribute(name: string, value: string): void;
}

/** A picture as SVG, and its size in pixels. */
export interface Drawing {
  svg: string;
  width: number;
  height: number;
}

/** A plot as SVG that stands in a page, or alone. `label`: what it shows, for whoever cannot see it. */
export function draw(label: string, options: PlotOptions & { width: number; height: number }): Drawing {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const svg: Drawn = plot({ ...options, document });
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return { svg: svg.outerHTML, width: options.width, height: options.height };
}
