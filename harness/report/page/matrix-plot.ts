// SPDX-License-Identifier: GPL-2.0-only
// The matrix of suites by cells as one picture, for a mail or a slide.

import { type CellResult, type Outcome, type Verdict, verdictsOf } from '../../base/verdict.ts';
import { axisX, axisY, cell, type Drawing, draw, ruleX, text } from './draw.ts';
import { bySuite, suitesIn, worstOf } from './matrix.ts';
import type { Colours } from './palette.ts';

const COLUMN = 46;
const ROW = 21;
const LETTER = 7;

interface Square {
  /** Of the column: a cell's subject and machine. */
  key: string;
  suite: string;
  count: string;
  ground: string;
  colour: string;
}

/** In words as short as a square is: what is worst, and how often; of what passed the number alone. */
const SHORT: Readonly<Record<Verdict | Outcome, string>> = {
  pass: '',
  fail: 'fail ',
  error: 'err ',
  xfail: 'xfail ',
  skip: 'skip ',
  unjudged: 'n/j ',
};

/** Suites by cells: in each square the worst that there is, and how often; the number alone where that is a pass. */
export function matrixPlot(cells: readonly CellResult[], colours: Colours): Drawing {
  const suites = suitesIn(cells);
  const columns = cells.map(keyOf);
  const machineOf = new Map(cells.map((one) => [keyOf(one), one.machine]));
  const firsts = cells.filter((one, index) => one.subject !== cells[index - 1]?.subject);
  const squares = cells.flatMap((one): Square[] =>
    Array.from(bySuite(one), ([suite, results]) => {
      const verdict = worstOf(one, results);
      const count = verdictsOf(results).filter((each) => each === verdict).length || results.length;
      const [ground, colour] = colours.verdicts[verdict];
      return { key: keyOf(one), suite, count: `${SHORT[verdict]}${count}`, ground, colour };
    }),
  );
  const longest = (names: readonly string[]) => LETTER * Math.max(4, ...names.map(({ length }) => length));
  const marginLeft = 16 + longest(suites);
  const marginTop = 26 + longest(cells.map(({ machine }) => machine));
  return draw('suites by subjects and machines, with how each came out', {
    width: marginLeft + 8 + cells.length * COLUMN,
    height: marginTop + 8 + suites.length * ROW,
    ...{ marginLeft, marginTop, marginRight: 8, marginBottom: 8 },
    style: { fontSize: '11px', color: colours.text, background: 'none' },
    x: { axis: null, domain: columns, padding: 0.06 },
    y: { axis: null, domain: suites, padding: 0.1 },
    color: { type: 'identity' },
    marks: [
      axisY({ label: null, tickSize: 0, color: colours.text }),
      axisX({
        ...{ anchor: 'top', label: null, tickSize: 0, tickRotate: -90, color: colours.text },
        tickFormat: (key: string) => machineOf.get(key) ?? '',
      }),
      // Where its first machine is; a line before it tells it from the subject on its left.
      text(firsts, {
        ...{ x: keyOf, text: 'subject', frameAnchor: 'top', textAnchor: 'start', fill: colours.text },
        ...{ dx: -COLUMN / 2 + 4, dy: 12 - marginTop, fontWeight: 'bold', fontSize: 13 },
      }),
      ruleX(firsts.slice(1), { x: keyOf, stroke: colours.faint, dx: -COLUMN / 2, insetTop: 4 - marginTop }),
      cell(squares, { x: 'key', y: 'suite', fill: 'ground' }),
      text(squares, { x: 'key', y: 'suite', text: 'count', fill: 'colour' }),
    ],
  });
}

function keyOf({ subject, machine }: CellResult): string {
  return JSON.stringify([subject, machine]);
}
