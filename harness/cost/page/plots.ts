// SPDX-License-Identifier: GPL-2.0-only
// What calls cost as plots: each estimate a dot, its interval a bar behind it, its number and its name beside it, so that no colour has to be told
// from another.

import {
  axisFy,
  axisX,
  axisY,
  type Drawing,
  dot,
  draw,
  gridX,
  gridY,
  lineY,
  rect,
  ruleX,
  ruleY,
  text,
} from '../../report/page/draw.ts';
import type { Colours } from '../../report/page/palette.ts';
import { FORMS, TRAMPOLINES } from '../forms.ts';
import type { CostModel } from '../models.ts';
import type { CostPlace } from '../place.ts';
import type { Interval } from '../statistics.ts';

type Workload = CostPlace['workloads'][number];

/** A phone shows as much without making the letters smaller than it likes. */
const WIDTH = 460;
const ROW = 17;
const GAP = 10;
const FONT = 13;
const LETTER = 7.4;
const AXIS = 40;

/** Which of the palette's colours a form has: the check, the trampolines, and the rest in grey. */
const SERIES: Readonly<Record<string, number>> = { subject: 0, kcfi: 1, reviewed: 2, v7: 3 };
const GREY = 4;

function colourOf({ series }: Colours, form: string): string {
  return series[SERIES[form] ?? GREY] ?? series[0];
}

/** One line of a plot. */
interface Line extends Interval {
  /** What it stands under. */
  group: string;
  /** Which of the lines there it is. */
  line: string;
  label: string;
  colour: string;
}

interface Lines {
  label: string;
  /** What is on the axis, and what that is. */
  axis: string;
  /** Whether each line is drawn from 0. */
  fromZero: boolean;
  /** The margin, on either side of 0. */
  margin?: number;
}

function marks(lines: readonly Line[], colours: Colours, { axis, fromZero }: Lines) {
  const at = { fy: 'group', y: 'line' } as const;
  return [
    gridX({ stroke: colours.line, strokeOpacity: 1, ticks: 5 }),
    axisX({
      ticks: 5,
      label: axis,
      labelAnchor: 'left',
      labelArrow: 'none',
      color: colours.text,
    }),
    axisFy({ anchor: 'left', label: null, tickSize: 0, color: colours.text }),
    ...(fromZero
      ? [ruleY(lines, { ...at, x1: () => 0, x2: 'estimate', stroke: 'colour', strokeOpacity: 0.45 })]
      : []),
    ruleX([0], { stroke: colours.text }),
    ruleY(lines, { ...at, x1: 'low', x2: 'high', stroke: 'colour', strokeWidth: 7, strokeOpacity: 0.5 }),
    dot(lines, { ...at, x: 'estimate', r: 3.5, fill: 'colour' }),
    text(lines, {
      ...at,
      ...{ x: 'high', text: 'label', textAnchor: 'start', dx: 8 },
      ...{ fill: colours.text, stroke: colours.ground, strokeWidth: 4 },
    }),
  ];
}

/** Lines below one another, in groups with a name on the left. Undefined if there is none. */
function linesPlot(lines: readonly Line[], colours: Colours, about: Lines): Drawing | undefined {
  if (lines.length === 0) return undefined;
  const groups = [...new Set(lines.map(({ group }) => group))];
  const seen = [...new Set(lines.map(({ line }) => line))];
  const each = FORMS.some((form) => seen.includes(form)) ? FORMS.filter((form) => seen.includes(form)) : seen;
  const most = (values: readonly number[]) => Math.max(...values);
  const margin = about.margin ?? 0;
  const low = Math.min(0, -margin, ...lines.map((one) => one.low));
  const high = most([0, margin, ...lines.map((one) => one.high)]);
  const marginLeft = 14 + most(groups.map(({ length }) => length)) * LETTER;
  return draw(about.label, {
    width: WIDTH,
    height: 4 + AXIS + groups.length * (each.length * ROW + GAP),
    ...{ marginLeft, marginTop: 4, marginBottom: AXIS, marginRight: 8 },
    style: { fontSize: `${FONT}px`, color: colours.text, background: 'none' },
    x: {
      // One value alone has a place as well.
      domain: low === high ? [0, 1] : [low, high],
      // Room for what stands behind the longest.
      insetRight: 14 + most(lines.map(({ label }) => label.length)) * LETTER,
      insetLeft: low < 0 ? 6 : 0,
    },
    // A scale of points: as much beyond the first and the last as lies between two.
    y: { axis: null, domain: each, padding: 0.6 },
    fy: { axis: null, domain: groups, padding: 0.1 },
    color: { type: 'identity' },
    marks: [
      ...(margin > 0
        ? [
            rect(groups, {
              ...{ fy: (group: string) => group, x1: () => -margin, x2: () => margin },
              ...{ fill: colours.raised, stroke: colours.line },
            }),
          ]
        : []),
      ...marks(lines, colours, about),
    ],
  });
}

