// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { Elf } from '../../../harness/inspect/elf.ts';
import { layoutOf } from '../../../harness/inspect/layout.ts';
import type { Trampoline } from '../../../harness/inspect/trampoline.ts';

const section = (
  name: string,
  address: bigint,
  size: bigint,
  flags: { write?: boolean; exec?: boolean },
) => ({
  ...{ name, address, size, offset: 0, align: 1n, alloc: true, write: false, exec: false },
  ...flags,
});

/** A trampoline of 16 bytes. */
function trampoline(name: string, address: bigint, literal?: bigint): Trampoline {
  const symbol = { name, address, size: 16n, binding: 'Global', type: 'Function', section: undefined };
  const body = Array.from({ length: 4 }, (_, index) => ({
    ...{ address: address + BigInt(index * 4), word: 1, mnemonic: 'nop', operands: [] },
  }));
  const loads =
    literal === undefined ? undefined : { address: literal, section: undefined, register: 'x16', index: 2 };
  return { symbol, offset: 0n, body, room: 16n, literal: loads };
}

const ELF: Elf = {
  sections: [
    section('.data', 0x30000n, 8n, { write: true }),
    section('.text', 0x10000n, 0x2000n, { exec: true }),
    section('.rodata', 0x20000n, 0x10n, {}),
    section('.empty', 0x25000n, 0n, {}),
    { ...section('.comment', 0n, 9n, {}), alloc: false },
  ],
  symbols: [],
};

test('what is loaded, by address, and how it is mapped', () => {
  const { sections } = layoutOf(ELF, []);
  expect(sections.map(({ name, from, access }) => [name, from, access])).toEqual([
    ['.text', '0x10000', 'rx'],
    ['.rodata', '0x20000', 'r'],
    ['.data', '0x30000', 'rw'],
  ]);
});

test('neighbours at one distance are one run, and any other begins another', () => {
  const at = [0x10ff0n, 0x11000n, 0x11010n, 0x11100n];
  const { trampolines, literals, reach, example } = layoutOf(
    ELF,
    at.map((address, index) =>
      trampoline(`__SCT__${index}`, address, index < 3 ? 0x20000n + BigInt(index * 8) : 0x20000n),
    ),
    '__SCT__2',
  );
  expect(trampolines).toEqual([
    { from: '0x10ff0', bytes: 16, stride: 16, count: 3 },
    { from: '0x11100', bytes: 16, stride: 0, count: 1 },
  ]);
  // Two that share a literal have one.
  expect(literals).toEqual([{ from: '0x20000', bytes: 8, stride: 8, count: 3 }]);
  expect(reach).toEqual([
    { from: '0x10000', to: '0x20000', count: 1 },
    { from: '0x11000', to: '0x20000', count: 3 },
  ]);
  expect(example).toEqual({ symbol: '__SCT__2', at: '0x11010', literal: '0x20010' });
});

test('a design without literals has none', () => {
  const layout = layoutOf(ELF, [trampoline('__SCT__a', 0x10000n)], 'nothing');
  expect([layout.literals, layout.reach]).toEqual([[], []]);
  expect(layout.example).toEqual({ symbol: '__SCT__a', at: '0x10000' });
});
