// SPDX-License-Identifier: GPL-2.0-only
// What the emulated arm64 host is asked to do, and what is left of it after a run that was cut off.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { doneSteps } from '../../../scripts/arm64-host/done.mjs';
import { boots, STEPS, stepsNamed } from '../../../scripts/arm64-host/steps.mjs';

const folder = mkdtempSync(join(tmpdir(), 'sct-arm64-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DONE = { code: 0, seconds: 7, cpu: 3 };
const [first, second] = STEPS;

test('steps by name are in their own order, and an unknown name is refused with those that there are', () => {
  expect(stepsNamed(['exact', 'kvm']).map(({ name }) => name)).toEqual(['kvm', 'exact']);
  expect(stepsNamed([])).toBe(STEPS);
  expect(() => stepsNamed(['kvn'])).toThrow(/no step is called kvn; there are: order, start, .*exact$/);
});

test('steps that want the same host share a boot', () => {
  const exactOnes = boots(STEPS).map((boot) => boot.map(({ exact = false }) => exact));
  expect(exactOnes.map((boot) => new Set(boot).size)).toEqual([1, 1]);
  expect(boots(STEPS).flat()).toEqual(STEPS);
});

test('what was done is known of that commit alone', () => {
  if (!first || !second) expect.fail('no steps');
  const file = join(folder, 'done.json');
  doneSteps(file, 'a').put(first, DONE);
  expect(doneSteps(file, 'a').of(first)).toEqual(DONE);
  expect(doneSteps(file, 'a').of(second)).toBeUndefined();
  // The same line on the host that counts exactly is another step.
  expect(doneSteps(file, 'a').of({ ...first, exact: true })).toBeUndefined();
  expect(doneSteps(file, 'b').of(first)).toBeUndefined();
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, 20));
  expect(doneSteps(file, 'a').of(first)).toBeUndefined();
});
