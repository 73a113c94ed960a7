// SPDX-License-Identifier: GPL-2.0-only
// Where Linux has put the module: another place in each boot, and each of its sections elsewhere. What is said of an address there is told as of the
// address that the image's own ELF file has for it, before anybody looks at it.

import type { Layout } from '../base/layout.ts';
import type { ConsoleEvent } from '../console/event.ts';

/** The fields of the boot line that say where a section is, and the section. */
const SECTIONS = { base: '.text', tramps: '.static_call.text' } as const;

/** Bits 63:56 and 54:48: all ones in a kernel address, unless it is signed (FEAT_PAuth). */
const SIGNATURE = 0xff7f000000000000n;
const ADDRESS = /\b0x[0-9a-f]{9,16}\b/g;

interface Part {
  there: bigint;
  here: bigint;
  bytes: bigint;
}

/** A function that puts right what an event says of addresses, in place; it learns from the boot line where they are. */
export function modulePlaces({ sections }: Pick<Layout, 'sections'>): (event: ConsoleEvent) => void {
  let parts: Part[] = [];
  const place = (text: string): string =>
    text.replace(ADDRESS, (address) => {
      const at = BigInt(address) | SIGNATURE;
      const part = parts.find(({ there, bytes }) => at >= there && at <= there + bytes);
      return part ? `0x${(at - part.there + part.here).toString(16)}` : address;
    });
  const learn = (fields: Record<string, string>) => {
    parts = Object.entries(SECTIONS).flatMap(([field, name]): Part[] => {
      const there = fields[field];
      const here = sections.find((section) => section.name === name);
      return there && here && /^0x[0-9a-f]+$/.test(there)
        ? [{ there: BigInt(there), here: BigInt(here.from), bytes: BigInt(here.bytes) }]
        : [];
    });
  };
  return (event) => {
    if (event.kind === 'boot') learn(event.fields);
    if ('fields' in event)
      for (const [key, value] of Object.entries(event.fields)) event.fields[key] = place(value);
    if ('text' in event) event.text = place(event.text);
    if (event.kind === 'result') event.reason = place(event.reason);
  };
}
