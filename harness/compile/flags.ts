// SPDX-License-Identifier: GPL-2.0-only
// How the guest is compiled and linked: every flag with its reason, so that none is there by habit.

import type { LinuxName } from '../tool/linux-kernel.ts';

/**
 * Whose file it is: the miniature kernel's, a case's, a `key`: what a case's keys are defined in, by the subject's macros; the subject's own, or a
 * `standIn`: a helper that came with the subject out of a kernel tree and takes the place of one of the miniature kernel's.
 */
export type Role = 'kernel' | 'case' | 'key' | 'subject' | 'standIn';

/** Whose files see the subject's headers. What a case does and expects is none of the subject's business. */
export const SEES_SUBJECT: ReadonlySet<Role> = new Set(['key', 'subject', 'standIn']);

/** What carries the cases: a kernel in miniature, a process on Linux, or a module in Linux. */
export type Runtime = 'kernel' | 'process' | 'module';

/** How a subject's static calls are made: through a trampoline, or by a load of the key and an indirect call. */
export type Flavour = 'trampoline' | 'generic';

/** What may differ between two images of one subject. */
export interface Build {
  runtime: Runtime;
  compiler: 'clang' | 'gcc';
  optimise: 'O0' | 'O2' | 'Os';
  /** Translation granule, KiB; of a process the largest that a kernel may have, so that it runs on any. */
  pageSize: 4 | 16 | 64;
  /**
   * Whether indirect calls of C check the type of what they call (kCFI, which clang alone has); `kcfi-ftrace`: with room for a tracer before
   * each function's entry, so that the word to compare lies 8 bytes further up.
   */
  cfi: 'none' | 'kcfi' | 'kcfi-ftrace';
  /** The kernel that a module is for, by its folder in the cache; nothing else has it. */
  linux?: LinuxName | undefined;
}

/** The build unless a machine's record says otherwise. */
export const DEFAULT_BUILD: Build = {
  runtime: 'kernel',
  compiler: 'clang',
  optimise: 'O2',
  pageSize: 4,
  cfi: 'none',
};

/** Whether two builds are the same in every axis. */
export function isSameBuild(a: Build, b: Build): boolean {
  const axes = [...(Object.keys(DEFAULT_BUILD) as (keyof Build)[]), 'linux'] as const;
  return axes.every((axis) => a[axis] === b[axis]);
}

/** The compilers, by their names in tools.json. */
export const COMPILERS = {
  clang: 'clang-19',
  gcc: 'aarch64-linux-gnu-gcc-12',
} as const satisfies Record<Build['compiler'], string>;

type Row = readonly [flag: string, reason: string];

const COMPILE: readonly Row[] = [
  ['-march=armv8-a', 'one image runs on every CPU; BTI and PAC stay hints'],
  ['-mgeneral-regs-only', 'FP and SIMD trap: no exception path saves their registers'],
  ['-mstrict-align', 'an unaligned access faults as long as the MMU is off'],
  ['-mcmodel=small', 'addresses by ADRP and a 12-bit offset, as in the kernel'],
  ['-mno-outline-atomics', 'the helpers for them live in a runtime that is not linked'],
  ['-mbranch-protection=standard', 'every function begins with a landing pad, as with BTI_KERNEL'],
  ['-ffreestanding', 'there is no C library; implies -fno-builtin'],
  ['-fno-pic', 'linked at the address at which it runs'],
  ['-fno-stack-protector', 'no canary to set up'],
  ['-fno-asynchronous-unwind-tables', 'nothing reads .eh_frame'],
  ['-ffixed-x18', 'as with SHADOW_CALL_STACK, whose pointer it is; no case finds it changed'],
  ['-fno-strict-aliasing', 'the kernel is written in this dialect of C'],
  ['-fno-strict-overflow', 'as above'],
  ['-fno-delete-null-pointer-checks', 'as above; NULL is a target that the cases call'],
  ['-g', 'a fault is reported with its source line'],
  ['-D__KERNEL__', "the subject's files expect it"],
  ['-DCONFIG_ARM64=1', 'as above'],
  ['-DCONFIG_ARM64_BTI=1', 'what #ifdef and IS_ENABLED() of an arch file ask for is as the guest has it'],
  ['-DCONFIG_ARM64_BTI_KERNEL=1', 'its own code is guarded'],
  ['-DCONFIG_ARM64_PTR_AUTH=1', 'as above'],
  ['-DCONFIG_ARM64_PTR_AUTH_KERNEL=1', 'functions sign x30: -mbranch-protection=standard'],
  ['-DCONFIG_64BIT=1', 'as every arm64 kernel'],
  ['-DCONFIG_MMU=1', 'as above'],
  ['-DCONFIG_SMP=1', 'as above'],
  ['-DCONFIG_MODULES=1', 'targets may be out of branch range'],
  ['-DCONFIG_STRICT_KERNEL_RWX=1', 'read-only data is'],
  ['-DCONFIG_EXECMEM=1', "a kernel with modules: Linux 6.12's patching.c maps what is not text only then"],
  ['-DCONFIG_STRICT_MODULE_RWX=1', 'as above, up to Linux 6.9'],
  [
    '-DCONFIG_ARM64_ERRATUM_843419=1',
    'as in every kernel that is to run everywhere; abi.adrp_not_at_page_end asks for what it needs',
  ],
  ['-DCONFIG_HAVE_EFFICIENT_UNALIGNED_ACCESS=1', 'as every arm64 kernel'],
  ['-DCONFIG_HAVE_ARCH_JUMP_LABEL=1', 'as above'],
  ['-DCONFIG_JUMP_LABEL=1', 'static keys are as in Linux'],
  ['-DCONFIG_BUG=1', 'a WARN is seen'],
  ['-DCONFIG_GENERIC_BUG=1', 'as above'],
  ['-DCONFIG_PRINTK=1', 'and so is a message'],
  ['-DCONFIG_HOTPLUG_CPU=1', 'CPUs come and go'],
];

