// SPDX-License-Identifier: GPL-2.0-only
// What of an image must be in memory at a boot's end as it was built: all that is read-only, but for what updates may write.

import type { Elf } from './elf.ts';
import type { CodeRange } from './symbolise.ts';
import { leavesUnloaded, type Trampoline } from './trampoline.ts';

/** From the first byte to the one behind the last, as the image is linked; hexadecimal, `0x` and all. */
export interface Range {
  from: string;
  to: string;
}

/** What of an image must be as built when a boot ends. */
export interface Sealed {
  /** All that is read-only from the first instruction on. */
  memory: Range;
  /** The relocations: each names a word that holds an address of the image. */
  relocations: Range;
  /** What an update may write: literals; trampolines whose literals lie in text, too; of a design whose literals nobody finds, its trampolines and all of .rodata. */
  open: Range[];
  /** The code that powers off. */
  off: Range[];
}

/** Where the guest powers off: guest/kernel/dev/psci.c. */
const POWER_OFF = ['power_off', 'psci_system_off', 'psci_call'];
/** Where a design may keep its targets that has no literal that anybody finds. */
const UNKNOWN: readonly string[] = ['.static_call.text', '.rodata', '.rodata.low', '.data..ro_after_init'];

/** Null of an image whose linker script does not say where these are: nothing boots it that could be asked. */
export function sealedMemory(
  elf: Elf,
  trampolines: readonly Trampoline[],
  code: readonly CodeRange[],
): Sealed | null {
  const addressOf = (wanted: string) => elf.symbols.find(({ name }) => name === wanted)?.address;
  // What is __ro_after_init is set while the guest boots.
  const [start, end] = [addressOf('_text'), addressOf('_sro_after_init')];
  const [first, last] = [addressOf('__rela_start'), addressOf('__rela_end')];
  if (start === undefined || end === undefined || first === undefined || last === undefined) return null;
  const literals = trampolines.flatMap(({ literal }) => (literal ? [literal.address] : []));
  const unknown = trampolines.some((one) => !one.literal && !isPatched(one));
  const open = [
    ...literals.map((from) => [from, from + 8n] as const),
    ...trampolines
      .filter(isPatched)
      .map(({ symbol: { address }, body }) => [address, address + BigInt(body.length * 4)] as const),
    ...elf.sections
      .filter(({ name }) => unknown && UNKNOWN.includes(name))
      .map(({ address, size }) => [address, address + size] as const),
  ];
  return {
    memory: rangeOf(start, end),
    relocations: rangeOf(first, last),
    open: joined(open),
    // gcc calls what it has specialised psci_call.constprop.0.
    off: code
      .filter(({ name }) => POWER_OFF.includes(name.split('.')[0] ?? ''))
      .map((range) => ({ from: `0x${range.start}`, to: `0x${range.end}` })),
  };
}

/** A design that keeps its literal beside its code has patched code, too, as far as anybody has proposed one; so has one without a literal that leaves before its end. */
function isPatched(trampoline: Trampoline): boolean {
  const { literal } = trampoline;
  return literal ? literal.section?.exec === true : leavesUnloaded(trampoline);
}

function rangeOf(from: bigint, to: bigint): Range {
  return { from: `0x${from.toString(16)}`, to: `0x${to.toString(16)}` };
}

/** In order, and neighbours as one. */
function joined(ranges: readonly (readonly [bigint, bigint])[]): Range[] {
  const result: [bigint, bigint][] = [];
  for (const [from, to] of [...ranges].sort(([a], [b]) => Number(a - b))) {
    const last = result.at(-1);
    if (last && from <= last[1]) last[1] = to > last[1] ? to : last[1];
    else result.push([from, to]);
  }
  return result.map(([from, to]) => rangeOf(from, to));
}
