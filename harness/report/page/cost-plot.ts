// SPDX-License-Identifier: GPL-2.0-only
// What a call costs, as bars: one for each subject and form of call, each with its number and its name.

import { UNJUDGED } from '../../verdict/cost-table.ts';
import type { CostTable } from '../costs.ts';
import { axisFy, axisX, barX, type Drawing, draw, gridX, ruleX, text } from './draw.ts';
import { type Colours, seriesColour } from './palette.ts';

/** A phone shows as much without making the letters smaller than it likes. */
const WIDTH = 460;
const BAR = 17;
const GAP = 9;
const FONT = 13;

interface Bar {
  form: string;
  subject: string;
  value: number;
  colour: string;
}

/** The calls of a table of exact counts. Undefined if there is none: an update is no call, and would leave the others no room. */
export function costPlot({ title, head, rows }: CostTable, colours: Colours): Drawing | undefined {
  const subjects = head.slice(1);
  const bars = rows
    .filter(([form = '']) => !UNJUDGED.has(form))
    .flatMap(([form = '', ...values]) =>
      values.flatMap((value, index): Bar[] => {
        const count = Number(value);
        const subject = subjects[index] ?? '';
        return Number.isFinite(count)
          ? [{ form, subject, value: count, colour: seriesColour(colours, index) }]
          : [];
      }),
    );
  if (bars.length === 0) return undefined;
  const forms = new Set(bars.map(({ form }) => form)).size;
  const most = Math.max(...bars.map(({ value }) => value));
  const longest = Math.max(...subjects.map(({ length }) => length));
  const margins = { marginLeft: 104, marginTop: 4, marginBottom: 40, marginRight: 8 };
  return draw(title, {
    width: WIDTH,
    height: margins.marginTop + margins.marginBottom + forms * (subjects.length * BAR + GAP),
    ...margins,
    style: { fontSize: `${FONT}px`, color: colours.text, background: 'none' },
    // Room for what stands behind the longest bar.
    x: { domain: [0, most], insetRight: 40 + longest * 8, label: 'instructions per call, not time' },
    y: { axis: null, domain: subjects, padding: 0.12 },
    fy: { axis: null, domain: [...new Set(bars.map(({ form }) => form))], padding: 0.12 },
    color: { type: 'identity' },
    marks: [
      gridX({ stroke: colours.line, strokeOpacity: 1, ticks: 5 }),
      axisX({ ticks: 5, labelAnchor: 'left', labelArrow: 'none', color: colours.text }),
      axisFy({ anchor: 'left', label: null, tickSize: 0, color: colours.text }),
      barX(bars, { fy: 'form', y: 'subject', x: 'value', fill: 'colour' }),
      text(bars, {
        ...{
          fy: 'form',
          y: 'subject',
          x: 'value',
          text: ({ value, subject }: Bar) => `${value}  ${subject}`,
        },
        ...{ textAnchor: 'start', dx: 5, fill: colours.text, stroke: colours.ground, strokeWidth: 4 },
      }),
      ruleX([0], { stroke: colours.text }),
    ],
  });
}