const COMPILER: Readonly<Record<Build['compiler'], readonly Row[]>> = {
  clang: [
    ['-DCONFIG_CC_IS_CLANG=1', 'an arch file may know bugs of one compiler'],
    ['--no-default-config', 'a clang.cfg of this machine must not change the guest'],
    ['--target=aarch64-none-elf', 'bare metal, ELF'],
    ['-nostdlibinc', "no headers but the guest's and the compiler's own"],
    ['-fno-crash-diagnostics', 'a compiler that runs out of memory leaves no report of it in /tmp'],
    ['-fdebug-compilation-dir=.', 'objects do not depend on where the checkout lies'],
  ],
  gcc: [
    ['-DCONFIG_CC_IS_GCC=1', 'as of clang'],
    ['-Ulinux', 'a gcc for Linux defines it as 1, and a suite has that name'],
    ['-pipe', 'no temporary file outside of the build cache'],
    ['-fno-toplevel-reorder', 'cases and file-scope assembly stay in the order of their file'],
  ],
};

const OPTIMISE: Readonly<Record<Build['optimise'], Row>> = {
  O0: ['-O0', 'every variable in memory, nothing inlined: what a debugging kernel developer builds'],
  O2: ['-O2', "the kernel's own level"],
  Os: ['-Os', 'as CONFIG_CC_OPTIMIZE_FOR_SIZE'],
};

const pages = (shift: number, kib: number): readonly Row[] => [
  [`-DCONFIG_PAGE_SHIFT=${shift}`, 'since Linux 6.9'],
  [`-DCONFIG_ARM64_PAGE_SHIFT=${shift}`, 'before'],
  [`-DCONFIG_ARM64_${kib}K_PAGES=1`, 'the choice that both come from'],
];

const PAGE_SIZE: Readonly<Record<Build['pageSize'], readonly Row[]>> = {
  4: pages(12, 4),
  16: pages(14, 16),
  64: pages(16, 64),
};

const KCFI: readonly Row[] = [
  ['-fsanitize=kcfi', 'each indirect call compares the word before its target with the type that it calls'],
  ['-DCONFIG_CFI=1', "the kernel's name for it"],
  ['-DCONFIG_CFI_CLANG=1', 'and what it was called before'],
];

const CFI: Readonly<Record<Build['cfi'], readonly Row[]>> = {
  none: [],
  kcfi: [
    ...KCFI,
    ['-DCFI_ENTRY_PREFIX=0', "words between a function's type word and its entry: linux/linkage.h"],
  ],
  'kcfi-ftrace': [
    ...KCFI,
    [
      '-fpatchable-function-entry=4,2',
      'as with DYNAMIC_FTRACE_WITH_CALL_OPS: two NOPs before each entry, two behind',
    ],
    ['-DCFI_ENTRY_PREFIX=2', 'as above'],
  ],
};

const C_ONLY: readonly Row[] = [
  ['-std=gnu11', "the kernel's own dialect"],
  ['-Wall', 'shown with any error'],
  ['-Werror=implicit-function-declaration', "as the kernel's Makefile; gcc 12 would guess a type and go on"],
  ['-Werror=implicit-int', 'as above'],
];

const ASSEMBLY_ONLY: readonly Row[] = [
  [
    '-D__ASSEMBLY__',
    "the spelling of headers up to Linux 6.16; clang itself defines the newer one, '__ASSEMBLER__'",
  ],
];

/** Of all but the miniature kernel, which makes no static calls. */
const FLAVOUR: Readonly<Record<Flavour, readonly Row[]>> = {
  trampoline: [['-DCONFIG_HAVE_STATIC_CALL=1', 'out-of-line static calls, through a trampoline']],
  generic: [],
};

const OURS: readonly Row[] = [
  ['-Wextra', 'our own code has no excuse'],
  ['-Werror', 'as above'],
];