function numeral(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** What the axis says: a number that is counted is no time. */
function axisOf({ kind, unit }: CostPlace): string {
  return kind === 'counted' ? `${unit} per call, not time` : `${unit} per call`;
}

/** What each form costs in some workloads. */
export function formsPlot(
  place: CostPlace,
  title: string,
  workloads: readonly Workload[],
  colours: Colours,
): Drawing | undefined {
  const lines = workloads.flatMap(({ name, forms }) =>
    FORMS.flatMap((form): Line[] => {
      const cost = forms.find((one) => one.form === form)?.cost;
      return cost === undefined
        ? []
        : [
            {
              ...cost,
              ...{ group: name, line: form, colour: colourOf(colours, form) },
              label: `${numeral(cost.estimate)}  ${form}`,
            },
          ];
    }),
  );
  return linesPlot(lines, colours, {
    label: `${place.subject} on ${place.name}, ${title}: what each form costs`,
    axis: axisOf(place),
    fromZero: true,
  });
}

/** How far each trampoline is from kCFI's check, and the margin; where cycles were measured: counts have no interval, and the tables say all of them. */
export function differencePlot(place: CostPlace, colours: Colours): Drawing | undefined {
  if (place.kind !== 'measured') return undefined;
  const lines = place.workloads.flatMap(({ name, comparisons }) =>
    TRAMPOLINES.flatMap((form): Line[] => {
      const one = comparisons.find((each) => each.form === form);
      return one === undefined
        ? []
        : [
            {
              ...one.difference,
              ...{ group: name, line: form, colour: colourOf(colours, form) },
              label: `${form}: ${one.verdict}`,
            },
          ];
    }),
  );
  return linesPlot(lines, colours, {
    label: `${place.subject} on ${place.name}: trampolines, compared with kCFI's check`,
    axis: "cycles more than kCFI's check",
    fromZero: false,
    margin: place.margin,
  });
}

/** The subject's trampoline on several machines whose cycles somebody has measured, compared with kCFI's check. */
export function placesPlot(places: readonly CostPlace[], colours: Colours): Drawing | undefined {
  const measured = places.filter(({ kind, verdict }) => kind === 'measured' && verdict !== 'error');
  if (measured.length < 2) return undefined;
  const names = [...new Set(measured.flatMap(({ workloads }) => workloads.map(({ name }) => name)))];
  const lines = names.flatMap((group) =>
    measured.flatMap((place, index): Line[] => {
      const one = place.workloads
        .find(({ name }) => name === group)
        ?.comparisons.find(({ form }) => form === 'subject');
      return one === undefined
        ? []
        : [
            {
              ...one.difference,
              ...{ group, line: `${index}`, colour: colours.series[index % colours.series.length] ?? '' },
              label: `${place.name}: ${one.verdict}`,
            },
          ];
    }),
  );
  return linesPlot(lines, colours, {
    label: "the subject's trampoline on each machine, compared with kCFI's check",
    axis: "cycles more than kCFI's check, measured",
    fromZero: false,
    margin: Math.max(...measured.map(({ margin }) => margin)),
  });
}

/** What llvm-mca makes of each form, by model. */
export function modelsPlot(models: readonly CostModel[], colours: Colours): Drawing | undefined {
  const lines = models.flatMap(({ model, forms }) =>
    FORMS.filter((form) => form in SERIES).flatMap((form): Line[] => {
      const cycles = forms.find((one) => one.form === form)?.cycles;
      return cycles === undefined
        ? []
        : [
            {
              ...{ estimate: cycles, low: cycles, high: cycles },
              ...{ group: model, line: form, colour: colourOf(colours, form) },
              label: `${numeral(cycles)}  ${form}`,
            },
          ];
    }),
  );
  return linesPlot(lines, colours, {
    label: 'models, not measurements: what llvm-mca makes of each form',
    axis: 'cycles per call: a MODEL, no measurement',
    fromZero: true,
  });
}

const SET_HEIGHT = 300;

interface Point extends Interval {
  form: string;
  keys: number;
  colour: string;
}

/** What each form costs over the size of a working set: the knees are where a table of the CPU is full. */
export function setsPlot(
  place: CostPlace,
  title: string,
  workloads: readonly Workload[],
  colours: Colours,
): Drawing | undefined {
  const points = workloads.flatMap(({ keys, forms }) =>
    forms
      .filter(({ form }) => FORMS.includes(form))
      .map(({ form, cost }): Point => ({ ...cost, form, keys, colour: colourOf(colours, form) })),
  );
  const sizes = [...new Set(points.map(({ keys }) => keys))].sort((a, b) => a - b);
  if (sizes.length < 2) return undefined;
  const [marginTop, marginBottom] = [24, AXIS];
  const top = Math.max(...points.map(({ high }) => high), 1);
  const perPixel = top / (SET_HEIGHT - marginTop - marginBottom);
  const labels = apart(namesAtEnd(points), (FONT + 2) * perPixel);
  const longest = Math.max(...labels.map(({ text: { length } }) => length));
  return draw(`${place.subject} on ${place.name}, ${title}: what each form costs`, {
    width: WIDTH,
    height: SET_HEIGHT,
    ...{ marginLeft: 42, marginTop, marginBottom, marginRight: 16 + longest * LETTER },
    style: { fontSize: `${FONT}px`, color: colours.text, background: 'none', overflow: 'visible' },
    x: { type: 'log', base: 2, domain: [sizes[0], sizes.at(-1)] },
    y: { domain: [0, top] },
    color: { type: 'identity' },
    marks: [
      gridY({ stroke: colours.line, strokeOpacity: 1, ticks: 5 }),
      axisY({
        ...{ ticks: 5, label: axisOf(place), labelArrow: 'none', color: colours.text },
      }),
      axisX({
        ...{ label: 'keys and sites', labelAnchor: 'left', labelArrow: 'none', color: colours.text },
        ...{ ticks: sizes, tickFormat: (keys: number) => (keys < 1024 ? `${keys}` : `${keys / 1024} k`) },
      }),
      lineY(points, { x: 'keys', y: 'estimate', z: 'form', stroke: 'colour', strokeWidth: 1.5 }),
      ruleX(points, {
        ...{ x: 'keys', y1: 'low', y2: 'high' },
        ...{ stroke: 'colour', strokeWidth: 7, strokeOpacity: 0.5 },
      }),
      dot(points, { x: 'keys', y: 'estimate', r: 3, fill: 'colour' }),
      text(labels, {
        ...{ x: () => sizes.at(-1), y: 'at', text: 'text', textAnchor: 'start', dx: 10, fill: colours.text },
      }),
    ],
  });
}

interface Name {
  text: string;
  at: number;
}

/** The names of the lines where they end, of those that end in the same place together. */
function namesAtEnd(points: readonly Point[]): Name[] {
  const lasts = FORMS.flatMap((form) => points.filter((one) => one.form === form).at(-1) ?? []);
  const names = new Map<number, string[]>();
  for (const { estimate, form } of lasts) names.set(estimate, [...(names.get(estimate) ?? []), form]);
  return Array.from(names, ([at, forms]) => ({ text: `${numeral(at)} ${forms.join(', ')}`, at }));
}

/** Each moved up as far as it takes to be `least` from the one below it. */
function apart(names: readonly Name[], least: number): Name[] {
  let free = Number.NEGATIVE_INFINITY;
  return [...names]
    .sort((a, b) => a.at - b.at)
    .map((name) => {
      const at = Math.max(name.at, free);
      free = at + least;
      return { ...name, at };
    });
}
