// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from 'vitest';
import { nameOf, namesOf, planFor, suitesOf } from '../../../harness/base/plan.ts';
import type { Elf, ElfSymbol } from '../../../harness/inspect/elf.ts';
import { readPlan } from '../../../harness/inspect/plan.ts';

function elfWith(...names: string[]): Elf {
  const symbols = names.map(
    (name, index): ElfSymbol => ({
      name,
      address: 0xffff800080000000n - BigInt(index),
      size: 8n,
      binding: 'Local',
      type: 'Object',
      section: undefined,
    }),
  );
  return { sections: [], symbols };
}

const PLAN = readPlan(elfWith('sct_case.patch.b', 'main', 'sct_case.dispatch.a', 'sct_case.control.z'));

describe('readPlan', () => {
  test('is every case, by address', () => {
    expect(PLAN).toEqual([
      { suite: 'control', case: 'z' },
      { suite: 'dispatch', case: 'a' },
      { suite: 'patch', case: 'b' },
    ]);
    expect(suitesOf(PLAN)).toEqual(['control', 'dispatch', 'patch']);
  });

  test.each(['sct_case.a', 'sct_case.a.b.c', 'sct_case..b', 'sct_case.a.b c'])('refuses %s', (name) => {
    expect(() => readPlan(elfWith(name))).toThrow(/expected sct_case/);
  });

  test('refuses two cases of one name', () => {
    expect(() => readPlan(elfWith('sct_case.a.b', 'sct_case.a.b'))).toThrow(/two cases named a\.b/);
  });
});

describe('planFor', () => {
  test.each([
    [undefined, ['control', 'dispatch', 'patch']],
    [[], ['control', 'dispatch', 'patch']],
    [['patch'], ['control', 'patch']],
    [['control'], ['control']],
    [['abi'], ['control']],
    [
      ['dispatch.a', 'patch.c'],
      ['control', 'dispatch'],
    ],
  ])('%j', (suites, expected) => {
    expect(suitesOf(planFor(PLAN, suites))).toEqual(expected);
  });
});

test('the names of a part are those of its suites, and of its cases where a suite is not whole', () => {
  const plan = ['a.x', 'a.y', 'b.x', 'b.y'].map((name) => ({ suite: name[0] ?? '', case: name[2] ?? '' }));
  const part = planFor(plan, ['a', 'b.y']);
  expect(namesOf(part, plan)).toEqual(['a', 'b.y']);
  expect(planFor(plan, namesOf(part, plan)).map(nameOf)).toEqual(['a.x', 'a.y', 'b.y']);
});
