// SPDX-License-Identifier: GPL-2.0-only

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CaseResult, Verdict } from '../../../harness/base/verdict.ts';
import { packageRoot } from '../../../harness/store/places.ts';
import { blame } from '../../../harness/verdict/blame.ts';
import { TOO_BUSY } from '../../../harness/verdict/busy.ts';

const result = (name: string, verdict: Verdict, more: Partial<CaseResult> = {}): CaseResult => ({
  suite: 's',
  case: name,
  verdict,
  reason: 'r',
  metrics: [],
  details: [],
  ...more,
});
const says =
  (...verdicts: [string, Verdict][]) =>
  async () => ({ machine: 'max', verdicts: new Map(verdicts) });

test.for([
  ['pass', 'fail', 's.a passes'],
  ['skip', 'fail', 's.a is skipped'],
  ['xfail', 'fail', 's.a fails as it is known to'],
  ['fail', 'error', 's.a fails too'],
  ['error', 'error', 's.a errs too'],
] as const)('an error where reviewed says %s is a %s', async ([said, becomes]) => {
  const [judged] = await blame([result('a', 'error', { cut: 'hang' })], says(['s.a', said]));
  expect(judged).toMatchObject({ verdict: becomes, cut: 'hang' });
  expect(judged?.details.at(-1)).toMatch(/`reviewed` .* on max/);
});

test('an error of which reviewed knows nothing stays one', async () => {
  const [judged] = await blame([result('a', 'error')], says());
  expect(judged?.verdict).toBe('error');
  expect(judged?.details).toEqual(['nobody knows what `reviewed` does in this case on max']);
});

test('only errors are asked for, and nobody if there is none', async () => {
  const fine = [result('a', 'pass'), result('b', 'fail'), result('c', 'skip')];
  expect(await blame(fine, async () => expect.fail('asked'))).toEqual(fine);
  const asked: string[][] = [];
  await blame([...fine, result('d', 'error')], async (names) => {
    asked.push([...names]);
    return { machine: 'max', verdicts: new Map() };
  });
  expect(asked).toEqual([['s.d']]);
});

test('what a busy host kept from being judged is nobody’s fail', async () => {
  const [judged] = await blame([result('a', 'error', { reason: `${TOO_BUSY}x` })], says(['s.a', 'pass']));
  expect(judged?.verdict).toBe('error');
});

test('where a busy host kept reviewed from being asked, nobody is to blame', async () => {
  const [judged] = await blame([result('a', 'error')], async () => ({
    machine: 'max',
    verdicts: new Map([['s.a', 'busy' as const]]),
  }));
  expect(judged?.verdict).toBe('error');
  expect(judged?.reason).toBe(`${TOO_BUSY}what \`reviewed\` does in this case is not known; r`);
});

test('of what a busy host kept from being judged nobody is asked', async () => {
  const busy = [result('a', 'error', { reason: `${TOO_BUSY}x` })];
  expect(await blame(busy, async () => expect.fail('asked'))).toEqual(busy);
});

test('the guest says of a busy host what the harness listens for', () => {
  const header = readFileSync(join(packageRoot(), 'guest/kernel/include/sct/report.h'), 'utf8');
  expect(header).toContain(`case_error("${TOO_BUSY}" fmt`);
});
