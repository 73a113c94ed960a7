// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from 'vitest';
import { abiPlan, judgeAbi } from '../../../harness/inspect/abi.ts';
import { assemble, FOUR, type Shape, SIX, trampoline } from './assemble.ts';

/** Each is the four-instruction trampoline but for what is said; then the cases that must fail it, and no other. */
const ROWS: [string, Shape, string[]][] = [
  ['as merged', { code: FOUR }, []],
  ['as posted, aligned to 8', { code: SIX, align: 3 }, ['adrp_not_at_page_end']],
  ['as posted, but aligned to 16', { code: SIX }, []],
  ['aligned to a page', { code: FOUR, align: 12 }, []],
  [
    'at the end of the second page of a section aligned to two',
    { code: FOUR, align: 3, section: '.static_call.text, "ax"\n .p2align 13\n .space 0x1ff8' },
    ['adrp_not_at_page_end'],
  ],
  ['aligned to 4 only', { code: FOUR, align: 2 }, ['aligned', 'adrp_not_at_page_end']],
  [
    'a word further on, aligned to 16',
    { code: `  hint 34\n  nop${FOUR}`.replace('hint 34\n  adrp', 'adrp') },
    ['adrp_not_at_page_end'],
  ],
  ['a local symbol', { code: FOUR, binding: '.local' }, ['global_function_symbol']],
  ['a weak symbol', { code: FOUR, binding: '.weak' }, ['global_function_symbol']],
  ['no type', { code: FOUR, type: '%notype' }, ['global_function_symbol']],
  ['no size', { code: FOUR, size: '' }, ['true_size']],
  ['a size without the ret', { code: SIX, size: '. - __SCT__x - 4' }, ['true_size']],
  ['a size with padding', { code: FOUR, size: '. - __SCT__x + 4' }, ['true_size']],
  [
    'code after its end',
    { code: `${FOUR}\n.size __SCT__x, . - __SCT__x\n ret`, size: '' },
    ['true_size', 'ends_in_its_target'],
  ],
  [
    'runs past its end',
    { code: FOUR.replace('br x16', 'mov x17, x16') },
    ['true_size', 'ends_in_its_target'],
  ],
  ['a branch elsewhere', { code: FOUR.replace('br x16', 'b target') }, ['ends_in_its_target']],
  ['a branch through another register', { code: FOUR.replace('br x16', 'br x17') }, ['ends_in_its_target']],
  [
    'a literal that is loaded and lost',
    { code: FOUR.replace('br x16', 'mov w16, #0\n br x16') },
    ['ends_in_its_target'],
  ],
  ['a return though the literal is set', { code: `${FOUR}\n ret` }, ['ends_in_its_target']],
  ['no load at all', { code: FOUR.replace('ldr x16, [x16, :lo12:lit]', 'nop') }, ['ends_in_its_target']],
  ['patched code, without a literal', { code: '  hint 34\n  b target\n  ret\n  nop\n  br x16' }, []],
  [
    'a branch through a register that nothing sets, with nothing to keep it from being reached',
    { code: '  hint 34\n  nop\n  nop\n  br x16' },
    ['ends_in_its_target'],
  ],
  ['a NULL call that returns 0 by itself', { code: SIX.replace('ret', 'mov x0, xzr\n ret') }, []],
  ['a zero that every call gets', { code: FOUR.replace('br x16', 'mov x0, xzr\n br x16') }, ['registers']],
  [
    'a NULL call that returns 1',
    { code: SIX.replace('ret', 'mov x0, #1\n ret') },
    ['ends_in_its_target', 'registers'],
  ],
  ['a copy of the literal', { code: FOUR.replace('br x16', 'mov x17, x16\n br x17') }, []],
  [
    'the first of a pair',
    {
      code: FOUR.replace('ldr x16, [x16, :lo12:lit]', 'add x17, x16, :lo12:lit\n ldp x16, x17, [x17]'),
      literal: '.section .rodata, "a"; .balign 8; lit: .quad target, 0',
    },
    [],
  ],
  [
    'the second of a pair',
    {
      code: FOUR.replace('ldr x16, [x16, :lo12:lit]', 'add x17, x16, :lo12:lit\n ldp x17, x16, [x17]'),
      literal: '.section .rodata, "a"; .balign 8; lit: .quad 0, target',
    },
    [],
  ],
  [
    'a pair of which neither is branched to',
    {
      code: FOUR.replace(
        'ldr x16, [x16, :lo12:lit]',
        'add x17, x16, :lo12:lit\n ldp x16, x17, [x17]\n mov x16, #0',
      ),
      literal: '.section .rodata, "a"; .balign 8; lit: .quad target, 0',
    },
    ['ends_in_its_target'],
  ],
  ['UDF within its size', { code: `${FOUR}\n udf #7` }, []],
  ['padding inside its size', { code: `${FOUR}\n nop\n .inst 0\n nop\n nop` }, []],
  ['barriers against speculation', { code: `${FOUR}\n dsb nsh\n isb` }, []],
  ['a barrier that is reached', { code: SIX.replace('ret', 'isb') }, ['true_size']],
  ['a leap into padding', { code: SIX.replace('ret', 'nop') }, ['true_size']],
  ['data by its type', { code: FOUR, type: '%object' }, ['global_function_symbol']],
  ['in .text', { code: FOUR, section: '.text' }, ['section']],
  ['in a writable section', { code: FOUR, section: '.static_call.text, "awx"' }, ['section']],
  ['no landing pad', { code: FOUR.replace('hint 34', 'hint 0') }, ['landing_pad']],
  ['a pad for jumps only', { code: FOUR.replace('hint 34', 'hint 36') }, ['landing_pad']],
  ['a pad for calls and jumps', { code: FOUR.replace('hint 34', 'hint 38') }, []],
  ['another register', { code: FOUR.replaceAll('x16', 'x9') }, ['registers']],
  ['half of another register', { code: FOUR.replace('br x16', 'mov w8, w16\n br x16') }, ['registers']],
  ['x17', { code: FOUR.replaceAll('x16', 'x17') }, []],
  ['the stack', { code: FOUR.replace('br x16', 'ldr x17, [sp]\n br x16') }, ['registers']],
  [
    'a frame of its own',
    {
      code: FOUR.replace(
        'br x16',
        'stp x29, x30, [sp, #-16]!\n mov x29, sp\n ldp x29, x30, [sp], #16\n br x16',
      ),
    },
    [],
  ],
  [
    'a frame that is taken down wrongly',
    { code: FOUR.replace('br x16', 'stp x29, x30, [sp, #-16]!\n ldp x30, x29, [sp], #16\n br x16') },
    ['registers'],
  ],
  [
    'a frame that stays',
    { code: FOUR.replace('br x16', 'stp x29, x30, [sp, #-16]!\n br x16') },
    ['registers'],
  ],
  [
    'a spill below the stack pointer',
    { code: FOUR.replace('br x16', 'str x17, [sp, #-16]\n ldr x17, [sp, #-16]\n br x16') },
    ['registers'],
  ],
  [
    'a return address that is signed, and authenticated',
    { code: FOUR.replace('hint 34', 'hint 25').replace('br x16', 'hint 29\n br x16') },
    [],
  ],
  [
    'a return address that stays signed',
    { code: FOUR.replace('hint 34', 'hint 25') },
    ['landing_pad', 'registers'],
  ],
  ['NULL by flags', { code: SIX.replace('cbz x16, 1f', 'cmp x16, #0\n b.eq 1f') }, []],
  [
    'NULL by flags, the wrong way round',
    { code: SIX.replace('cbz x16, 1f', 'cmp x16, #0\n b.ne 1f') },
    ['ends_in_its_target'],
  ],
  ['NULL by the top bit', { code: SIX.replace('cbz x16, 1f', 'tbz x16, #63, 1f') }, []],
  ['NULL by the lowest bit', { code: SIX.replace('cbz x16, 1f', 'tbz x16, #0, 1f') }, ['ends_in_its_target']],
  [
    'another target for NULL, chosen',
    { code: FOUR.replace('br x16', 'adr x17, target\n cmp x16, #0\n csel x16, x17, x16, eq\n br x16') },
    [],
  ],
  [
    'another target for all but NULL',
    { code: FOUR.replace('br x16', 'adr x17, target\n cmp x16, #0\n csel x16, x17, x16, ne\n br x16') },
    ['ends_in_its_target'],
  ],
  ['a store', { code: FOUR.replace('br x16', 'str x16, [x17]\n br x16') }, ['registers']],
  [
    'a call of its own',
    { code: FOUR.replace('br x16', 'blr x16\n ret') },
    ['ends_in_its_target', 'registers'],
  ],
  [
    'a literal at 4 mod 8',
    {
      code: FOUR.replace('ldr x16, [x16, :lo12:lit]', 'add x16, x16, :lo12:lit\n ldr x16, [x16]'),
      literal: '.section .rodata, "a"; .balign 8; .word 0; lit: .quad target',
    },
    ['literal_aligned'],
  ],
  [
    'a writable literal',
    { code: FOUR, literal: '.data; .balign 8; lit: .quad target' },
    ['literal_read_only'],
  ],
  [
    'a literal among code',
    { code: '  hint 34\n  ldr x16, lit\n  br x16', literal: '.text; .balign 8; lit: .quad target' },
    ['literal_read_only'],
  ],
  [
    'a literal that is read-only after init',
    { code: FOUR, literal: '.section .data..ro_after_init, "aw"; .balign 8; lit: .quad target' },
    [],
  ],
];

