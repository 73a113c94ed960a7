// SPDX-License-Identifier: GPL-2.0-only
// The experiment as one picture for a mail or a slide: of each place the trampolines against kCFI's check, working sets, one hot site. On white.

import type { Document } from '../../report/documents.ts';
import type { Drawing } from '../../report/page/draw.ts';
import { html, Markup } from '../../report/page/markup.ts';
import { LIGHT } from '../../report/page/palette.ts';
import { inWords } from '../../verdict/outcome.ts';
import { FAR, grouped, WORKING_SET } from '../forms.ts';
import type { CostPlace } from '../place.ts';
import { aboutPlace, closingWords, columnOf, isShown } from '../words.ts';
import { differencePlot, formsPlot, modelsPlot, setsPlot } from './plots.ts';

const EDGE = 12;
const LINE = 22;
const COLUMN = 460;

/** What stands below one heading. */
interface Block {
  title: string;
  lines: string[];
  plots: (Drawing | undefined)[];
}

/** The result as SVG: places one below another, the plots of each side by side. */
export function costPicture(cost: Document<'cost'>): string {
  const { verdict, places, models } = cost;
  const blocks: Block[] = [
    ...places.map(blockOf),
    ...(models.length > 0
      ? [
          {
            title: 'models, not measurements',
            lines: ['by llvm-mca, which knows neither caches nor prediction'],
            plots: [modelsPlot(models, LIGHT)],
          },
        ]
      : []),
  ];
  const head = `what a static call costs: ${inWords(verdict).toUpperCase()}, ${closingWords(cost)}`;
  let y = EDGE + 20;
  const placed = [textAt(EDGE, y, head, 18)];
  let widest = COLUMN;
  for (const { title, lines, plots } of blocks) {
    y += LINE + 8;
    placed.push(textAt(EDGE, y, title, 15));
    for (const line of lines) {
      y += LINE - 4;
      placed.push(textAt(EDGE, y, line, 13));
    }
    y += EDGE;
    const drawn = plots.filter((plot) => plot !== undefined);
    drawn.forEach(({ svg }, index) => {
      const x = EDGE + index * (COLUMN + 2 * EDGE);
      placed.push(new Markup(`${svg.replace('<svg ', `<svg x="${x}" y="${y}" `)}\n`));
    });
    y += Math.max(0, ...drawn.map(({ height }) => height));
    widest = Math.max(widest, drawn.length * (COLUMN + 2 * EDGE) - 2 * EDGE);
  }
  const [width, height] = [widest + 2 * EDGE, y + EDGE];
  return `${
    html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" fill="${LIGHT.text}">
<title>${head}</title>
<rect width="${width}" height="${height}" fill="${LIGHT.ground}"/>
${placed}</svg>`.text
  }\n`;
}

function blockOf(place: CostPlace): Block {
  const failed = place.controls.filter(({ verdict }) => verdict === 'fails');
  const lines = [
    ...aboutPlace(place),
    ...failed.map(({ name, says }) => `control ${name} FAILS: ${says}`.slice(0, 120)),
  ];
  const sets = place.workloads.filter(({ name }) => WORKING_SET.test(name) && !FAR.test(name));
  const [first] = grouped(place.workloads);
  const plots = isShown(place)
    ? [
        differencePlot(place, LIGHT),
        setsPlot(place, 'working sets', sets, LIGHT),
        first && formsPlot(place, first.title, first.workloads, LIGHT),
      ]
    : [];
  return { title: columnOf(place), lines, plots };
}

function textAt(x: number, y: number, line: string, size: number): Markup {
  return html`<text x="${x}" y="${y}" font-size="${size}" font-weight="${size > 13 ? 'bold' : 'normal'}">${line}</text>\n`;
}
