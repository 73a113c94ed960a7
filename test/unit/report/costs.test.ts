// SPDX-License-Identifier: GPL-2.0-only

import { expect, test } from 'vitest';
import { costTables } from '../../../harness/report/costs.ts';
import { costSections } from '../../../harness/report/sections.ts';

/** A cell that sampled time on a machine, and could not count these. */
const cell = (machine: string, lacks: readonly string[]) => ({
  subject: 'reviewed',
  machine,
  verdict: 'pass' as const,
  argv: [],
  folder: null,
  results: ['direct', 'tramp'].map((name) => ({
    suite: 'cost',
    case: name,
    verdict: 'pass' as const,
    reason: '',
    metrics: [
      { name: 'cntvct.median', value: 1.5, unit: 'ns' },
      { name: 'cntvct.spread', value: 0.5, unit: 'ns' },
    ],
    details: lacks.map((lack) => `not sampled: ${lack}`),
  })),
});

test('what was not counted is said once, below the table of the machine', async () => {
  const cells = [cell('a', ['pmccntr: errno 13: forbidden']), cell('b', []), cell('c', [])];
  expect(costTables(cells).map(({ title, notes }) => [title.replace(/.*, on /, ''), notes])).toEqual([
    ['a', ['not counted: pmccntr: errno 13: forbidden']],
    ['b, c', []],
  ]);
  expect((await costSections(cells))[0]).toMatch(/┘\n {2}not counted: pmccntr: errno 13: forbidden$/);
});

test.each([
  [['/usr/bin/qemu-system-aarch64', '-machine', 'virt', '-cpu', 'max'], []],
  [['/usr/bin/qemu-aarch64', '-cpu', 'max', '/tmp/sct-process'], []],
  [['/usr/bin/qemu-system-aarch64', '-accel', 'tcg,thread=multi'], []],
  [['/usr/bin/qemu-system-aarch64', '-accel', 'kvm'], ['a']],
  [['/tmp/sct-process'], ['a']],
  // A log of a board.
  [[], ['a']],
])('what an emulator took is no cost: %j', (argv, shown) => {
  const tables = costTables([{ ...cell('a', []), argv }]);
  expect(tables.map(({ title }) => title.replace(/.*, on /, ''))).toEqual(shown);
});
