// SPDX-License-Identifier: GPL-2.0-only
// schemas/ and docs/json.md are what harness/report/documents.ts says, and that is what the code's own types say.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, expectTypeOf, test } from 'vitest';
import type { CaseResult, Metric, Outcome, Verdict } from '../../../harness/base/verdict.ts';
import type { Build } from '../../../harness/compile/flags.ts';
import type { axisValues } from '../../../harness/machine/axes.ts';
import type { Matrix } from '../../../harness/machine/machine.ts';
import type { MutantVerdict } from '../../../harness/mutant/judge-mutant.ts';
import type { Mutant } from '../../../harness/mutant/mutant.ts';
import type { VariantVerdict } from '../../../harness/mutant/variant/judge-variant.ts';
import type { Gap, Variant } from '../../../harness/mutant/variant/variant.ts';
import { DOCUMENTS, type Document } from '../../../harness/report/documents.ts';
import { packageRoot } from '../../../harness/store/places.ts';
import type { ToolStatus } from '../../../harness/tool/tools.ts';
import { type Name, pageOfDocuments, schemaText } from './published.ts';

const folder = join(packageRoot(), 'schemas');
const names = Object.keys(DOCUMENTS) as Name[];

test.for(names)('schemas/%s.json is what the code prints', async (name) => {
  await expect(schemaText(name)).toMatchFileSnapshot(join(folder, `${name}.json`));
});

test('schemas/ holds no other', () => {
  expect(readdirSync(folder).sort()).toEqual(names.map((name) => `${name}.json`).sort());
});

test('docs/json.md names each field', async () => {
  await expect(pageOfDocuments()).toMatchFileSnapshot(join(packageRoot(), 'docs/json.md'));
});

// Refused by the compiler, not at run time.
describe("the words of a document are the code's own", () => {
  type Result = Document<'run'>['cells'][number]['results'][number];
  type Place = Document<'list'>['machines'][number];
  type Attempt = Document<'mutate'>['mutants'][number];
  type Tried = Document<'variants'>['variants'][number];
  type Tool = Document<'doctor'>['tools'][number];

  test('of a run', () => {
    expectTypeOf<Document<'run'>['verdict']>().toEqualTypeOf<Outcome>();
    expectTypeOf<keyof Result>().toEqualTypeOf<keyof CaseResult>();
    expectTypeOf<Result['verdict']>().toEqualTypeOf<Verdict>();
    expectTypeOf<NonNullable<Result['cut']>>().toEqualTypeOf<NonNullable<CaseResult['cut']>>();
    expectTypeOf<Result['metrics'][number]>().toEqualTypeOf<Metric>();
  });

  test('of a list', () => {
    type Axes = ReturnType<typeof axisValues>;
    expectTypeOf<Pick<Place, keyof Axes>>().toEqualTypeOf<Axes>();
    expectTypeOf<keyof Place>().toEqualTypeOf<keyof Axes | 'name' | 'why' | 'boots' | 'build' | 'matrix'>();
    expectTypeOf<Place['build']>().toEqualTypeOf<Build>();
    expectTypeOf<Place['matrix']>().toEqualTypeOf<Matrix | 'named'>();
  });

  test('of variants', () => {
    expectTypeOf<Tried['verdict']>().toEqualTypeOf<VariantVerdict>();
    expectTypeOf<Tried['variant']>().toEqualTypeOf<Variant['kind']>();
    expectTypeOf<NonNullable<Tried['gap']>>().toEqualTypeOf<Gap>();
  });

  test('of mutants and tools', () => {
    expectTypeOf<Attempt['verdict']>().toEqualTypeOf<MutantVerdict>();
    expectTypeOf<Attempt['changes']>().toEqualTypeOf<Mutant['changes']>();
    expectTypeOf<Tool['verdict']>().toEqualTypeOf<ToolStatus['verdict']>();
  });
});
