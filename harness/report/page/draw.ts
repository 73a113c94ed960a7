// SPDX-License-Identifier: GPL-2.0-only
// Observable Plot where there is no browser. Loaded for a page or a picture alone: it is as large as all the rest of sct.

import { type PlotOptions, plot } from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { html } from './markup.ts';

export {
  axisFy,
  axisX,
  axisY,
  barX,
  cell,
  dot,
  gridX,
  gridY,
  lineY,
  rect,
  ruleX,
  ruleY,
  text,
} from '@observablehq/plot';

/** As much of an element as is used here; the types of a browser are not those of this project. */
interface Drawn {
  outerHTML: string;
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
  const { outerHTML }: Drawn = plot({ ...options, document });
  // Written here, since linkedom leaves a `<` in an attribute as it is, which XML does not allow.
  const head = html`<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${label}" `.text;
  const svg = outerHTML.replace('<svg ', () => head);
  return { svg, width: options.width, height: options.height };
}
