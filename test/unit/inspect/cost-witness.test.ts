// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from 'vitest';
import { costWitness } from '../../../harness/inspect/cost-witness.ts';
import { assemble, FOUR, SIX, trampoline } from './assemble.ts';

const SWITCHING_RETURN0 = `
  .text
  .type __static_call_return0, %function
__static_call_return0:
  cbz x0, 1f
  mov x0, #0
1: ret
  .size __static_call_return0, . - __static_call_return0
`;

describe('costWitness', { timeout: 30_000 }, () => {
  test.each([
    ['as merged', FOUR, '', 7, 8],
    ['as posted', SIX, '', 8, 6],
    ['a nop more', FOUR.replace('br', 'nop\n br'), '', 8, 9],
    ['cbnz', FOUR.replace('br x16', 'cbnz x16, 1f\n ret\n1: br x16'), '', 8, 6],
    ['a branch within', FOUR.replace('br x16', 'b 1f\n nop\n1: br x16'), '', 8, 9],
    ['a direct branch', '  hint 34\n  b target', '', 5, /without a literal/],
    ['no branch at all', FOUR.replace('br x16', 'ret'), '', /returns though/, 5],
    [
      'through another register',
      FOUR.replace('br x16', 'mov x17, x16\n br x17'),
      '',
      /\+0x10: cannot follow br x17/,
      /br x17/,
    ],
    [
      'a changed literal',
      FOUR.replace('br x16', 'add x16, x16, #4\n br x16'),
      '',
      /cannot follow add/,
      /cannot follow add/,
    ],
    ['a call', FOUR.replace('br x16', 'blr x16\n ret'), '', /cannot follow blr/, /cannot follow blr/],
    ['a loop', '  hint 34\n1:\n  b 1b', '', /does not leave/, /does not leave/],
    ['past the end', FOUR.replace('br x16', 'nop\n mov x17, #0'), '', /past its end/, /past its end/],
    ['another way to return 0', FOUR, SWITCHING_RETURN0, 7, /straight/],
  ])('%s', async (_, code, more, tramp, none) => {
    const { trampolines, return0 } = await assemble(more + trampoline({ code }));
    const cost = costWitness(trampolines, { name: 'return0', code: return0 });
    for (const [got, expected] of [
      [cost.tramp, tramp],
      [cost.tramp_null, none],
    ]) {
      if (expected instanceof RegExp) expect(got).toMatch(expected);
      else expect(got).toBe(expected);
    }
  });

  test('looks at the trampolines that the guest measures', async () => {
    const source = [
      trampoline({ name: '__SCT__a', code: FOUR }),
      trampoline({ name: '__SCT__cost_tramp', code: `  hint 34\n  nop${FOUR}` }),
      trampoline({ name: '__SCT__cost_null', code: SIX }),
    ].join('\n');
    const { trampolines, return0 } = await assemble(source);
    expect(costWitness(trampolines, { name: 'return0', code: return0 })).toEqual({ tramp: 9, tramp_null: 6 });
  });

  test('says so if there is no trampoline', () => {
    expect(costWitness([], { name: 'return0', code: [] }).tramp).toMatch(/no trampoline/);
  });
});
