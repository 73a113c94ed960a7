// SPDX-License-Identifier: GPL-2.0-only

import { describe, expect, test } from 'vitest';
import type { CaseResult, Verdict } from '../../../harness/base/verdict.ts';
import { judgeCost, summarise } from '../../../harness/verdict/cost.ts';
import { COST_TABLE } from '../../../harness/verdict/cost-table.ts';

test.each(Object.entries(COST_TABLE))(
  'row %s counts what it lists',
  (_, { caller, callee, instructions }) => {
    expect(`${caller} ${callee}`.split(' ')).toHaveLength(instructions);
  },
);

function costCase(name: string, values: number[], verdict: Verdict = 'pass'): CaseResult {
  const metrics = values.map((value) => ({ name: 'instructions', value, unit: 'instructions' }));
  return { suite: 'cost', case: name, verdict, reason: '', metrics, details: [] };
}

const KCFI = 'the table of expectations (ldur movk movk cmp b.eq blr; bti ret) says 8';
const EXPECT = "the subject's expect.json says 8";

interface Row {
  name: string;
  values: number[];
  instructions?: Record<string, number>;
  witness?: Record<string, number | string>;
  becomes: string;
  details?: string[];
}

const MISSING =
  'error: a machine with an exact clock must print one metric "instructions", a positive whole number';

const ROWS: Row[] = [
  { name: 'kcfi', values: [8], becomes: 'pass: ' },
  { name: 'kcfi', values: [9], becomes: `fail: a call costs 9 instructions; ${KCFI}` },
  { name: 'kcfi', values: [], becomes: `${MISSING}; printed: none` },
  { name: 'kcfi', values: [0], becomes: `${MISSING}; printed: 0` },
  { name: 'kcfi', values: [-8], becomes: `${MISSING}; printed: -8` },
  { name: 'kcfi', values: [8.5], becomes: `${MISSING}; printed: 8.5` },
  { name: 'kcfi', values: [8, 8], becomes: `${MISSING}; printed: 8, 8` },
  { name: 'tramp', values: [8], instructions: { tramp: 8 }, witness: { tramp: 8 }, becomes: 'pass: ' },
  {
    name: 'tramp',
    values: [7],
    instructions: { tramp: 8 },
    witness: { tramp: 7 },
    becomes: `fail: a call costs 7 instructions; ${EXPECT}, its disassembly says 7`,
  },
  {
    name: 'tramp',
    values: [8],
    instructions: { tramp: 8 },
    witness: { tramp: 7 },
    becomes: `fail: a call costs 8 instructions; ${EXPECT}, its disassembly says 7`,
  },
  {
    name: 'tramp',
    values: [9],
    witness: { tramp: 8 },
    becomes: 'fail: a call costs 9 instructions; its disassembly says 8',
  },
  { name: 'tramp', values: [8], witness: { tramp: 8 }, becomes: 'pass: ' },
  {
    name: 'tramp',
    values: [9],
    instructions: { tramp: 8 },
    witness: { tramp: 'it loops' },
    becomes: `fail: a call costs 9 instructions; ${EXPECT}`,
    details: ['the disassembly cannot tell what a call costs: it loops'],
  },
  {
    name: 'tramp',
    values: [9],
    becomes: 'pass: ',
    details: ['no table and no disassembly says what a call costs: reported, not judged'],
  },
  { name: 'update', values: [412], witness: { update: 3 }, becomes: 'pass: ' },
  { name: 'update', values: [], becomes: `${MISSING}; printed: none` },
  { name: 'inst_retired', values: [], becomes: 'pass: ' },
];

describe('on a machine that counts instructions', () => {
  test.each(ROWS)(
    '$name $values: $becomes',
    ({ name, values, instructions = {}, witness = {}, becomes, details }) => {
      const result = judgeCost(costCase(name, values), { clock: 'icount', instructions, witness });
      expect(`${result.verdict}: ${result.reason}`).toBe(becomes);
      expect(result.details).toEqual(details ?? []);
    },
  );

  test.each(['fail', 'skip', 'xfail', 'error'] as const)('%s stays', (verdict) => {
    const result = costCase('kcfi', [], verdict);
    expect(judgeCost(result, { clock: 'icount', instructions: {}, witness: {} })).toBe(result);
  });

  test('other suites need no such metric', () => {
    const result = { ...costCase('kcfi', []), suite: 'dispatch' };
    expect(judgeCost(result, { clock: 'icount', instructions: {}, witness: {} })).toBe(result);
  });
});

test.each([
  [7, 'pass', ''],
  [8, 'fail', 'a call costs 8 instructions; its disassembly says 7'],
])(
  'where no function has a landing pad, a NULL of %d is judged by the disassembly: %s',
  (value, verdict, reason) => {
    const expected = { clock: 'icount', instructions: { tramp_null: 8 }, unguarded: true } as const;
    const result = judgeCost(costCase('tramp_null', [value]), { ...expected, witness: { tramp_null: 7 } });
    expect([result.verdict, result.reason]).toEqual([verdict, reason]);
  },
);

test('elsewhere nothing is judged', () => {
  const result = costCase('kcfi', [99]);
  expect(judgeCost(result, { clock: 'realtime', instructions: { kcfi: 8 }, witness: { kcfi: 8 } })).toBe(
    result,
  );
});

test.each([
  [[7], 7, 0],
  [[1, 2, 3, 4, 5], 3, 2],
  [[5, 1, 4, 2, 3], 3, 2],
])('samples %j: median %d, spread %d', async (values, median, spread) => {
  expect(await summarise([{ name: 'n', unit: 'ns', values }])).toEqual([
    { name: 'n.median', value: median, unit: 'ns' },
    { name: 'n.spread', value: spread, unit: 'ns' },
  ]);
});
