// SPDX-License-Identifier: GPL-2.0-only
// Silence is a hang, or a QEMU that waits for a CPU.

import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { cpuSeconds, isAsleep } from '../../../harness/machine/load.ts';
import { type Hang, type Load, watch } from '../../../harness/machine/watch.ts';

const LIMITS = { idle: 0.6, total: 10, exit: 10, bytes: 1 };

/** When a guest that is allowed 50 ms of silence is taken for hung, ms. */
async function hangsAfter(load: Load): Promise<number> {
  const start = performance.now();
  const hung = new Promise<Hang>((resolve) => {
    const hangs = watch(LIMITS, resolve, load);
    hangs.allow(0.05);
  });
  expect((await hung).idle).toBe(true);
  return performance.now() - start;
}

test.for<[string, Load, number]>([
  ['runs all the time', { cpu: () => performance.now() / 1000, asleep: () => false }, 50],
  ['sleeps', { cpu: () => 0, asleep: () => true }, 50],
  ['gets no CPU', { cpu: () => 0, asleep: () => false }, 600],
  ['nobody knows about', { cpu: () => undefined, asleep: () => false }, 50],
])('a QEMU that %s', async ([, load, least]) => {
  const after = await hangsAfter(load);
  expect(after).toBeGreaterThanOrEqual(least - 5);
  if (least < 600) expect(after).toBeLessThan(600);
});

test('what this process used and did', async () => {
  const before = cpuSeconds(process.pid) ?? expect.fail('no /proc');
  for (const end = performance.now() + 200; performance.now() < end; );
  expect((cpuSeconds(process.pid) ?? 0) - before).toBeGreaterThan(0);
  expect(isAsleep(process.pid)).toBe(false);
  expect(cpuSeconds(2 ** 30)).toBeUndefined();
  await sleep(1);
});
