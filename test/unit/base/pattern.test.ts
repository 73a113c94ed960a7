// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { matches } from '../../../harness/base/pattern.ts';

test.each([
  ['max', 'max', true],
  ['max', 'max-el2', false],
  ['max*', 'max', true],
  ['max*', 'max-el2', true],
  ['*-el2', 'max-el2', true],
  ['m**2', 'max-el2', true],
  ['*', '', true],
  ['m*l', 'max-el2', false],
  ['dispatch.*', 'dispatch.first', true],
  ['dispatch.*', 'dispatchxfirst', false],
  ['a+*', 'aa', false],
])('%s and %s: %s', (pattern, name, expected) => {
  expect(matches(pattern, name)).toBe(expected);
});
