// SPDX-License-Identifier: GPL-2.0-only
// The run as one picture for a mail or a slide: suites by cells, and below them what a call costs. On white, with no style sheet of a page.

import { tallied } from '../../base/tally.ts';
import { type RunReport, VERDICTS, verdictsOf } from '../../base/verdict.ts';
import { causesOf } from '../../verdict/causes/causes.ts';
import { inWords } from '../../verdict/outcome.ts';
import { costTables } from '../costs.ts';
import { costPlot } from '../page/cost-plot.ts';
import { html, Markup } from '../page/markup.ts';
import { matrixPlot } from '../page/matrix-plot.ts';
import { LIGHT } from '../page/palette.ts';

const EDGE = 12;
const LINE = 24;

/** The run as SVG. */
export function format(report: RunReport): string {
  const { verdict, cells } = report;
  const results = cells.flatMap((cell) => cell.results);
  const causes = report.causes ?? causesOf(cells);
  const counts = tallied(VERDICTS, verdictsOf(results)) || 'none';
  const lines = [
    `static calls: ${inWords(verdict).toUpperCase()}`,
    `${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}, ${results.length} ${results.length === 1 ? 'case' : 'cases'}: ${counts}`,
    ...(results.length > 0
      ? ['in each square the worst that there is, and how often; a number alone: so many pass']
      : []),
    ...causes.slice(0, 3).map(({ name }) => name),
    ...(causes.length > 3 ? [`and ${causes.length - 3} more causes`] : []),
  ];
  const [table] = costTables(cells);
  const plots = [
    ...(results.length > 0 ? [matrixPlot(cells, LIGHT)] : []),
    ...(table?.exact ? [costPlot(table, LIGHT)] : []),
  ].filter((plot) => plot !== undefined);
  let y = EDGE + lines.length * LINE + 8;
  const placed = plots.map(({ svg, height }) => {
    const at = y;
    y += height + EDGE;
    return new Markup(svg.replace('<svg ', `<svg x="${EDGE}" y="${at}" `));
  });
  const widest = Math.max(...plots.map(({ width }) => width), 460);
  const [width, height] = [widest + 2 * EDGE, y];
  const text = lines.map(
    (line, index) =>
      html`<text x="${EDGE}" y="${EDGE + 16 + index * LINE}" font-size="${index === 0 ? 18 : 14}" font-weight="${index === 0 ? 'bold' : 'normal'}">${line}</text>\n`,
  );
  return `${
    html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" fill="${LIGHT.text}">
<title>${lines.slice(0, 2).join(', ')}</title>
<rect width="${width}" height="${height}" fill="${LIGHT.ground}"/>
${text}${placed}
</svg>`.text
  }\n`;
}
