// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { factorOf, slowness } from '../../../harness/base/slowness.ts';

test.each([
  [7, 1],
  [20, 1],
  [100, 5],
  [1000, 50],
  [1e9, 60],
])('%i ms: %i times', (ms, factor) => {
  expect(factorOf(ms)).toBe(factor);
});

test('it is found out once', () => {
  expect(slowness()).toBeGreaterThanOrEqual(1);
  expect(slowness()).toBe(slowness());
});
