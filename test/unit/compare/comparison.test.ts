// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { CaseResult, CellResult, Outcome, Verdict } from '../../../harness/base/verdict.ts';
import { KINDS } from '../../../harness/compare/changes.ts';
import { compare, summaryOf } from '../../../harness/compare/comparison.ts';
import { asJson } from '../../../harness/compare/json.ts';
import { asMarkdown } from '../../../harness/compare/markdown.ts';
import { asText } from '../../../harness/compare/text.ts';
import { DOCUMENTS } from '../../../harness/report/documents.ts';
import { outcomeOf } from '../../../harness/verdict/outcome.ts';

type Told = Verdict | { verdict: Verdict; instructions?: number; reason?: string };

/** A cell by `suite.case`. */
function cell(machine: string, told: Record<string, Told>, verdict?: Outcome): CellResult {
  const results = Object.entries(told).map(([name, one]): CaseResult => {
    const [suite = '', id = ''] = name.split('.');
    const { verdict, instructions, reason = '' } = typeof one === 'string' ? { verdict: one } : one;
    const metrics =
      instructions === undefined ? [] : [{ name: 'instructions', value: instructions, unit: 'instructions' }];
    return { suite, case: id, verdict, reason, metrics, details: [] };
  });
  return { subject: 's', machine, verdict: verdict ?? outcomeOf(results), argv: [], folder: null, results };
}

const between = (before: CellResult[], after: CellResult[]) =>
  compare({ name: 'v8', cells: before }, { name: 'v9', cells: after });

test.for([
  ['pass', 'pass', undefined, 'pass'],
  ['pass', 'fail', 'broken', 'fail'],
  ['pass', 'xfail', 'broken', 'fail'],
  ['skip', 'fail', 'broken', 'fail'],
  ['fail', 'pass', 'fixed', 'pass'],
  ['xfail', 'pass', 'fixed', 'pass'],
  ['xfail', 'fail', undefined, 'pass'],
  ['fail', 'fail', undefined, 'pass'],
  ['pass', 'skip', 'unshown', 'pass'],
  ['fail', 'skip', 'unshown', 'pass'],
  ['skip', 'pass', 'shown', 'pass'],
  ['pass', 'error', 'unknown', 'error'],
  ['error', 'pass', 'unknown', 'error'],
  ['error', 'error', undefined, 'error'],
] as const)('%s, then %s: %s, and the whole %s', ([before, after, kind, verdict]) => {
  const found = between([cell('max', { 'a.x': before })], [cell('max', { 'a.x': after })]);
  expect(found.changes.map((change) => change.kind)).toEqual(kind ? [kind] : []);
  expect(found.verdict).toBe(verdict);
});

test('what is broken is certain, whatever erred besides', () => {
  const before = [cell('max', { 'a.x': 'pass', 'a.y': 'pass' })];
  expect(between(before, [cell('max', { 'a.x': 'fail', 'a.y': 'error' })]).verdict).toBe('fail');
});

test('nothing in common is no pass', () => {
  const found = between([cell('max', { 'a.x': 'pass' })], [cell('host', { 'a.x': 'pass' })]);
  expect(found.verdict).toBe('error');
  expect(found.pairs).toMatchObject({ beforeAlone: ['max'], afterAlone: ['host'] });
});

test('a subject that was not judged is no pass', () => {
  const told = { 'build.compile': 'skip' } as const;
  const found = between([cell('max', { 'a.x': 'pass' })], [cell('max', told, 'unjudged')]);
  expect(found.verdict).toBe('unjudged');
});

test('what does not build is one thing that is broken, not every case', () => {
  const before = [cell('max', { 'a.x': 'pass', 'a.y': 'pass' })];
  const found = between(before, [cell('max', { 'build.compile': 'fail' })]);
  expect(found.changes.map(({ kind, case: name }) => `${kind} ${name}`)).toEqual(['broken build.compile']);
  expect(between([cell('max', { 'build.compile': 'fail' })], before).changes.map(({ kind }) => kind)).toEqual(
    ['fixed'],
  );
});

test('the same change on several machines is one; another one elsewhere is its own', () => {
  const was = { 'a.x': 'pass', 'a.y': 'fail' } as const;
  const found = between(
    [cell('host', was), cell('max', was), cell('max-el2', was)],
    [cell('host', { 'a.x': 'fail', 'a.y': 'pass' }), cell('max', { 'a.x': 'fail' }), cell('max-el2', was)],
  );
  expect(found.changes.map(({ kind, case: name, machines }) => [kind, name, machines])).toEqual([
    ['broken', 'a.x', ['host', 'max']],
    ['fixed', 'a.y', ['host']],
    ['gone', 'a.y', ['max']],
  ]);
});

const COSTS = [
  cell('max-icount', { 'cost.tramp': { verdict: 'pass', instructions: 8 }, 'abi.x': 'xfail' }),
  cell('max-icount', { 'cost.tramp': { verdict: 'pass', instructions: 7 }, 'abi.x': 'pass' }),
] as const;

test('the line to paste', () => {
  expect(summaryOf(between([COSTS[0]], [COSTS[1]]))).toBe(
    'v8 to v9: 1 fixed, 0 broken, a call 8 to 7 instructions',
  );
  expect(summaryOf(between([COSTS[0]], [COSTS[0]]))).toBe('v8 to v9: 0 fixed, 0 broken');
});

test('for people: what is broken with its reason, what calls cost, and the line', async () => {
  const reason = 'got 1, expected 2\u001b[2J';
  const after = cell('max-icount', {
    'cost.tramp': { verdict: 'pass', instructions: 9 },
    'abi.x': { verdict: 'fail', reason },
  });
  const text = await asText(between([{ ...COSTS[1] }], [after]));
  expect(text).toContain('broken');
  expect(text).toContain('abi.x on max-icount');
  expect(text).toContain('got 1, expected 2');
  expect(text).not.toContain('\u001b[2J');
  expect(text).toMatch(/│ tramp │ +7 │ +9 │ \+2 +│/);
  expect(text.trimEnd().split('\n').at(-1)).toBe(
    'WORSE v8 to v9: 0 fixed, 1 broken, a call 7 to 9 instructions (1 cell, 2 cases)',
  );
});

test('Markdown has twenty lines at most, however much changed, and names no path of this machine', () => {
  const names = Array.from({ length: 300 }, (_, i) => `s${i % 40}.case_${i}`);
  const all = (verdict: Verdict) =>
    cell('max', Object.fromEntries(names.map((name) => [name, { verdict, reason: `why ${name}` }])));
  for (const [before, after] of [
    [all('pass'), all('fail')],
    [all('fail'), all('pass')],
  ] as const) {
    const text = asMarkdown(between([before], [after]));
    expect(text.split('\n').length).toBeLessThanOrEqual(21);
    expect(text).toContain('v8 to v9');
    expect(text).not.toMatch(/\n{3}/);
  }
  expect(asMarkdown(between([all('pass')], [all('pass')]))).not.toMatch(/\n{3}/);
});

test('the document is what its schema says, and has every change', () => {
  const found = between([COSTS[0]], [cell('max-icount', { 'abi.y': 'pass' }), cell('host', {})]);
  const document = DOCUMENTS.compare.parse(JSON.parse(asJson(found)));
  expect(document.changes.map(({ kind, case: name }) => `${kind} ${name}`)).toEqual([
    'gone cost.tramp',
    'gone abi.x',
    'new abi.y',
  ]);
  expect(document.changes.every(({ kind }) => KINDS.includes(kind))).toBe(true);
  expect(document.notCompared).toEqual({ before: [], after: ['host'] });
});
