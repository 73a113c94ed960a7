// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from 'vitest';
import { numberOf, parseDisassembly } from '../../../harness/inspect/disassemble.ts';
import { InspectionFailed } from '../../../harness/inspect/tool-output.ts';

describe('parseDisassembly', () => {
  test.each([
    ['ffff800080010150: d503245f     \tbti\tc', 0xd503245f, 'bti', ['c']],
    [
      'ffff800080010154: 90ffff90     \tadrp\tx16, 0xffff800080000000',
      0x90ffff90,
      'adrp',
      ['x16', '0xffff800080000000'],
    ],
    ['ffff800080010158: f9409610     \tldr\tx16, [x16, #0x128]', 0xf9409610, 'ldr', ['x16', '[x16, #0x128]']],
    ['      10: b4000050     \tcbz\tx16, 0x18 <__SCT__x+0x14>', 0xb4000050, 'cbz', ['x16', '0x18']],
    ['      14: d65f03c0     \tret', 0xd65f03c0, 'ret', []],
    ['      18: f81f0fe9     \tstr\tx9, [sp, #-0x10]!', 0xf81f0fe9, 'str', ['x9', '[sp, #-0x10]!']],
    ['      1c: 1f 20 03 d5  \t.word\t0xd503201f', 0xd503201f, '.word', ['0xd503201f']],
    ['      20: 12           \t.byte\t0x12', 0x12, '.byte', ['0x12']],
    [
      '      24: a9bf7bfd     \tstp\tx29, x30, [sp, #-0x10]!',
      0xa9bf7bfd,
      'stp',
      ['x29', 'x30', '[sp, #-0x10]!'],
    ],
  ])('%s', (line, word, mnemonic, operands) => {
    const text = `\nx.elf:\tfile format elf64-littleaarch64\n\nDisassembly of section .text:\n\n0000 <f>:\n${line}\n`;
    expect(parseDisassembly(text)).toEqual([{ address: expect.any(BigInt), word, mnemonic, operands }]);
  });

  test('refuses a line of code that it cannot read', () => {
    expect(() => parseDisassembly('      10: <unknown>\n')).toThrow(InspectionFailed);
  });
});

test.each([
  ['#0x10', 16n],
  ['#-0x10', -16n],
  ['#12', 12n],
  ['0xffff800080000001', 0xffff800080000001n],
  ['x16', undefined],
  ['[x16]', undefined],
])('numberOf %s', (operand, expected) => {
  expect(numberOf(operand)).toBe(expected);
});
