// SPDX-License-Identifier: GPL-2.0-only
// Boots that were ended since the host gave a case too little time.

import { expect, test } from 'vitest';
import { CONSOLE_CASE, nameOf, type Plan } from '../../../harness/base/plan.ts';
import { bootUntilJudged } from '../../../harness/run/boots.ts';
import { noneStarved } from '../../../harness/run/starved.ts';
import { isTooBusy } from '../../../harness/verdict/busy.ts';
import type { JudgedBoot } from '../../../harness/verdict/judge.ts';
import { result } from '../report/sample.ts';

const plan: Plan = ['control.c', 'a.one', 'a.two'].map((name) => {
  const [suite = '', one = ''] = name.split('.');
  return { suite, case: one };
});

/** A host that starves this case so many times: what each boot was given for it, and what became of the cell. */
async function starve(name: string, times: number, retries = true) {
  const starved = noneStarved();
  const scales: (number | undefined)[] = [];
  const { results, subjectsDoing } = await bootUntilJudged(plan, async (_nth, cases): Promise<JudgedBoot> => {
    const again = starved.among(cases);
    scales.push(again?.name === name ? again.scale : undefined);
    const at = cases.findIndex((one) => nameOf(one) === name);
    const ends = at >= 0 && scales.length <= times;
    const boot: JudgedBoot = {
      results: [
        ...cases.map(({ suite, case: one }, index) =>
          !ends || index < at
            ? result(suite, one)
            : result(suite, one, {
                verdict: 'error',
                reason: 'x',
                cut: index === at ? 'hang' : 'unreported',
              }),
        ),
        result(CONSOLE_CASE.suite, CONSOLE_CASE.case),
      ],
      wreck: ends ? { reason: 'sct goes on in another boot', case: null, deliberate: true } : null,
      subjectsDoing: true,
    };
    return ends ? starved.withoutVerdict(boot, name, retries) : boot;
  });
  return { results, subjectsDoing, scales };
}

test.for(['control.c', 'a.one', 'a.two'])('%s is tried anew with more time, twice', async (name) => {
  const { results, scales } = await starve(name, 2);
  expect(scales).toEqual([undefined, 4, 16]);
  expect(results.every(({ verdict }) => verdict === 'pass')).toBe(true);
});

test('a case is given up after that, and the others are not', async () => {
  const { results } = await starve('a.one', 9);
  expect(results.filter(isTooBusy).map(nameOf)).toEqual(['a.one']);
  expect(results.filter(({ verdict }) => verdict === 'pass').map(nameOf)).toEqual([
    'control.c',
    'a.two',
    'bench.console',
  ]);
});

test('where another case has failed for certain it is given up at once; a control is not', async () => {
  const { results, scales } = await starve('a.one', 9, false);
  expect(scales).toEqual([undefined, undefined]);
  expect(results.filter(isTooBusy).map(nameOf)).toEqual(['a.one']);
  expect((await starve('control.c', 2, false)).scales).toEqual([undefined, 4, 16]);
});

test('with a control everything is: nobody is accused, and no boot follows', async () => {
  const { results, scales, subjectsDoing } = await starve('control.c', 9);
  expect(scales).toEqual([undefined, 4, 16]);
  expect(results.filter(isTooBusy).map(nameOf)).toEqual(['control.c', 'a.one', 'a.two']);
  expect(subjectsDoing).toBe(true);
});
