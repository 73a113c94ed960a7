// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from 'vitest';
import { codeRanges, locator, movedLocator } from '../../../harness/inspect/symbolise.ts';
import { assemble } from './assemble.ts';

// Line numbers count from the first line of this text.
const SOURCE = `.text
.globl start
start:
  nop
  nop
.type sized, %function
mark:
sized:
  nop
  ret
.size sized, . - sized
  nop
  .section .rodata, "a"
data: .quad 0
`;

describe('locate', { timeout: 30_000 }, () => {
  test('names function and source line, and runs the symbolizer once for each address', async () => {
    let runs = 0;
    const found: Record<string, string | undefined> = {};
    await assemble(SOURCE, async (elf) => {
      const { readElf } = await import('../../../harness/inspect/elf.ts');
      const { findTool } = await import('../../../harness/tool/tools.ts');
      const ranges = codeRanges(await readElf(elf, findTool('llvm-readelf-19')));
      const locate = locator({ elf }, ranges, () => {
        runs++;
        return findTool('llvm-symbolizer-19');
      });
      for (const offset of [0n, 4n, 4n, 8n, 12n, 16n, 0x100000n]) {
        found[`${offset}`] = locate(0xffff800080000000n + offset);
      }
      found.low = locate(0x40080000n);
      found.without = locator({ elf }, ranges, () => {
        throw new Error('not installed');
      })(0xffff800080000004n);
      found.broken = locator({ elf }, ranges, () => '/nonexistent')(0xffff800080000004n);
    });
    expect(found).toEqual({
      0: 'start (a.S:4)',
      4: 'start+0x4 (a.S:5)',
      8: 'sized (a.S:9)',
      12: 'sized+0x4 (a.S:10)',
      16: undefined,
      1048576: undefined,
      low: undefined,
      without: 'start+0x4',
      broken: 'start+0x4',
    });
    expect(runs).toBe(4);
  });
});

test('a moved image: an address is found where it is linked, a signed one too', () => {
  const locate = movedLocator((address) => address.toString(16), 0x2000_0001_0000n);
  expect(locate(0xffff_a000_8001_0004n)).toBe('ffff800080000004');
  expect(locate(0x1a5b_a000_8001_0004n | (1n << 55n))).toBe('ffff800080000004');
  // Not a kernel address: nothing of it is a signature.
  expect(movedLocator((address) => address.toString(16), 0n)(0x10n)).toBe('10');
});
