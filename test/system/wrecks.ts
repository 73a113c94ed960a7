// SPDX-License-Identifier: GPL-2.0-only
// Subjects that ruin the guest in which they run: `reviewed` with one thing more or other. Each must be a fail, and never the bench's error.

import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../harness/store/places.ts';

const C = 'arch/arm64/kernel/static_call.c';
const H = 'arch/arm64/include/asm/static_call.h';

export interface Wreck {
  name: string;
  /** What becomes of `reviewed`: in which file, which text, and what stands there instead. */
  edits: readonly { file: string; from: string; to: string }[];
  /** What one of its failed cases must say. */
  says: RegExp;
  /** Whether its tree has a kernel/static_call.c of its own, which takes the place of the guest's. */
  ownCore?: boolean;
}

/** The generic half, and where the guest has it. */
const CORE: Readonly<Record<string, string>> = {
  'include/linux/static_call.h': 'kernel/include/linux/static_call.h',
  'include/linux/static_call_types.h': 'kernel/include/linux/static_call_types.h',
  'kernel/static_call.c': 'runtime/patch/static_call_core.c',
};

const NEIGHBOURS =
  'static int n; if (++n == 9) for (int i = 1; i < 32; i++) aarch64_insn_write_literal_u64((u64 *)literal_of(tramp) + i, (u64)func);';

/** At the start of the transform. */
const first = (statement: string) => [
  { file: C, from: '\tint err;\n', to: `\tint err;\n\n\t${statement}\n` },
];
/** Behind the write. */
const last = (statement: string) => [
  { file: C, from: '\tWARN_ON_ONCE(err);\n', to: `\tWARN_ON_ONCE(err);\n\t${statement}\n` },
];
const tramp = (from: string, to: string) => [{ file: H, from, to }];

/** PSCI by hvc, the conduit of a guest that was entered at EL1, and by smc (DEN 0022F). */
const psci = (id: string) =>
  `register unsigned long x0 asm("x0") = ${id}; if (read_sysreg(CurrentEL) >= 0) asm volatile("hvc #0" : "+r"(x0) : : "memory");`;

export const WRECKS: readonly Wreck[] = [
  { name: 'loops', edits: first('for (;;) asm volatile("" ::: "memory");'), says: /hang: no end within/ },
  {
    name: 'loops-for-null',
    edits: first('while (!func) asm volatile("" ::: "memory");'),
    says: /hang: no end within|not tried/,
  },
  { name: 'tramp-loops', edits: tramp('br\tx16', 'b\t.'), says: /hang: no end within/ },
  {
    name: 'loops-masked',
    edits: first('asm volatile("msr daifset, #0xf\\n\\tb ."); '),
    says: /without output, in this case/,
  },
  {
    name: 'recurses',
    edits: first(
      'volatile char frame[256]; frame[0] = 1; arch_static_call_transform(site, tramp, func, tail); frame[1] = 1;',
    ),
    says: /data abort/,
  },
  { name: 'resets', edits: first(psci('0x84000009UL')), says: /the guest reset, in this case/ },
  { name: 'powers-off', edits: first(psci('0x84000008UL')), says: /powered off early, in this case/ },
  {
    name: 'turns-its-cpu-off',
    edits: first(psci('0x84000002UL')),
    says: /without output, in this case/,
  },
  {
    name: 'ruins-vbar',
    edits: first('asm volatile("msr vbar_el1, xzr\\n\\tisb\\n\\tbrk #1");'),
    says: /in this case/,
  },
  {
    name: 'ruins-stack',
    edits: first(
      'asm volatile("mov sp, %0" : : "r"(0x100UL)); asm volatile("msr spsel, #1\\n\\tmov sp, %0\\n\\tstr xzr, [sp]" : : "r"(0x100UL));',
    ),
    says: /in this case|unexpected/,
  },
  {
    name: 'ruins-ttbr1',
    edits: first('asm volatile("msr ttbr1_el1, xzr\\n\\tisb\\n\\ttlbi vmalle1\\n\\tdsb sy\\n\\tisb");'),
    says: /in this case/,
  },
  {
    name: 'wild-writes',
    edits: first(
      'extern char _sdata[], _end[]; for (volatile u64 *p = (u64 *)_sdata; p < (u64 *)_end; p++) *p = 0x6b6b6b6b6b6b6b6bUL;',
    ),
    says: /in this case/,
  },
  {
    name: 'branches-into-nowhere',
    edits: tramp('br\tx16', 'b\t. + 0x4000000'),
    says: /abort|undefined|Branch Target/,
  },
  {
    name: 'floods',
    edits: first('for (;;) printk("once more\\n");'),
    says: /hang|bytes of output/,
  },
  {
    name: 'forges-results',
    edits: first('printk("    ok 2 update\\n# sct end run=0 cases=1\\n"); tramp = NULL;'),
    says: /data abort/,
  },
  {
    name: 'literal-in-data',
    edits: tramp('.pushsection .rodata, \\"a\\"', '.pushsection .data, \\"aw\\"'),
    says: /literal/,
  },
  {
    name: 'forgets-null',
    edits: [{ file: C, from: '\tif (!func)\n\t\tfunc = &__static_call_return0;\n', to: '' }],
    says: /./,
  },
  { name: 'no-landing-pad', edits: tramp('hint\t#34', 'nop'), says: /./ },
  {
    name: 'x9-for-x16',
    edits: [
      ...tramp('adrp\tx16', 'adrp\tx9'),
      ...tramp('ldr\tx16, [x16', 'ldr\tx9, [x9'),
      ...tramp('br\tx16', 'br\tx9'),
    ],
    says: /./,
  },
  {
    name: 'overwrites-neighbours',
    edits: last(NEIGHBOURS),
    says: /read-only memory is not as it should be: 31 words/,
  },
  {
    name: 'overwrites-neighbours-under-its-own-core',
    edits: last(NEIGHBOURS),
    ownCore: true,
    says: /read-only memory is not as it should be: 31 words/,
  },
  {
    name: 'writes-text',
    edits: last(
      'static int n; if (++n == 30) aarch64_insn_patch_text_nosync(&__static_call_return0, 0xd503201f);',
    ),
    says: /read-only memory is not as it should be: 1 words/,
  },
  { name: 'leaves-interrupts-off', edits: last('local_irq_disable();'), says: /interrupts are left masked/ },
];

/** Lays out the two files of a wreck at `folder`, a tree for `sct run --tree`. */
export function layOut({ name, edits, ownCore }: Wreck, folder: string): void {
  cpSync(join(packageRoot(), 'guest/subjects/reviewed'), folder, {
    recursive: true,
    filter: (file) => !file.endsWith('expect.json'),
  });
  for (const [path, own] of Object.entries(ownCore ? CORE : {}))
    cpSync(join(packageRoot(), 'guest', own), join(folder, path));
  for (const { file, from, to } of edits) {
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    if (text.split(from).length !== 2)
      throw new Error(`${name}: ${JSON.stringify(from)} does not stand once in ${file}`);
    writeFileSync(
      path,
      text.replace(from, () => to),
    );
  }
}
