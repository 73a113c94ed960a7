// SPDX-License-Identifier: GPL-2.0-only
// How the guest is compiled and linked: every flag with its reason, so that none is there by habit.

/**
 * Whose file it is: the miniature kernel's, a case's, the subject's own, or a `standIn`: a helper that came with the subject out of a
 * kernel tree and takes the place of one of the miniature kernel's.
 */
export type Role = 'kernel' | 'case' | 'subject' | 'standIn';

type Row = readonly [flag: string, reason: string];

const COMPILE: readonly Row[] = [
  ['--no-default-config', 'a clang.cfg of this machine must not change the guest'],
  ['--target=aarch64-none-elf', 'bare metal, ELF'],
  ['-march=armv8-a', 'one image runs on every CPU; BTI and PAC stay hints'],
  ['-mgeneral-regs-only', 'FP and SIMD trap: no exception path saves their registers'],
  ['-mstrict-align', 'an unaligned access faults as long as the MMU is off'],
  ['-mcmodel=small', 'addresses by ADRP and a 12-bit offset, as in the kernel'],
  ['-mno-outline-atomics', 'the helpers for them live in a runtime that is not linked'],
  ['-mbranch-protection=standard', 'every function begins with a landing pad, as with BTI_KERNEL'],
  ['-ffreestanding', 'there is no C library; implies -fno-builtin'],
  ['-nostdlibinc', "no headers but the guest's and the compiler's own"],
  ['-fno-pic', 'linked at the address at which it runs'],
  ['-fno-stack-protector', 'no canary to set up'],
  ['-fno-asynchronous-unwind-tables', 'nothing reads .eh_frame'],
  ['-fno-strict-aliasing', 'the kernel is written in this dialect of C'],
  ['-fno-strict-overflow', 'as above'],
  ['-fno-delete-null-pointer-checks', 'as above; NULL is a target that the cases call'],
  ['-O2', "the kernel's own level"],
  ['-g', 'a fault is reported with its source line'],
  ['-fdebug-compilation-dir=.', 'objects do not depend on where the checkout lies'],
  ['-D__KERNEL__', "the subject's files expect it"],
  ['-DCONFIG_ARM64=1', 'as above'],
  ['-DCONFIG_HAVE_STATIC_CALL=1', 'as above: out-of-line static calls, through a trampoline'],
];

const C_ONLY: readonly Row[] = [
  ['-std=gnu11', "the kernel's own dialect"],
  ['-Wall', 'shown with any error'],
];

const ASSEMBLY_ONLY: readonly Row[] = [
  [
    '-D__ASSEMBLY__',
    "the spelling of headers up to Linux 6.16; clang itself defines the newer one, '__ASSEMBLER__'",
  ],
];

const OURS: readonly Row[] = [
  ['-Wextra', 'our own code has no excuse'],
  ['-Werror', 'as above'],
  ['-Wno-unneeded-internal-declaration', 'a key may name a function for the sake of its type alone'],
];

const LINK: readonly Row[] = [
  ['-m', 'even without an object to tell'],
  ['aarch64elf', ''],
  ['--fatal-warnings', 'a linker that warns has guessed'],
  ['--no-undefined', 'a missing function is found here, not in the guest'],
  ['--build-id=none', 'nothing reads it'],
  ['-z', 'regions with attributes of their own begin on a page of their own, up to 64 KiB pages'],
  ['max-page-size=65536', ''],
  ['-z', 'nothing relocates the guest'],
  ['norelro', ''],
];

const flagsOf = (rows: readonly Row[]): string[] => rows.map(([flag]) => flag);

/**
 * Flags for one file, without include folders and path maps.
 * Warnings are errors in our own files; in those of the subject and of its kernel tree they never are.
 */
export function compileFlags(role: Role, language: 'c' | 'assembly'): string[] {
  return [
    ...flagsOf(COMPILE),
    ...flagsOf(language === 'c' ? C_ONLY : ASSEMBLY_ONLY),
    ...(role === 'kernel' || role === 'case' ? flagsOf(OURS) : []),
  ];
}

/** Flags for the linker, without the script and the objects. */
export function linkFlags(): string[] {
  return flagsOf(LINK);
}