/** What -Wall and -Wextra of one compiler say of code that is right. */
const QUIET: Readonly<Record<Build['compiler'], readonly Row[]>> = {
  clang: [['-Wno-unneeded-internal-declaration', 'a key may name a function for the sake of its type alone']],
  gcc: [['-Wno-clobbered', 'what a variable holds after a fault is said where CATCH() is defined']],
};

const LINK: readonly Row[] = [
  ['-m', 'even without an object to tell'],
  ['aarch64elf', ''],
  ['--fatal-warnings', 'a linker that warns has guessed'],
  ['--no-undefined', 'a missing function is found here, not in the guest'],
  ['--build-id=none', 'nothing reads it'],
  ['--no-dependent-libraries', 'an object may name a library that it wants: any file of this machine'],
  [
    '--wrap=arch_static_call_transform',
    'patch/updated.c notes each update, whosever kernel/static_call.c makes it',
  ],
  ['--no-relax', 'a kernel is too large for ADR: in this small image lld would make one of ADRP and ADD'],
  ['-z', 'regions with attributes of their own begin on a page of their own, up to 64 KiB pages'],
  ['max-page-size=65536', ''],
  ['-z', 'the page tables say what is read-only, or the mappings of a process'],
  ['norelro', ''],
];

const LINK_AS: Readonly<Record<Runtime, readonly Row[]>> = {
  kernel: [
    ['-pie', 'boot/relocate.c moves the guest, as KASLR does'],
    ['--no-dynamic-linker', 'as above, and nobody else'],
    [
      '--apply-dynamic-relocs',
      'without relocation the image is right as it stands, for boot loaders and readers',
    ],
    ['-z', "literals are words of .rodata that are relocated, which a dynamic linker's rules forbid"],
    ['notext', ''],
  ],
  process: [['--static', 'the kernel alone loads it, where it is linked']],
  module: [['-r', 'Linux links it to where it loads it']],
};

const flagsOf = (rows: readonly Row[]): string[] => rows.map(([flag]) => flag);

/**
 * Flags for one file, without include folders and path maps.
 * Warnings are errors in our own files; in those of the subject and of its kernel tree they never are.
 */
export function compileFlags(
  role: Role,
  language: 'c' | 'assembly',
  build: Build,
  flavour: Flavour = 'trampoline',
): string[] {
  const { compiler, optimise, pageSize, cfi } = build;
  return flagsOf([
    ...COMPILER[compiler],
    ...COMPILE,
    OPTIMISE[optimise],
    ...PAGE_SIZE[pageSize],
    ...CFI[cfi],
    ...(role === 'kernel' ? [] : FLAVOUR[flavour]),
    ...(language === 'c' ? C_ONLY : ASSEMBLY_ONLY),
    ...(role === 'kernel' || role === 'case' || role === 'key' ? [...OURS, ...QUIET[compiler]] : []),
  ]);
}

/** How one file is built: as the image is, but for the one that has clang's own kCFI in an image without, so that there is something to compare with. */
export function buildOfFile(path: string, build: Build): Build {
  return path.endsWith('/clang_kcfi.c') && build.cfi === 'none' ? { ...build, cfi: 'kcfi' } : build;
}

/** Where a file of the guest looks for headers, as the compiler is told. */
export interface HeaderSearch {
  /** The subject's folders, in the order in which they are looked through; before the guest's own. */
  subject: readonly string[];
  /** Each header in them, as an `#include` names it. */
  headers: readonly string[];
  /** The guest's own folders, in that order. */
  guest: readonly string[];
}

/**
 * Flags for the search of headers. A warning in a header that is not ours is not ours to judge, wherever our cases include it: such
 * headers are "system" headers. gcc knows no single ones, and looks through folders of them last: it gets the guest's after the subject's.
 */
export function includeFlags(
  { subject, headers, guest }: HeaderSearch,
  compiler: Build['compiler'],
): string[] {
  if (subject.length > 0 && compiler === 'gcc')
    return [...subject, ...guest].flatMap((folder) => ['-isystem', folder]);
  return [
    ...subject.map((folder) => `-I${folder}`),
    ...headers.map((header) => `--system-header-prefix=${header}`),
    ...guest.map((folder) => `-I${folder}`),
  ];
}

/** The same as clang's -nostdlibinc, for gcc: `own` is the folder of its own headers. To come after the others. */
export function ownHeadersOnly(own: string): string[] {
  return ['-nostdinc', '-isystem', own];
}

/** Flags that keep the names of folders of this machine, the project's and a subject's own, out of the objects. */
export function nameFlags(
  compiler: Build['compiler'],
  root: string,
  moved: { from: string; to: string } | undefined,
): string[] {
  return [
    // What clang does with -fdebug-compilation-dir.
    ...(compiler === 'gcc' ? [`-fdebug-prefix-map=${root}=.`] : []),
    ...(moved ? [`-ffile-prefix-map=${moved.from}=${moved.to}`] : []),
  ];
}

/** Flags for the linker, without the script and the objects. */
export function linkFlags(runtime: Runtime): string[] {
  return flagsOf([...LINK, ...LINK_AS[runtime]]);
}
