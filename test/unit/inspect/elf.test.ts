// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from 'vitest';
import { parseElf, readElf, sectionAt } from '../../../harness/inspect/elf.ts';
import { InspectionFailed } from '../../../harness/inspect/tool-output.ts';
import { findTool } from '../../../harness/tool/tools.ts';
import { assemble, FOUR, trampoline } from './assemble.ts';

describe('readElf', { timeout: 30_000 }, () => {
  test('reads sections and symbols, addresses exactly', async () => {
    const { elf } = await assemble(trampoline({ code: FOUR }));
    const symbol = elf.symbols.find(({ name }) => name === '__SCT__x');
    expect(symbol).toMatchObject({ size: 16n, binding: 'Global', type: 'Function' });
    expect(symbol?.section).toMatchObject({
      name: '.static_call.text',
      align: 16n,
      alloc: true,
      exec: true,
      write: false,
    });
    // The last bits are the first that JSON.parse would lose.
    const start = elf.sections.find(({ name }) => name === '.text')?.address;
    expect(start).toBe(0xffff800080000000n);
    expect(symbol?.address).toBe(symbol?.section?.address);
    expect(elf.symbols.find(({ name }) => name === 'target')?.address).toBe(0xffff80008000000cn);
    expect(sectionAt(elf, 0xffff80008000000cn)?.name).toBe('.text');
    expect(sectionAt(elf, 0x10n)).toBeUndefined();
  });

  test('leaves out what the image only names', async () => {
    const { elf } = await assemble(
      '.text\n.weak __SCT__absent\n bl __SCT__absent\n.globl first\n.type first, %function\nfirst: ret',
    );
    expect(elf.symbols.map(({ name }) => name)).toContain('first');
    expect(elf.symbols.map(({ name }) => name)).not.toContain('__SCT__absent');
  });

  test.each(['', 'null', '[]', '[{}]', '[{"Sections":[],"Symbols":[{}]}]', '{"Sections":1}'])(
    'refuses %j kindly',
    (json) => {
      expect(() => parseElf(json)).toThrow(InspectionFailed);
      expect(() => parseElf(json)).toThrow(/unknown shape/);
    },
  );

  test('says why a file cannot be read', async () => {
    await expect(readElf('/nonexistent.elf', findTool('llvm-readelf-19'))).rejects.toThrow(
      /nonexistent\.elf.*o such file/s,
    );
    await expect(readElf('/etc/hostname', '/nonexistent/readelf')).rejects.toThrow(InspectionFailed);
  });
});
