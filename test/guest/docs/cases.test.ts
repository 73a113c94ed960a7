// SPDX-License-Identifier: GPL-2.0-only
// docs/cases.md says why each case exists, in the words that stand above it.

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { GUEST } from '../../../harness/compile/sources.ts';
import { packageRoot } from '../../../harness/store/places.ts';
import { allReasons, reasonsIn, recordOf } from '../../../harness/verdict/causes/reasons.ts';
import { prepared as build } from '../prepared.ts';
import { caseList } from './case-list.ts';

test('docs/cases.md lists every case with its reason', { timeout: 120_000 }, async () => {
  const prepared = await build('reviewed');
  if (!prepared.ok) return expect.fail(prepared.failure.details.join('\n'));
  const { plan, abi } = prepared.facts;
  const reasons = allReasons(packageRoot());
  // A plan with these takes a kernel of Linux to build: each stands under its own name.
  const ofLinux = reasons
    .filter(({ file }) => file.startsWith(`${GUEST.ofLinux}/`))
    .map(({ suite, names }) => ({ suite, case: names.source.replace(/^\^|\$$/g, '') }));
  const page = caseList([...abi, ...plan, ...ofLinux], reasons);
  await expect(page).toMatchFileSnapshot(join(packageRoot(), 'docs/cases.md'));
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
