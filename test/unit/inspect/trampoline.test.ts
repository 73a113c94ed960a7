// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { addsWhatItLoads } from '../../../harness/inspect/trampoline.ts';
import { assemble, FOUR, SIX, trampoline } from './assemble.ts';

test.each([
  ['as merged', FOUR, false],
  ['as posted', SIX, false],
  [
    'ADRP, ADD and LDR',
    '  hint 34\n  adrp x16, lit\n  add x16, x16, :lo12:lit\n  ldr x16, [x16]\n  br x16',
    false,
  ],
  [
    'a distance from the literal',
    '  hint 34\n  adrp x16, lit\n  add x16, x16, :lo12:lit\n  ldr x17, [x16]\n  add x16, x16, x17\n  br x16',
    true,
  ],
  [
    'a distance from the trampoline',
    '  hint 34\n  adrp x16, lit\n  ldr x16, [x16, :lo12:lit]\n  adr x17, .\n  add x16, x17, x16\n  br x16',
    true,
  ],
  [
    'a constant is added',
    '  hint 34\n  adrp x16, lit\n  ldr x16, [x16, :lo12:lit]\n  add x16, x16, #4\n  br x16',
    false,
  ],
  [
    'a sum that nothing branches to',
    '  hint 34\n  adrp x16, lit\n  ldr x16, [x16, :lo12:lit]\n  adr x17, .\n  add x17, x17, x16\n  br x16',
    false,
  ],
])('whether a literal holds a distance: %s', async (_, code, due) => {
  const { trampolines } = await assemble(trampoline({ code }));
  expect(trampolines.map(addsWhatItLoads)).toEqual([due]);
});
