// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { CaseResult, Cut, Verdict } from '../../../harness/base/verdict.ts';
import { judgeMutant, turnedAround } from '../../../harness/mutant/judge-mutant.ts';
import type { Mutant } from '../../../harness/mutant/mutant.ts';

function row(more: Partial<Mutant>): Mutant {
  return {
    name: 'm',
    changes: 'subject',
    mistake: 'wrong',
    edits: [],
    subject: 'reviewed',
    machine: 'max',
    matrix: 'default',
    killedBy: [],
    hangs: false,
    crashes: false,
    busy: false,
    ...more,
  };
}

/** `a.b fail`, or with what cut it short: `a.b error hang`; `a.b error busy`: nobody can tell. */
function results(...lines: string[]): CaseResult[] {
  return lines.map((line) => {
    const [name = '', verdict, cut] = line.split(' ');
    const [suite = '', one = ''] = name.split('.');
    return {
      suite,
      case: one,
      verdict: verdict as Verdict,
      reason: verdict === 'pass' ? '' : cut === 'busy' ? 'this host was too busy to tell: x' : 'why',
      metrics: [],
      details: [],
      ...(cut && cut !== 'busy' && { cut: cut as Cut }),
    };
  });
}

test.for([
  { why: 'one case, one fail', row: { killedBy: ['a.b'] }, of: ['a.b fail'], verdict: 'killed', by: ['a.b'] },
  { why: 'a failed control', row: { killedBy: ['control.b'] }, of: ['control.b error'], verdict: 'killed' },
  { why: 'nobody noticed', row: { killedBy: ['a.b'] }, of: ['a.b pass', 'a.c pass'], verdict: 'survived' },
  { why: 'another did', row: { killedBy: ['a.b'] }, of: ['a.b pass', 'a.c fail'], verdict: 'survived' },
  { why: 'one of two', row: { killedBy: ['a.b', 'a.c'] }, of: ['a.b fail', 'a.c skip'], verdict: 'survived' },
  { why: 'one of a pattern', row: { killedBy: ['a.*'] }, of: ['a.b fail', 'a.c xfail'], verdict: 'survived' },
  { why: 'all of a pattern', row: { killedBy: ['a.*'] }, of: ['a.b fail', 'a.c error'], verdict: 'killed' },
  { why: 'no such case', row: { killedBy: ['a.x'] }, of: ['a.b fail'], verdict: 'error' },
  { why: 'no case ran', row: { killedBy: ['a.b'] }, of: [], verdict: 'error' },
  { why: 'it hung', row: { killedBy: ['a.b'] }, of: ['a.b error hang'], verdict: 'survived', by: [] },
  { why: 'it should', row: { killedBy: ['a.b'], hangs: true }, of: ['a.b error hang'], verdict: 'killed' },
  { why: 'nobody can tell', row: { killedBy: ['a.b'] }, of: ['a.b error busy'], verdict: 'error', by: [] },
  { why: 'nobody can tell', row: { equivalent: 'proof' }, of: ['a.b error busy'], verdict: 'error' },
  { why: 'it should', row: { killedBy: ['a.b'], busy: true }, of: ['a.b error busy'], verdict: 'killed' },
  {
    why: 'it crashed',
    row: { killedBy: ['a.b'], hangs: true },
    of: ['a.b error crash'],
    verdict: 'survived',
  },
  { why: 'it should', row: { killedBy: ['a.b'], crashes: true }, of: ['a.b error crash'], verdict: 'killed' },
  {
    why: 'a case that never ran noticed nothing',
    row: { killedBy: ['a.b'], hangs: true, crashes: true },
    of: ['a.b error unreported'],
    verdict: 'survived',
    by: [],
  },
  { why: 'unbuilt', row: { killedBy: ['build.link'] }, of: ['build.link fail'], verdict: 'killed' },
  { why: 'unbuilt', row: { killedBy: ['build.link'] }, of: ['build.compile fail'], verdict: 'survived' },
  { why: 'unbuilt', row: { killedBy: ['a.b'] }, of: ['build.compile fail'], verdict: 'error' },
  { why: 'unbuilt', row: { equivalent: 'proof' }, of: ['build.link error'], verdict: 'error' },
  { why: 'built', row: { killedBy: ['build.link'] }, of: [], verdict: 'survived' },
  {
    why: 'nothing to notice',
    row: { equivalent: 'proof' },
    of: ['a.b pass', 'a.c skip'],
    verdict: 'equivalent',
  },
  { why: 'noticed', row: { equivalent: 'proof' }, of: ['a.b pass', 'a.c fail'], verdict: 'refuted' },
  { why: 'it hung', row: { equivalent: 'proof' }, of: ['a.b pass', 'a.c error hang'], verdict: 'refuted' },
])('$row, $of: $why: $verdict', ({ row: more, of, verdict, by }) => {
  const tried = judgeMutant(row(more), results(...of));
  expect(tried.verdict).toBe(verdict);
  if (by) expect(tried.by).toEqual(by);
  const fine = verdict === 'killed' || verdict === 'equivalent';
  expect(tried.problems.length > 0).toBe(!fine);
});

test('patterns stand for the cases that there are', () => {
  const { expected } = judgeMutant(
    row({ killedBy: ['a.b*', 'a.c', 'x.y'] }),
    results('a.b1 fail', 'a.b2 fail', 'a.c pass'),
  );
  expect(expected).toEqual(['a.b1', 'a.b2', 'a.c', 'x.y']);
});

test('a harness that runs with another mutant must miss what that one is noticed by', () => {
  const other = row({ name: 'other', killedBy: ['a.b', 'a.h'], hangs: true });
  const of = (...lines: string[]) =>
    judgeMutant(row({ killedBy: ['a.b'] }), turnedAround(results(...lines), other));
  expect(of('a.b fail', 'a.h error hang', 'a.c fail')).toMatchObject({ verdict: 'survived', by: [] });
  expect(of('a.b pass', 'a.h error hang')).toMatchObject({ verdict: 'killed', by: ['a.b'] });
  expect(of('a.b xfail', 'a.h pass')).toMatchObject({ verdict: 'killed', by: ['a.b', 'a.h'] });
  expect(of('a.c pass').verdict).toBe('error');
});
