// SPDX-License-Identifier: GPL-2.0-only
// What an `expect.json` may say.

import * as z from 'zod';
import type { Expectation } from './subject.ts';

const EXPECTATION = z.strictObject({
  xfail: z
    .array(
      z.strictObject({
        case: z.string().regex(/^\w+\.\w+$/, 'expected "suite.case"'),
        reason: z.string().min(1, 'expected a reason'),
        with: z.literal('kcfi').optional(),
      }),
    )
    .default([]),
  instructions: z.record(z.string(), z.int().positive()).default({}),
  proposal: z
    .strictObject({
      what: z.string().min(1),
      who: z.string().min(1),
      when: z.string().min(1),
      why: z.string().min(1),
    })
    .optional(),
});

/**
 * Reads the text of an `expect.json`.
 * @throws Error with one line for each thing that is wrong, naming the field.
 */
export function parseExpectation(text: string): Expectation {
  const parsed = EXPECTATION.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new Error(
    parsed.error.issues.map(({ path, message }) => `${fieldName(path)}: ${message}`).join('\n'),
  );
}

/** `['xfail', 0, 'case']` becomes `xfail[0].case`. */
function fieldName(path: readonly PropertyKey[]): string {
  const name = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return name.replace(/^\./, '') || 'the top level';
}
