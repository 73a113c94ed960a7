// SPDX-License-Identifier: GPL-2.0-only
// Assembles a snippet into a small image, and reads it back as the harness reads a guest.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  disassembleFunction,
  disassembleSections,
  type Instruction,
} from '../../../harness/inspect/disassemble.ts';
import { type Elf, readElf } from '../../../harness/inspect/elf.ts';
import { readTrampolines, type Trampoline } from '../../../harness/inspect/trampoline.ts';
import { findTool } from '../../../harness/tool/tools.ts';

const SCRIPT = `SECTIONS {
  . = 0xffff800080000000;
  .text : { *(.text) }
  .static_call.text : { *(.static_call.text) }
  .rodata : ALIGN(0x1000) { *(.rodata) }
  .data : ALIGN(0x1000) { *(.data) }
}`;

export interface Assembled {
  elf: Elf;
  trampolines: Trampoline[];
  return0: Instruction[];
}

/** `source` is an assembly file; it needs no `__static_call_return0` of its own. */
export async function assemble(source: string, use?: (elf: string) => Promise<void>): Promise<Assembled> {
  const folder = mkdtempSync(join(tmpdir(), 'sct-unit-'));
  try {
    const path = (name: string) => join(folder, name);
    writeFileSync(
      path('a.S'),
      `${source}\n${/^__static_call_return0:/m.test(source) ? '' : RETURN0}\n${TARGET}`,
    );
    writeFileSync(path('a.lds'), SCRIPT);
    const cc = [
      '--target=aarch64-none-elf',
      '-march=armv8-a',
      '-g',
      '-fdebug-compilation-dir=.',
      '-c',
      'a.S',
      '-o',
      'a.o',
    ];
    execFileSync(findTool('clang-19'), cc, { cwd: folder });
    execFileSync(findTool('ld.lld-19'), ['-T', 'a.lds', '--entry=target', 'a.o', '-o', 'a.elf'], {
      cwd: folder,
    });
    await use?.(path('a.elf'));
    const objdump = findTool('llvm-objdump-19');
    const elf = await readElf(path('a.elf'), findTool('llvm-readelf-19'));
    const code = await disassembleSections(path('a.elf'), ['.text', '.static_call.text'], objdump);
    const return0 = await disassembleFunction(path('a.elf'), '__static_call_return0', objdump);
    return { elf, trampolines: readTrampolines(elf, code), return0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const RETURN0 = `
  .text
  .globl __static_call_return0
  .type __static_call_return0, %function
__static_call_return0:
  hint 34
  mov x0, #0
  ret
  .size __static_call_return0, . - __static_call_return0`;

const TARGET = `
  .text
  .globl target
  .type target, %function
target:
  hint 34
  ret
  .size target, . - target`;

/** What a snippet says of a trampoline; the rest is as it should be. */
export interface Shape {
  name?: string;
  code: string;
  /** log2 of the alignment. */
  align?: number;
  section?: string;
  type?: string;
  binding?: string;
  /** An expression; empty for none. */
  size?: string;
  literal?: string;
}

/** The assembly of one trampoline; `lit` in its code is its literal. */
export function trampoline({
  name = '__SCT__x',
  code,
  align = 4,
  section = '.static_call.text, "ax", %progbits',
  type = '%function',
  binding = '.globl',
  size = `. - ${name}`,
  literal = '.section .rodata, "a"; .balign 8; lit: .quad target',
}: Shape): string {
  return `
  .section ${section}
  .p2align ${align}
  ${binding} ${name}
  .type ${name}, ${type}
${name}:
${code.replaceAll('lit', `lit_${name}`)}
  ${size && `.size ${name}, ${size}`}
  .data
  .globl ${name.replace('SCT', 'SCK')}
${name.replace('SCT', 'SCK')}: .quad 0
  ${literal.replaceAll('lit', `lit_${name}`)}`;
}

/** As merged: a NULL target never reaches it. */
export const FOUR = `
  hint 34
  adrp x16, lit
  ldr x16, [x16, :lo12:lit]
  br x16`;

/** As posted: tests for NULL itself. */
export const SIX = `
  hint 34
  adrp x16, lit
  ldr x16, [x16, :lo12:lit]
  cbz x16, 1f
  br x16
1:
  ret`;
