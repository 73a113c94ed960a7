// SPDX-License-Identifier: GPL-2.0-only
// Where Linux has put the module, and itself: another place in each boot, and each section of the module elsewhere. What is said of an address there is
// told as of the address that the ELF file of it has, before anybody looks at it.

import type { Layout } from '../base/layout.ts';
import type { ConsoleEvent } from '../console/event.ts';
import type { KernelCode } from '../inspect/kernel-code.ts';
import type { CodeRange } from '../inspect/symbolise.ts';

/** The fields of the boot line that say where a section is, and the section. */
const SECTIONS = { base: '.text', tramps: '.static_call.text' } as const;
/** The field that says where the kernel's own text is. */
const KERNEL = 'kernel';

/** Bits 63:56 and 54:48: all ones in a kernel address, unless it is signed (FEAT_PAuth). */
const SIGNATURE = 0xff7f000000000000n;
const ADDRESS = /\b0x[0-9a-f]{9,16}\b/g;
/** How Linux names a place (lib/vsprintf.c, `%pS`): `function+0x10/0x20 [module]`. */
const NAMED = /\b(pc|lr) : ([\w.$]+)\+0x([0-9a-f]+)\/0x[0-9a-f]+(?: \[(\w+)\])?/;
const OURS = 'sct';

interface Part {
  there: bigint;
  here: bigint;
  bytes: bigint;
}

/** What has an address of its own in files. */
export interface Placed {
  sections: Layout['sections'];
  /** The module's functions. */
  code: readonly CodeRange[];
  /** The kernel's, where it has symbols. */
  kernel?: KernelCode | undefined;
}

/** Addresses as Linux has placed the module, told as if it lay where its ELF says. */
export interface Places {
  /** Puts right what an event says of addresses, in place; learns from the boot line where they are. */
  event(event: ConsoleEvent): void;
  /** The same of a text. */
  text(text: string): string;
}

/** What puts addresses of one boot right. */
export function modulePlaces({ sections, code, kernel }: Placed): Places {
  let parts: Part[] = [];
  const text = (said: string): string =>
    said.replace(ADDRESS, (address) => {
      const at = BigInt(address) | SIGNATURE;
      const part = parts.find(({ there, bytes }) => at >= there && at <= there + bytes);
      return part ? `0x${(at - part.there + part.here).toString(16)}` : address;
    });
  const learn = (fields: Record<string, string>) => {
    const there = (field: string) => {
      const value = fields[field] ?? '';
      return /^0x[0-9a-f]+$/.test(value) ? BigInt(value) : undefined;
    };
    const part = (field: string, here: string | undefined, bytes: number): Part[] => {
      const at = there(field);
      return at && here ? [{ there: at, here: BigInt(here), bytes: BigInt(bytes) }] : [];
    };
    parts = [
      ...Object.entries(SECTIONS).flatMap(([field, name]) => {
        const section = sections.find((one) => one.name === name);
        return part(field, section?.from, section?.bytes ?? 0);
      }),
      ...part(KERNEL, kernel?.from, kernel?.bytes ?? 0),
    ];
  };
  return {
    text,
    event(event) {
      if (event.kind === 'boot') learn(event.fields);
      if ('fields' in event)
        for (const [key, value] of Object.entries(event.fields)) event.fields[key] = text(value);
      if ('text' in event) event.text = withAddress(text(event.text), code, kernel?.code ?? []);
      if (event.kind === 'result') event.reason = text(event.reason);
    },
  };
}

/** Behind a place that Linux has named, what leads to its line. */
function withAddress(said: string, module: readonly CodeRange[], kernel: readonly CodeRange[]): string {
  return said.replace(NAMED, (all, register, name, offset, owner) => {
    const ranges = owner === OURS ? module : owner === undefined ? kernel : [];
    const range = ranges.find((one) => one.name === name);
    return range
      ? `${all} (${register}=0x${(BigInt(`0x${range.start}`) + BigInt(`0x${offset}`)).toString(16)})`
      : all;
  });
}
