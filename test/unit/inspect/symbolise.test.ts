// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from 'vitest';
import type { Locate } from '../../../harness/base/locate.ts';
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
  test('names function and source line, and asks one symbolizer for all, for none twice', async () => {
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
      const at = (offset: bigint) => 0xffff800080000000n + offset;
      const together = await Promise.all([
        locate([0n, 4n, 4n, 8n, 12n].map(at)),
        // Known already, though not yet told.
        locate([at(4n)]),
      ]);
      expect(together[1]).toEqual(new Map([[at(4n), 'start+0x4 (a.S:5)']]));
      for (const offset of [0n, 4n, 8n, 12n]) found[`${offset}`] = together[0].get(at(offset));
      expect(await locate([at(16n), at(0x100000n), 0x40080000n, at(8n)])).toEqual(
        new Map([[at(8n), 'sized (a.S:9)']]),
      );
      const without = locator({ elf }, ranges, () => {
        throw new Error('not installed');
      });
      found.without = (await without([at(4n)])).get(at(4n));
      found.broken = (await locator({ elf }, ranges, () => '/nonexistent')([at(4n)])).get(at(4n));
    });
    expect(found).toEqual({
      0: 'start (a.S:4)',
      4: 'start+0x4 (a.S:5)',
      8: 'sized (a.S:9)',
      12: 'sized+0x4 (a.S:10)',
      without: 'start+0x4',
      broken: 'start+0x4',
    });
    expect(runs).toBe(1);
  });
});

test('a moved image: an address is found where it is linked, a signed one too', async () => {
  const echo: Locate = async (addresses) => new Map(addresses.map((one) => [one, one.toString(16)]));
  const moved = movedLocator(echo, 0x2000_0001_0000n);
  const signed = 0x1a5b_a000_8001_0004n | (1n << 55n);
  expect(await moved([0xffff_a000_8001_0004n, signed])).toEqual(
    new Map([
      [0xffff_a000_8001_0004n, 'ffff800080000004'],
      [signed, 'ffff800080000004'],
    ]),
  );
  // Not a kernel address: nothing of it is a signature.
  expect(await movedLocator(echo, 0n)([0x10n])).toEqual(new Map([[0x10n, '10']]));
});
