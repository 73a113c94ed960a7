// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { editsBetween, nearest } from '../../../harness/base/nearest.ts';

test.each([
  ['', '', 0],
  ['abc', 'abc', 0],
  ['', 'abc', 3],
  ['abc', '', 3],
  ['abc', 'abd', 1],
  ['abc', 'ac', 1],
  ['ac', 'abc', 1],
  ['kitten', 'sitting', 3],
])('from %j to %j: %i', (a, b, edits) => {
  expect(editsBetween(a, b)).toBe(edits);
});

test('the nearest come first, as many as are asked for', () => {
  const names = ['dispatch.update_back', 'dispatch.null', 'patch.failed_write', 'dispatch.update'];
  expect(nearest('dispatch.updat', names, 2)).toEqual(['dispatch.update', 'dispatch.null']);
});

test.each([
  ['pdp11', []],
  ['cortexa53', ['cortex-a53', 'cortex-a57']],
  ['raspi', ['raspi3b']],
])('who typed %s may have meant %j', (typed, meant) => {
  expect(nearest(typed, ['host', 'max', 'a64fx', 'cortex-a53', 'cortex-a57', 'raspi3b'])).toEqual(meant);
});
