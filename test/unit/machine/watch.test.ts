// SPDX-License-Identifier: GPL-2.0-only
// Silence is a hang, or a QEMU that waits for a CPU.

import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { cpuSeconds, isAsleep, sharesOf, sharesSince } from '../../../harness/machine/load.ts';
import { type Hang, type Load, watch } from '../../../harness/machine/watch.ts';

/** When a guest that is allowed 50 ms of silence is taken for hung, ms; `idle`: the boot's own limit, seconds. */
async function hangsAfter(load: Load, idle: number): Promise<number> {
  const start = performance.now();
  const hung = new Promise<Hang>((resolve) => {
    const hangs = watch({ idle, total: 1000, exit: 1000, bytes: 1 }, resolve, load);
    hangs.allow(0.05);
  });
  expect((await hung).idle).toBe(true);
  return performance.now() - start;
}

// With a boot's limit that no test waits for, it is the 50 ms that end it.
test.for<[string, Load]>([
  ['runs all the time', { cpu: () => performance.now() / 1000, asleep: () => false }],
  ['sleeps', { cpu: () => 0, asleep: () => true }],
  ['nobody knows about', { cpu: () => undefined, asleep: () => false }],
])('a QEMU that %s hangs', async ([, load]) => {
  expect(await hangsAfter(load, 500)).toBeGreaterThanOrEqual(45);
});

test('one that gets no CPU is waited for, as long as a boot may be silent', async () => {
  expect(await hangsAfter({ cpu: () => 0, asleep: () => false }, 0.6)).toBeGreaterThanOrEqual(595);
});

test('one that sleeps has hung before its time is over', async () => {
  const hung = new Promise<Hang>((resolve) => {
    const limits = { idle: 1000, total: 1000, exit: 1000, bytes: 1 };
    watch(limits, resolve, { cpu: () => 0, asleep: () => true }).allow(500);
  });
  expect((await hung).idle).toBe(true);
});

test('what it had on a CPU counts from its last output, though it is told only later how long it may be silent', async () => {
  let cpu = 0;
  const hung = new Promise<Hang>((resolve) => {
    const limits = { idle: 1000, total: 1000, exit: 1000, bytes: 1 };
    const hangs = watch(limits, resolve, { cpu: () => cpu, asleep: () => false });
    hangs.sawOutput();
    hangs.allow(1000);
    setTimeout(() => {
      cpu = 1;
      hangs.allow(0.05);
    }, 20);
  });
  expect((await hung).idle).toBe(true);
});

test('what this process used and did', async () => {
  const before = cpuSeconds(process.pid) ?? expect.fail('no /proc');
  const shares = sharesOf(process.pid);
  for (const end = performance.now() + 200; performance.now() < end; );
  expect((cpuSeconds(process.pid) ?? 0) - before).toBeGreaterThan(0);
  const had = sharesSince(shares, sharesOf(process.pid)) ?? expect.fail('no schedstat');
  expect(Math.max(...had.map(({ ran }) => ran))).toBeGreaterThan(0);
  expect(sharesOf(2 ** 30)).toBeUndefined();
  expect(isAsleep(process.pid)).toBe(false);
  expect(cpuSeconds(2 ** 30)).toBeUndefined();
  await sleep(1);
});
