// SPDX-License-Identifier: GPL-2.0-only
// The rest of suite `abi`: what holds of an image as a whole, of its trampolines taken together, its symbols, the macros that made them.

import { ABI_SUITE } from '../base/plan.ts';
import type { CaseResult } from '../base/verdict.ts';
import { endsInItsTarget, NO_TRAMPOLINE } from './abi.ts';
import type { ElfSymbol } from './elf.ts';
import type { Trampoline } from './trampoline.ts';

interface ImageSide {
  trampolines: readonly Trampoline[];
  symbols: readonly ElfSymbol[];
}

interface ImageCase {
  name: string;
  /** Why it exists, for docs/cases.md. */
  why: string;
  /** What is wrong, a line each; a reason to skip where there is nothing to judge. */
  judge(image: ImageSide): string[] | { skip: string };
}

/** The mark of an image whose subject has no trampolines: guest/runtime/patch/no_transform.c. */
export const WITHOUT = 'sct_no_trampolines';
const TRANSFORM = 'arch_static_call_transform';
/** Where kernel/static_call.c has a function of this name, modules call it, and not the transform. */
const UPDATE = '__static_call_update';
/** What EXPORT_SYMBOL() makes of a name (guest/kernel/include/linux/export.h). */
const EXPORTED = '__export_symbol_';
/** The marks of guest/cases/macro_keys.c, the keys before them, and the section that both were begun in. */
const MARK = 'sct_behind_';
const MARKED_KEY = '__SCK__macro_';
const BEGUN = '.before_macro';

const CASES: readonly ImageCase[] = [
  {
    name: 'literal_its_own',
    why: 'An update of one key must not change another: two trampolines never share a literal, as they do in a section that the linker may merge.',
    judge({ trampolines, symbols }) {
      const having = trampolines.filter((one) => one.literal && endsInItsTarget(one));
      if (symbols.some(({ name }) => name === WITHOUT)) return { skip: NO_TRAMPOLINE };
      if (having.length === 0) return { skip: 'no trampoline branches to what a literal holds' };
      const owners = new Map<bigint, string>();
      return having.flatMap(({ symbol: { name }, literal }) => {
        const address = literal?.address ?? 0n;
        const owner = owners.get(address);
        if (owner === undefined) owners.set(address, name);
        return owner === undefined
          ? []
          : [`${name}: its literal at 0x${address.toString(16)} is ${owner}'s, too`];
      });
    },
  },

  {
    name: 'transform_exported',
    why: 'static_call_update() is inline where static calls are out of line, so a module that updates a key calls the transform by its name: without EXPORT_SYMBOL_GPL() it does not load.',
    judge({ symbols }) {
      const names = new Set(symbols.map(({ name }) => name));
      if (names.has(WITHOUT)) return { skip: NO_TRAMPOLINE };
      if (!names.has(TRANSFORM)) return { skip: `there is no ${TRANSFORM}()` };
      const exported = [TRANSFORM, UPDATE].some((name) => names.has(EXPORTED + name));
      return exported ? [] : [`${TRANSFORM}() has no EXPORT_SYMBOL_GPL(), nor has ${UPDATE}()`];
    },
  },

  {
    name: 'section_restored',
    why: 'What follows a macro belongs into the section from before it: gcc, which switches only where it believes that it must, puts the next function or variable wherever the macro has left the assembler.',
    judge({ symbols }) {
      const marks = symbols.filter(({ name }) => name.startsWith(MARK));
      if (marks.length === 0) return { skip: 'the image has no marks behind macros' };
      // A compiler that emits in order is in the section of what the macros define besides: of the key, and of a function before it.
      const keys = symbols.filter(({ name }) => name.startsWith(MARKED_KEY));
      const own = new Set([BEGUN, '.text', ...keys.map(({ section }) => section?.name)]);
      return marks.flatMap(({ name, section }) =>
        own.has(section?.name)
          ? []
          : [`${name.slice(MARK.length)}: what follows lands in ${section?.name ?? 'no section'}`],
      );
    },
  },
];

/** Why each case exists, by name. */
export function abiImageReasons(): ReadonlyMap<string, string> {
  return new Map(CASES.map(({ name, why }) => [name, why]));
}

/** Judges an image, one result a case. */
export function judgeAbiImage(image: ImageSide): CaseResult[] {
  return CASES.map(({ name, judge }): CaseResult => {
    const found = judge(image);
    const result = { suite: ABI_SUITE, case: name, metrics: [], details: [] };
    if (!Array.isArray(found)) return { ...result, verdict: 'skip', reason: found.skip };
    const [first] = found;
    if (first === undefined) return { ...result, verdict: 'pass', reason: '' };
    const more = found.length > 1 ? ` (and ${found.length - 1} more)` : '';
    return { ...result, verdict: 'fail', reason: first + more, details: found };
  });
}
