// SPDX-License-Identifier: GPL-2.0-only
// Where a relocated image lies is another place in each run, and the one that --seed names in a run that has one.

import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scratch, sct } from './sct.ts';

let tmp: string;
beforeEach(() => {
  tmp = scratch();
});
afterEach(() => rmSync(tmp, { recursive: true, force: true }));

const CELL = ['--subject', 'reviewed', '--machine', 'max-kaslr', '--suite', 'control'];

/** Where a run put the image, and with what seed. */
async function placeOf(words: readonly string[]) {
  const { stdout } = await sct(['run', ...CELL, ...words, '--json']);
  const { verdict, cells, notes } = JSON.parse(stdout);
  const [{ seed, argv }] = cells;
  return { verdict, seed, notes, displacement: displacementIn(argv.join(' ')) };
}

function displacementIn(text: string): string | undefined {
  return /sct\.displacement=(\d+)/.exec(text)?.[1];
}

test('--seed repeats it, also in gdb; without it a run says what it was', async () => {
  const [first, second] = [await placeOf([]), await placeOf([])];
  expect([first.verdict, second.verdict]).toEqual(['pass', 'pass']);
  expect(second.displacement).not.toBe(first.displacement);
  expect(first.notes).toContainEqual(expect.stringContaining(`max-kaslr: --seed ${first.seed} `));

  const again = await placeOf(['--seed', `${first.seed}`]);
  expect(again).toMatchObject({ verdict: 'pass', seed: first.seed, displacement: first.displacement });
  const { stdout } = await sct(['debug', ...CELL, '--seed', `${first.seed}`, '--print'], {
    env: { TMPDIR: tmp },
  });
  expect(displacementIn(stdout)).toBe(first.displacement);
});
