// SPDX-License-Identifier: GPL-2.0-only
// The cases of suite `abi` that are about an image as a whole, each shown passing, failing, and with nothing to judge.
import { expect, test } from 'vitest';
import { abiImageReasons, judgeAbiImage } from '../../../harness/inspect/abi-image.ts';
import { assemble, FOUR, trampoline } from './assemble.ts';

/** Something of this name that is not loaded. */
const mark = (name: string, section: string) =>
  `.pushsection ${section}, "", %progbits; ${name}: .byte 0; .popsection`;
const TRANSFORM =
  '.text; .globl arch_static_call_transform; .type arch_static_call_transform, %function; arch_static_call_transform: ret';
const own = (name: string) => trampoline({ name, code: FOUR });
const theSame = (name: string, other: string) =>
  trampoline({ name, code: FOUR, literal: '' }).replaceAll(`lit_${name}`, `lit_${other}`);

const ROWS: [what: string, source: string, verdicts: Record<string, string>][] = [
  ['nothing of all that', '', {}],
  ['a literal for each', `${own('__SCT__a')}\n${own('__SCT__b')}`, { literal_its_own: 'pass' }],
  [
    'one literal for two',
    `${own('__SCT__a')}\n${theSame('__SCT__b', '__SCT__a')}`,
    { literal_its_own: 'fail' },
  ],
  ['not exported', TRANSFORM, { transform_exported: 'fail' }],
  [
    'exported',
    `${TRANSFORM}\n${mark('__export_symbol_arch_static_call_transform', '.export_symbol')}`,
    { transform_exported: 'pass' },
  ],
  [
    'what calls it is exported',
    `${TRANSFORM}\n${mark('__export_symbol___static_call_update', '.export_symbol')}`,
    { transform_exported: 'pass' },
  ],
  [
    'another symbol is exported',
    `${TRANSFORM}\n${mark('__export_symbol_other', '.export_symbol')}`,
    { transform_exported: 'fail' },
  ],
  ['the section of before', mark('sct_behind_A', '.before_macro'), { section_restored: 'pass' }],
  ['back to .text', '.text; sct_behind_A: nop', { section_restored: 'pass' }],
  [
    'the section of the key before it, where gcc is then',
    '.data; __SCK__macro_tramp: .quad 0; sct_behind_A: .byte 0',
    { section_restored: 'pass' },
  ],
  ['in .data, where no key of the macros lies', '.data; sct_behind_A: .byte 0', { section_restored: 'fail' }],
  ['left in .rodata', '.section .rodata, "a"; sct_behind_A: .byte 0', { section_restored: 'fail' }],
];

test.each(ROWS)('%s', { timeout: 30_000 }, async (_, source, verdicts) => {
  const { trampolines, elf } = await assemble(source);
  const results = judgeAbiImage({ trampolines, symbols: elf.symbols });
  const judged = results.filter(({ verdict }) => verdict !== 'skip');
  expect(Object.fromEntries(judged.map((one) => [one.case, one.verdict]))).toEqual(verdicts);
  for (const { verdict, reason } of results) expect(reason !== '').toBe(verdict !== 'pass');
});

test('each is shown failing above', () => {
  const failing = ROWS.flatMap(([, , verdicts]) =>
    Object.entries(verdicts).flatMap(([name, verdict]) => (verdict === 'fail' ? [name] : [])),
  );
  expect([...new Set(failing)]).toEqual([...abiImageReasons().keys()]);
});
