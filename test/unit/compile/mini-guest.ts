// SPDX-License-Identifier: GPL-2.0-only
// The least guest that builds: enough to see what a build does, in a folder of its own.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Subject } from '../../../harness/subject/subject.ts';

const FILES: Record<string, string> = {
  'guest/kernel/kernel.lds': `ENTRY(_head)
SECTIONS {
  . = 0xffff800080000000;
  _text = .;
  .text : { *(.head.text) *(.text) }
  .static_call.text : { *(.static_call.text) }
  .rodata : ALIGN(0x1000) { *(.rodata .rodata.*) }
  .sct.cases : { *(.sct.cases) }
  .data : ALIGN(0x1000) { *(.data) }
  .bss : { *(.bss) }
  /DISCARD/ : { *(.comment) *(.note.*) }
}
`,
  'guest/kernel/include/linux/answer.h':
    '#define ANSWER 42\nint helper(int);\nlong __static_call_return0(void);\n',
  'guest/kernel/boot/head.S': `#ifdef __ASSEMBLY__
  .section .head.text, "ax"
  .globl _head
_head: b kernel_main
#endif
`,
  'guest/kernel/main.c': `#include <linux/answer.h>
void kernel_main(void);
long __static_call_return0(void) { return 0; }
int helper(int x) { return x + ANSWER; }
void kernel_main(void) { for (;;) helper(1); }
`,
  'guest/cases/dispatch_keys.c': `#include <linux/answer.h>
#include <asm/static_call.h>
SUBJECT_TRAMP(cost_tramp);
void *__SCK__cost_tramp;
`,
  'guest/cases/dispatch.c': `#include <linux/answer.h>
const char *here(void);
const char *here(void) { return __FILE__; }
static const long first __asm__("sct_case.dispatch.first") __attribute__((used, section(".sct.cases"))) = 1;
static const long second __asm__("sct_case.control.second") __attribute__((used, section(".sct.cases"))) = 2;
`,
};

/** The two files of a subject whose trampoline is the four-instruction one; `extra` goes into the header. */
const SUBJECT: Record<string, string> = {
  'arch/arm64/include/asm/static_call.h': `#define SUBJECT_TRAMP(name) __asm__( \\
  ".pushsection .static_call.text, \\"ax\\"; .align 4; .globl __SCT__" #name "; .type __SCT__" #name ", %function;" \\
  "__SCT__" #name ": hint 34; adrp x16, 1f; ldr x16, [x16, :lo12:1f]; br x16; .size __SCT__" #name ", . - __SCT__" #name ";" \\
  ".popsection; .pushsection .rodata, \\"a\\"; .align 3; 1: .quad helper; .popsection")
`,
  'arch/arm64/kernel/static_call.c': `#include <asm/static_call.h>
#include <linux/answer.h>
int transform(void);
int transform(void) { int unused; return helper(1); }
`,
};

/** A guest and a subject on disk; gone when disposed. */
export interface MiniGuest extends Disposable {
  root: string;
  cache: string;
  subject: Subject;
  /** Replaces a file; a path below `subject/` is one of the subject's. */
  write(path: string, content: string): void;
}

/** Makes one. `subjectAt` is where the subject lies: relative to the project, or `../…` for one from elsewhere. */
export function miniGuest(subjectAt = 'guest/subjects/four'): MiniGuest {
  const folder = mkdtempSync(join(tmpdir(), 'sct-unit-'));
  const root = join(folder, 'checkout');
  const subject = join(root, subjectAt);
  const write = (path: string, content: string): void => {
    const file = path.startsWith('subject/')
      ? join(subject, path.slice('subject/'.length))
      : join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  };
  for (const [path, content] of Object.entries(FILES)) write(path, content);
  for (const [path, content] of Object.entries(SUBJECT)) write(`subject/${path}`, content);
  return {
    root,
    cache: join(folder, 'cache'),
    subject: { name: 'four', folder: subject, expectation: { xfail: [], instructions: {} } },
    write,
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
