// SPDX-License-Identifier: GPL-2.0-only
// docs/cases.md says why each case exists, in the words that stand above it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { GUEST } from '../../../harness/compile/sources.ts';
import { packageRoot } from '../../../harness/store/places.ts';
import { allReasons, reasonsIn, recordOf } from '../../../harness/verdict/causes/reasons.ts';
import { prepared as build } from '../prepared.ts';
import { caseList } from './case-list.ts';
import { allNeeds, needsIn, needsOf, needsThatThereAre } from './needs.ts';

test('docs/cases.md lists every case with its reason', { timeout: 120_000 }, async () => {
  const prepared = await build('reviewed');
  if (!prepared.ok) return expect.fail(prepared.failure.details.join('\n'));
  const { plan, abi } = prepared.facts;
  const reasons = allReasons(packageRoot());
  // A plan with these takes a kernel of Linux to build: each stands under its own name.
  const ofLinux = reasons
    .filter(({ file }) => file.startsWith(`${GUEST.ofLinux}/`))
    .map(({ suite, names }) => ({ suite, case: names.source.replace(/^\^|\$$/g, '') }));
  const header = readFileSync(join(packageRoot(), 'guest/kernel/include/sct/needs.h'), 'utf8');
  const needs = {
    all: needsThatThereAre(header),
    ofCases: allNeeds(packageRoot(), [GUEST.cases, GUEST.ofLinux]),
  };
  const page = caseList([...abi, ...plan, ...ofLinux], reasons, needs);
  await expect(page).toMatchFileSnapshot(join(packageRoot(), 'docs/cases.md'));
});

test('what a case needs stands beside it, and each need that is named is one', () => {
  const header =
    'enum sct_need {\n\tNEED_ONE_IMAGE,\t      /* text and data in one piece */\n\tNEED_LOAD, /* ADRP, LDR */\n};\n';
  const source =
    'NEEDS_SUITE(a, NEED_LOAD);\nNEEDS(a, one, NEED_ONE_IMAGE);\nNEEDS_OF(b, two, NEED_LOAD, some_key);\n';
  const needs = needsIn(source);
  expect(needsOf({ suite: 'a', case: 'one' }, needs)).toEqual(['load', 'one image']);
  expect(needsOf({ suite: 'a', case: 'other' }, needs)).toEqual(['load']);
  expect(needsOf({ suite: 'b', case: 'two' }, needs)).toEqual(['load']);
  expect(needsThatThereAre(header).map(({ name }) => name)).toEqual(['one image', 'load']);
  const real = readFileSync(join(packageRoot(), 'guest/kernel/include/sct/needs.h'), 'utf8');
  const known = needsThatThereAre(real).map(({ name }) => name);
  const named = allNeeds(packageRoot(), [GUEST.cases, GUEST.ofLinux]).map(({ need }) => need);
  expect(named.filter((name) => !known.includes(name))).toEqual([]);
  expect(new Set(named).size).toBeGreaterThan(10);
});

describe('a reason is read from', () => {
  const SOURCE = `
/* Of no case. */
static int x;

/* Above one
 * case, */
CASE(a, one)
{
}

CASE(a, none)
{
}

/* Above the function. */
static void check(const void *row)
{
}

#define PAIR(x) \\
	CASE_ROW(a, left_##x, check, int, 1); \\
	CASE_ROW(a, right_##x, check, int, 2)

#define FORM(name) CASE_ROW(a, name, check, int, name)

FORM(direct);		/* behind its row */
FORM(other);

#define PART(name, ...) \\
	CASE_ROW(a, name##_set, check, int, __VA_ARGS__)

/* Above its row. */
PART(lr, 1);
`;
  const why = (name: string) =>
    caseList([{ suite: 'a', case: name }], reasonsIn(SOURCE, 'a.c'))
      .split('\n')
      .at(-2);

  test.for([
    ['one', 'Above one case,'],
    ['left_z', 'Above the function.'],
    ['right_z', 'Above the function.'],
    ['direct', 'behind its row'],
    ['other', 'Above the function.'],
    ['lr_set', 'Above its row.'],
  ] as const)('%s', ([name, text]) => {
    expect(why(name)).toBe(`| \`${name}\` | ${text} |`);
  });

  test.for([
    ['one', 'CASE(a, one)'],
    ['direct', 'FORM(direct);'],
    ['left_z', 'CASE_ROW(a, left_##x,'],
  ] as const)('%s, where it is', ([name, text]) => {
    const record = recordOf({ suite: 'a', case: name }, reasonsIn(SOURCE, 'a.c'));
    expect(record?.file).toBe('a.c');
    expect(SOURCE.split('\n')[(record?.line ?? 0) - 1]).toContain(text);
  });

  test('nothing, and that is refused', () => {
    expect(() => why('none')).toThrow('no reason stands above a.none');
  });
});
