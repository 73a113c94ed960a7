// SPDX-License-Identifier: GPL-2.0-only
// Boots that are wrecked in one case or another, and what the cell makes of them.

import { describe, expect, test } from 'vitest';
import { CONSOLE_CASE, nameOf, type Plan } from '../../../harness/base/plan.ts';
import type { CaseResult } from '../../../harness/base/verdict.ts';
import { BOOTS, type BootOnce, bootUntilJudged } from '../../../harness/run/boots.ts';
import type { JudgedBoot } from '../../../harness/verdict/judge.ts';

const plan: Plan = [
  { suite: 'control', case: 'c' },
  ...['a', 'b'].flatMap((suite) => [1, 2, 3, 4, 5].map((n) => ({ suite, case: `${n}` }))),
];

const of = (name: string, verdict: CaseResult['verdict'], more: Partial<CaseResult> = {}): CaseResult => {
  const [suite = '', one = ''] = name.split('.');
  return { suite, case: one, verdict, reason: '', metrics: [], details: [], ...more };
};

/** A guest that is wrecked in each of these cases, for the reason; `log` gets each boot's first case that is no control. */
function guest(wrecks: Record<string, string>, log: (string | undefined)[] = []): BootOnce {
  return async (_nth, cases): Promise<JudgedBoot> => {
    log.push(cases.map(nameOf).find((name) => !name.startsWith('control.')));
    const at = cases.findIndex((one) => wrecks[nameOf(one)] !== undefined);
    const wrecked = cases[at];
    const results = cases.map((one, index) => {
      if (at < 0 || index < at) return of(nameOf(one), 'pass');
      if (index > at) return of(nameOf(one), 'error', { cut: 'unreported' });
      return of(nameOf(one), 'error', { cut: 'crash', reason: wrecks[nameOf(one)] ?? '' });
    });
    const console = of(nameOf(CONSOLE_CASE), wrecked ? 'error' : 'pass', { reason: wrecked ? 'cut' : '' });
    return {
      results: [...results, console],
      wreck: wrecked ? { reason: wrecks[nameOf(wrecked)] ?? '', case: wrecked, deliberate: false } : null,
      subjectsDoing: true,
    };
  };
}

const verdicts = (results: readonly CaseResult[], cut: CaseResult['cut']) =>
  results.filter((one) => one.cut === cut && one.suite !== CONSOLE_CASE.suite).map(nameOf);

describe('a wreck costs one case', () => {
  test('where it is the only one', async () => {
    const log: (string | undefined)[] = [];
    const { results } = await bootUntilJudged(plan, guest({ 'a.2': 'reset' }, log));
    expect(log).toEqual(['a.1', 'a.3']);
    expect(results.map(nameOf)).toEqual([...plan.map(nameOf), nameOf(CONSOLE_CASE)]);
    expect(results.filter(({ verdict }) => verdict !== 'pass').map(nameOf)).toEqual(['a.2', 'bench.console']);
  });

  test('where somebody has seen enough, and the others are not tried', async () => {
    const log: (string | undefined)[] = [];
    const enough = (results: readonly CaseResult[]) => results.some(({ cut }) => cut === 'crash');
    const { results } = await bootUntilJudged(plan, guest({ 'a.2': 'reset' }, log), new Set(), enough);
    expect(log).toEqual(['a.1']);
    expect(verdicts(results, 'crash')).toEqual(['a.2']);
    expect(verdicts(results, 'unreported')).toContain('b.5');
  });

  test('where it is the last case', async () => {
    const { results } = await bootUntilJudged(plan, guest({ 'b.5': 'reset' }));
    expect(verdicts(results, 'crash')).toEqual(['b.5']);
  });

  test('where several differ', async () => {
    const { results } = await bootUntilJudged(plan, guest({ 'a.1': 'reset', 'a.2': 'off', 'b.1': 'panic' }));
    expect(verdicts(results, 'crash')).toEqual(['a.1', 'a.2', 'b.1']);
    expect(verdicts(results, 'unreported')).toEqual([]);
  });
});

const EVERYWHERE = Object.fromEntries(
  plan.slice(1).map((one, index) => [nameOf(one), `hung for ${index} s`]),
);

test('three wrecks of one kind end a suite, and one each that comes after it', async () => {
  const { results } = await bootUntilJudged(plan, guest(EVERYWHERE));
  expect(verdicts(results, 'crash')).toEqual(['a.1', 'a.2', 'a.3', 'b.1']);
  expect(verdicts(results, 'unreported')).toEqual(['a.4', 'a.5', 'b.2', 'b.3', 'b.4', 'b.5']);
  expect(results.find((one) => nameOf(one) === 'a.4')?.reason).toMatch(/^not tried: 3 boots ended like this/);
});

test('whether QEMU could say where is a matter of chance, and makes no other wreck of it', async () => {
  const some = {
    'a.1': 'hung for 1 s, at pc=0x80',
    'a.2': 'hung for 2 s',
    'a.3': 'hung for 3 s, at pc=0x90',
  };
  const { results } = await bootUntilJudged(plan, guest(some));
  expect(verdicts(results, 'crash')).toEqual(['a.1', 'a.2', 'a.3']);
  expect(verdicts(results, 'unreported')).toEqual(['a.4', 'a.5']);
});

test('a cell is given up, and the next of the image sooner', async () => {
  const many: Plan = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => ({ suite: `s${n}`, case: 'c' }));
  const dead = guest(Object.fromEntries(many.map((one) => [nameOf(one), 'reset'])));
  const seen = new Set<string>();
  const first = await bootUntilJudged(many, dead, seen);
  const second = await bootUntilJudged(many, dead, seen);
  expect([first, second].map(({ results }) => verdicts(results, 'crash').length)).toEqual([6, 3]);
});

test('there is an end to boots, whatever wrecks them', async () => {
  const log: (string | undefined)[] = [];
  const odd = Object.fromEntries(
    plan.slice(1).map((one) => [nameOf(one), `by ${nameOf(one).replace('.', '')}`]),
  );
  const more: Plan = [...plan, ...'cdefghij'.split('').map((suite) => ({ suite, case: 'x' }))];
  const wrecks = Object.fromEntries(
    more
      .slice(1)
      .map((one) => [
        nameOf(one),
        `by ${'x'.repeat(log.length)}${one.suite}${'y'.repeat(Number(one.case) || 0)}`,
      ]),
  );
  await bootUntilJudged(more, guest({ ...odd, ...wrecks }, log));
  expect(log).toHaveLength(BOOTS);
});

test('a boot that does not get past its beginning costs its first case', async () => {
  const stuck: BootOnce = async (_nth, cases) => ({
    results: [
      ...cases.map((one) => of(nameOf(one), 'error', { cut: 'unreported' })),
      of('bench.console', 'error'),
    ],
    wreck: { reason: 'off', case: null, deliberate: false },
    subjectsDoing: true,
  });
  const { results } = await bootUntilJudged(plan.slice(0, 3), stuck);
  expect(results.find((one) => nameOf(one) === 'a.1')).toMatchObject({
    cut: 'crash',
    reason: 'never reported: off',
  });
});

test('where the bench is at fault nothing is tried again', async () => {
  let boots = 0;
  const { subjectsDoing, results } = await bootUntilJudged(plan, async (nth, cases) => {
    boots += 1;
    return { ...(await guest({ 'a.1': 'QEMU was killed' })(nth, cases)), subjectsDoing: false };
  });
  expect([boots, subjectsDoing, results.every(({ verdict }) => verdict === 'pass')]).toEqual([
    1,
    false,
    false,
  ]);
});