const SKIPPED: Record<string, string[]> = {
  'a literal among code': ['adrp_not_at_page_end'],
  'no load at all': ['literal_aligned', 'literal_read_only'],
  'patched code, without a literal': ['literal_aligned', 'literal_read_only', 'adrp_not_at_page_end'],
  'a branch through a register that nothing sets, with nothing to keep it from being reached': [
    'literal_aligned',
    'literal_read_only',
    'adrp_not_at_page_end',
  ],
};

describe('suite abi', { timeout: 30_000 }, () => {
  test.each(ROWS)('%s', async (name, shape, failing) => {
    const results = judgeAbi((await assemble(trampoline(shape))).trampolines);
    const having = (verdict: string) =>
      results.filter((result) => result.verdict === verdict).map((result) => result.case);
    expect(having('fail'), JSON.stringify(results.flatMap((result) => result.details))).toEqual(failing);
    expect(having('skip')).toEqual(SKIPPED[name] ?? []);
    for (const { verdict, reason } of results) expect(reason !== '').toBe(verdict !== 'pass');
  });

  test('every case is shown failing above', () => {
    const failing = new Set(ROWS.flatMap(([, , cases]) => cases));
    expect([...failing].sort()).toEqual(
      abiPlan()
        .map((planned) => planned.case)
        .sort(),
    );
  });

  test('a reason names the trampoline, the numbers, and how many more there are', async () => {
    const source = ['__SCT__a', '__SCT__b', '__SCT__c']
      .map((name) => trampoline({ name, code: SIX, align: 3 }))
      .join('\n');
    const results = judgeAbi((await assemble(source)).trampolines);
    const result = results.find((candidate) => candidate.case === 'adrp_not_at_page_end');
    expect(result?.reason).toBe(
      '__SCT__a: its ADRP (offset 0x4 in a section aligned to 8) can land at page offset 0xffc (and 2 more of 3)',
    );
    expect(result?.details).toHaveLength(3);
  });

  test('padding between trampolines belongs to none of them', async () => {
    const source = ['__SCT__a', '__SCT__b'].map((name) => trampoline({ name, code: SIX })).join('\n');
    const { trampolines } = await assemble(source);
    expect(trampolines.map(({ offset }) => offset)).toEqual([0n, 32n]);
    expect(judgeAbi(trampolines).filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
  });

  test('a word in front of a trampoline, an offset or a hash, belongs to it and not to the one before', async () => {
    const source = ['__SCT__a', '__SCT__b']
      .map(
        (name) =>
          `${trampoline({ name, code: FOUR })}\n.section .static_call.text, "ax"\n nop\n nop\n nop\n .4byte 0x12345678`,
      )
      .join('\n');
    const { trampolines } = await assemble(source);
    expect(judgeAbi(trampolines).filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
  });

  test('a label that begins like a trampoline is none without a key', async () => {
    const named = '.section .rodata, "a"; .balign 8; __SCT__x_literal: lit: .quad target';
    const { trampolines } = await assemble(trampoline({ code: FOUR, literal: named }));
    expect(trampolines.map(({ symbol }) => symbol.name)).toEqual(['__SCT__x']);
  });

  test('one wrong trampoline among right ones fails, code between two is found', async () => {
    const source = [
      trampoline({ name: '__SCT__a', code: FOUR }),
      trampoline({
        name: '__SCT__b',
        code: `${FOUR}\n.size __SCT__b, . - __SCT__b\n mov x16, x17`,
        size: '',
      }),
      trampoline({ name: '__SCT__c', code: FOUR }),
    ].join('\n');
    const failed = judgeAbi((await assemble(source)).trampolines).filter(({ verdict }) => verdict === 'fail');
    expect(failed.map((result) => [result.case, result.details.map((line) => line.split(':')[0])])).toEqual([
      ['true_size', ['__SCT__b']],
      ['ends_in_its_target', ['__SCT__b']],
    ]);
  });

  test('a design without a literal is skipped where only a literal is judged', async () => {
    const results = judgeAbi(
      (await assemble(trampoline({ code: '  hint 34\n  b target', literal: '' }))).trampolines,
    );
    expect(results.filter(({ verdict }) => verdict === 'skip').map((result) => result.case)).toEqual([
      'ends_in_its_target',
      'literal_aligned',
      'literal_read_only',
      'adrp_not_at_page_end',
    ]);
    expect(results.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
  });

  test('no trampoline is an error in every case', () => {
    const results = judgeAbi([]);
    expect(results.map(({ verdict }) => verdict)).toEqual(abiPlan().map(() => 'error'));
    expect(results[0]?.reason).toMatch(/nothing to judge/);
  });
});
