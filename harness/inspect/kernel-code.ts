// SPDX-License-Identifier: GPL-2.0-only
// What of a Linux kernel can be named: its own code, where a kernel was made with symbols.

import { join } from 'node:path';
import { hashOf, toolIdentity } from '../store/hash.ts';
import { recall, remember } from '../store/memo.ts';
import { rulesVersion } from '../store/rules.ts';
import type { LinuxKernel } from '../tool/linux-kernel.ts';
import { findTool } from '../tool/tools.ts';
import { readElf } from './elf.ts';
import { type CodeRange, codeRanges } from './symbolise.ts';

/** Where the first function of a kernel is (include/asm-generic/sections.h); `_text` is in no /proc/kallsyms without KALLSYMS_ALL. */
const START = '_stext';
const END = '_etext';

/** A Linux kernel's own code, for names and lines. */
export interface KernelCode {
  /** The ELF file with lines. */
  elf: string;
  /** The address of `_stext`, where the kernel is linked; hexadecimal, `0x` and all. */
  from: string;
  bytes: number;
  code: CodeRange[];
}

/**
 * The functions of a kernel, kept beside it; undefined where it has no symbols.
 * @throws InspectionFailed, ToolMissing
 */
export async function kernelCode({ vmlinux, folder }: LinuxKernel): Promise<KernelCode | undefined> {
  if (vmlinux === undefined) return undefined;
  const readelf = findTool('llvm-readelf-19');
  const file = join(folder, 'code.json');
  const version = hashOf([rulesVersion('inspect'), toolIdentity(readelf), toolIdentity(vmlinux)]);
  const known = recall(file) as { version: string; found: KernelCode } | undefined;
  if (known?.version === version) return known.found;
  const elf = await readElf(vmlinux, readelf);
  const at = (name: string) => elf.symbols.find((symbol) => symbol.name === name)?.address;
  const [from, to] = [at(START), at(END)];
  if (from === undefined || to === undefined) return undefined;
  const code = codeRanges(elf);
  const found = { elf: vmlinux, from: `0x${from.toString(16)}`, bytes: Number(to - from), code };
  remember(file, { version, found });
  return found;
}
