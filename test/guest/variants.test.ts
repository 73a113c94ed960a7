// SPDX-License-Identifier: GPL-2.0-only
// Right variants pass and wrong ones fail, as each one's file says; what does not is a gap that its file tells of. As `sct mutate --variants`,
// less those that others of their kind stand for.

import { describe, test } from 'vitest';
import { createVariantBench } from '../../harness/mutant/variant/try-variant.ts';
import { loadVariants } from '../../harness/mutant/variant/variant.ts';
import { packageRoot } from '../../harness/store/places.ts';

const root = packageRoot();
const variants = loadVariants(root).filter(({ full }) => !full);
const bench = createVariantBench({ root }, variants);

test.afterAll(async () => (await bench)[Symbol.asyncDispose]());

describe.concurrent('variants', () => {
  test.for(variants)('$name', { timeout: 120_000 }, async (variant, { expect, annotate }) => {
    const { verdict, problems, folder } = await (await bench).tryVariant(variant);
    if (variant.gap) await annotate(variant.gap.why, 'known gap');
    const told = [variant.why, ...problems, ...(folder ? [`kept: ${folder}`] : [])].join('\n');
    const gap = variant.gap?.exits.length === 0 ? 'untried' : 'gap';
    expect(verdict, told).toBe(variant.gap ? gap : 'due');
  });
});
