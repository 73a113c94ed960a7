// SPDX-License-Identifier: GPL-2.0-only
// What the calls of suite cost come to as a place of `sct cost`, and that a counter that lies costs the place its numbers.

import { expect, test } from 'vitest';
import type { CaseResult } from '../../../harness/base/verdict.ts';
import { linuxPlace } from '../../../harness/cost/in-linux.ts';

const ABOUT = {
  machine: { name: 'linux-stock-icount', clock: 'icount', midr: 0x000f0510 },
  release: '6.12.95',
  subject: 'reviewed',
  compiler: 'clang-19',
  date: '2026-01-01T00:00:00Z',
  seed: 1,
  margin: 1,
} as const;

const TRUE = { direct: 3, generic: 5, kcfi_loaded: 10, tramp: 7, tramp_null: 8 };

function counted(counts: Record<string, number>, counter: Partial<CaseResult> = {}): CaseResult[] {
  const plain = { suite: 'cost', verdict: 'pass' as const, reason: '', metrics: [], details: [] };
  const of = (value: number) => [{ name: 'instructions', value, unit: 'instructions' }];
  return [
    ...Object.entries(counts).map(([name, value]) => ({ ...plain, case: name, metrics: of(value) })),
    { ...plain, metrics: [], details: [], case: 'inst_retired', ...counter },
  ];
}

test('as many as in the guest kernel: shown, and compared with the check', () => {
  const { verdict, kind, workloads, controls } = linuxPlace(counted(TRUE), ABOUT);
  expect([verdict, kind, controls.map((one) => one.verdict)]).toEqual([
    'pass',
    'counted',
    ['holds', 'holds'],
  ]);
  const [calls] = workloads;
  expect(calls?.forms.map(({ form, cost }) => [form, cost.estimate])).toEqual([
    ['direct', 3],
    ['generic', 5],
    ['kcfi', 10],
    ['subject', 7],
    ['subject_null', 8],
  ]);
  expect(calls?.comparisons.find(({ form }) => form === 'subject')?.says).toBe('3 instructions fewer');
});

test.each([
  [
    'one form counts more',
    counted({ ...TRUE, generic: 6 }),
    'forms',
    'not as in the guest kernel: generic 6',
  ],
  [
    'the counter is not true',
    counted(TRUE, { verdict: 'error', reason: 'counts 3 of 64' }),
    'counters',
    'counts 3 of 64',
  ],
  ['nothing ran', [], 'counters', 'cost.inst_retired did not run'],
])('%s: an error of the place', (_, results, control, says) => {
  const { verdict, controls } = linuxPlace(results, ABOUT);
  expect(verdict).toBe('error');
  expect(controls.find(({ name }) => name === control)).toMatchObject({ verdict: 'fails', says });
});

test('without an exact clock: no number, the reason, and the machine that counts', () => {
  const machine = { ...ABOUT.machine, name: 'linux-cfi', clock: 'realtime' } as const;
  const unlisted = { verdict: 'skip', reason: 'PMCEID0 does not list INST_RETIRED (0x08)' } as const;
  const { kind, workloads, notes } = linuxPlace(counted(TRUE, unlisted), { ...ABOUT, machine });
  expect([kind, workloads]).toEqual(['emulated', []]);
  expect(notes.join()).toContain('does not list INST_RETIRED (0x08). --machine linux-cfi-icount counts them');
});
