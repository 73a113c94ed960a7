// SPDX-License-Identifier: GPL-2.0-only
// Objects to a kernel module: the bench as one object, which knows nothing of Linux, and around it what is built by the kernel's own Kbuild: the glue,
// the keys and the subject's two files, against that kernel's headers.

import { copyFileSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { SUBJECT_FILES } from '../subject/subject.ts';
import type { LinuxKernel } from '../tool/linux-kernel.ts';
import { type Build, COMPILERS } from './flags.ts';
import { dropUnlisted, type KeptKits, keep, putIfChanged, takeOut } from './kept-kit.ts';
import type { OwnFile } from './lacks.ts';
import { readObject } from './object-file.ts';
import type { RunTool, ToolResult } from './run-tool.ts';
import { GUEST, moduleKit, type Source } from './sources.ts';

/** What is in the folder of a module's image, beside what every image has. */
export const MODULE_FILES = {
  module: 'sct.ko',
  peer: 'sct_peer.ko',
  late: 'sct_late.ko',
  init: 'init',
} as const;

/** Those of them that Kbuild makes. */
export const MODULES = [MODULE_FILES.module, MODULE_FILES.peer, MODULE_FILES.late];

/** What of the bench the glue calls, or what the linker leads there; nothing else of it is anybody's to see but what the cases' keys name. */
const BENCH_API: ReadonlySet<string> = new Set([
  'module_main',
  'module_on_exception',
  'module_on_timer',
  'module_on_interrupt',
  'module_second_main',
  'module_land',
  '__wrap_arch_static_call_transform',
  // Where there are no trampolines it is the bench's, and not to be called.
  'arch_static_call_transform',
]);

/** Bounds of the image elsewhere, and what they are in a module, whose sections lie apart. Linux itself has some of these names. */
const BOUNDS: Readonly<Record<string, string>> = {
  _text: 'module_text_start',
  _stext: 'module_text_start',
  _etext: 'module_text_end',
  _srodata: 'module_rodata_start',
  _erodata: 'module_rodata_end',
  _sdata: 'module_rodata_end',
  _end: 'module_rodata_end',
  __bss_start: 'module_rodata_end',
  __rela_end: 'module_rodata_end',
  __static_call_text_start: 'module_tramps_start',
  __static_call_text_end: 'module_tramps_end',
};

/** What another gcc does not know of the configuration of the one that has built a kernel. Debug information is asked for by itself; the rest wants tools that are not here. */
const OTHER_GCC = [
  'CONFIG_CC_HAS_MIN_FUNCTION_ALIGNMENT=',
  'CONFIG_DEBUG_INFO_BTF_MODULES=',
  'CONFIG_UBSAN=',
  'CONFIG_DEBUG_INFO=',
];

/** What clang does not find there. */
const CLANG_FOR_GCC = [
  ...OTHER_GCC,
  'CONFIG_CC_IS_GCC=',
  'CONFIG_CC_IS_CLANG=y',
  'CONFIG_GCC_VERSION=0',
  'CONFIG_CLANG_VERSION=190107',
  'CONFIG_CC_IMPLICIT_FALLTHROUGH=-Wimplicit-fallthrough',
  'CONFIG_AS_IS_GNU=',
  'CONFIG_AS_IS_LLVM=y',
  'CONFIG_LD_IS_BFD=',
  'CONFIG_LD_IS_LLD=y',
];

/** What a module is made of, and where to; paths are absolute unless said otherwise. */
export interface ModuleParts {
  root: string;
  kernel: LinuxKernel;
  /** The bench's objects: all that sees no subject. */
  bench: readonly (Source & { object: string })[];
  /** The files that define the cases' keys. */
  keys: readonly Source[];
  /** The cases' headers, which those include; relative to the project. */
  headers: readonly string[];
  /** The subject is in the kernel itself, and nothing of it in the module. */
  inTree: boolean;
  /** Calls are the kernel's own without trampolines, and nothing of the subject's is in the module either. */
  isGeneric: boolean;
  /** What compiles all of it. */
  compiler: Build['compiler'];
  subject: { own: readonly OwnFile[]; named: string; sources: readonly string[] };
  scratch: string;
  /** What Kbuild has made of others. */
  kits: KeptKits;
  /** Where `MODULE_FILES`, `elf` and `bin` go. */
  folder: string;
  elf: string;
  bin: string;
}

/** The programs that make it, as absolute paths. */
export interface ModuleTools {
  run: RunTool;
  clang: string;
  linker: string;
  objcopy: string;
  make: string;
}

/** What came of it. `kit`: it is Kbuild's word, on what the subject takes part in. */
export type ModuleOutcome = { ok: true } | { ok: false; kit: boolean; result: ToolResult };

/** Makes the module, the first process that loads it, and an ELF file of it for whoever asks what is where. */
export async function linkModule(parts: ModuleParts, tools: ModuleTools): Promise<ModuleOutcome> {
  const kit = join(parts.scratch, 'kit');
  const steps: { of: 'bench' | 'kit'; step: () => Promise<ToolResult> }[] = [
    { of: 'bench', step: () => linkBench(parts, tools, kit) },
    { of: 'kit', step: () => runKbuild(parts, tools, kit) },
    { of: 'bench', step: () => linkView(parts, tools, join(kit, MODULE_FILES.module)) },
    { of: 'bench', step: () => tools.run(tools.objcopy, ['-O', 'binary', parts.elf, parts.bin]) },
    ...makeInit(parts, tools).map((step) => ({ of: 'bench' as const, step })),
  ];
  mkdirSync(kit, { recursive: true });
  takeOut(parts.kits, kit);
  for (const { of, step } of steps) {
    const result = await step();
    if (!result.ok) return { ok: false, kit: of === 'kit', result };
  }
  for (const module of MODULES) copyFileSync(join(kit, module), join(parts.folder, module));
  keep(parts.kits, kit, parts.scratch);
  return { ok: true };
}

/** Whoever builds the module elsewhere has this folder: what Kbuild is to build, and how. Below an image's own folder. */
export const KIT = 'kit';

/** Makes what somebody else's Kbuild makes the module of, and an ELF file of its bench for whoever asks for the plan. */
export async function layOutForHosts(
  parts: Omit<ModuleParts, 'kernel' | 'kits'>,
  tools: ModuleTools,
): Promise<ModuleOutcome> {
  const kit = join(parts.folder, KIT);
  mkdirSync(kit, { recursive: true });
  const steps = [
    () => linkBench(parts, tools, kit),
    () => linkView(parts, tools, join(kit, 'bench.o_shipped')),
    () => tools.run(tools.objcopy, ['-O', 'binary', parts.elf, parts.bin]),
  ];
  for (const step of steps) {
    const result = await step();
    if (!result.ok) return { ok: false, kit: false, result };
  }
  layOutKit(parts, kit);
  writeFileSync(
    join(kit, 'subject.mk'),
    `SCT_SUBJECT := ${objectsOf(parts.subject)}\nSCT_GENERIC := ${parts.isGeneric ? 'y' : ''}\n`,
  );
  return { ok: true };
}

/** The bench's objects as one, of which nothing is seen outside but what must be. */
async function linkBench(
  { root, bench, scratch }: Omit<ModuleParts, 'kernel' | 'kits'>,
  tools: ModuleTools,
  kit: string,
): Promise<ToolResult> {
  const one = join(scratch, 'bench.o');
  const objects = bench.map(({ object }) => object);
  const script = join(root, GUEST.module, 'bench.lds');
  const linked = await tools.run(tools.linker, [
    '-m',
    'aarch64elf',
    '-r',
    '-T',
    script,
    '-o',
    one,
    ...objects,
  ]);
  if (!linked.ok) return linked;
  // What cases define, keys may name: a target.
  const ofCases = new Set(
    bench.filter(({ role }) => role === 'case').flatMap(({ object }) => readObject(object).defines),
  );
  const hidden = readObject(one).defines.filter((name) => !BENCH_API.has(name) && !ofCases.has(name));
  const list = join(scratch, 'hidden');
  writeFileSync(list, hidden.map((name) => `${name}\n`).join(''));
  const renamed = Object.entries(BOUNDS).map(([from, to]) => `--redefine-sym=${from}=${to}`);
  // Kbuild asks no more of what is shipped than that somebody has noted how it was made.
  writeFileSync(join(kit, '.bench.o.cmd'), '');
  const made = join(scratch, 'bench.o_shipped');
  const result = await tools.run(tools.objcopy, [`--localize-symbols=${list}`, ...renamed, one, made]);
  if (result.ok) putIfChanged(join(kit, 'bench.o_shipped'), readFileSync(made));
  return result;
}

/** The subject's own objects, as Kbuild calls them. */
function objectsOf({ sources }: ModuleParts['subject']): string {
  return sources.map((name) => placeOf(name).replace(/\.[cS]$/, '.o')).join(' ');
}

function runKbuild(parts: ModuleParts, { run, make }: ModuleTools, kit: string): Promise<ToolResult> {
  const { kernel } = parts;
  const maps = layOutKit(parts, kit);
  const tools = kbuildTools(parts.compiler, kernel.compiler);
  // gcc notes where it was started.
  const started =
    parts.compiler === 'clang'
      ? '-fdebug-compilation-dir=.'
      : `-fdebug-prefix-map=${realpathSync(kernel.build)}=.`;
  const env = ['PATH', 'HOME'].map((name) => `${name}=${process.env[name] ?? ''}`);
  return run('/usr/bin/env', [
    ...env,
    make,
    '--silent',
    '--jobs=4',
    ...['-C', kernel.build],
    `M=${kit}`,
    'ARCH=arm64',
    ...tools,
    ...kernel.more,
    `SCT_MAPS=${[started, ...maps.map(({ from, to }) => `-ffile-prefix-map=${from}=${to}`)].join(' ')}`,
    `SCT_SUBJECT=${objectsOf(parts.subject)}`,
    ...(parts.inTree ? ['SCT_IN_TREE=y'] : []),
    ...(parts.isGeneric ? ['SCT_GENERIC=y'] : []),
    'modules',
  ]);
}

/** What Kbuild is told of its tools, which may be others than those that built the kernel. */
function kbuildTools(compiler: Build['compiler'], kernels: string): readonly string[] {
  if (compiler === 'gcc') return ['CROSS_COMPILE=aarch64-linux-gnu-', `CC=${COMPILERS.gcc}`, ...OTHER_GCC];
  return ['LLVM=-19', 'CC=clang-19', ...(kernels.startsWith('gcc') ? CLANG_FOR_GCC : [])];
}

/** Lays out what Kbuild is to build, and nothing else that anybody has written; gives what its folders are called elsewhere. */
function layOutKit(
  { root, keys, headers, isGeneric, subject }: Omit<ModuleParts, 'kernel' | 'kits'>,
  kit: string,
): { from: string; to: string }[] {
  const laidOut = new Set<string>();
  const put = (to: string, content: Buffer) => {
    putIfChanged(join(kit, to), content);
    laidOut.add(to);
  };
  const own = `${GUEST.module}/linux/`;
  for (const path of moduleKit(root)) {
    const to = path.startsWith(own) ? path.slice(own.length) : `include/sct/${basename(path)}`;
    put(to, readFileSync(join(root, path)));
  }
  for (const { path } of keys) put(`keys/${basename(path)}`, readFileSync(resolve(root, path)));
  for (const path of headers) put(`keys/${basename(path)}`, readFileSync(join(root, path)));
  // One unit: Linux's headers take longer to read than all the keys.
  const units = keys.map(({ path }) => `#include "keys/${basename(path)}"\n`);
  // Linux without trampolines has a function for RET0 in each unit, and the cases are to know that of the keys'.
  if (isGeneric) units.push('asm(".globl __static_call_return0");\n');
  put('keys.c', Buffer.from(units.join('')));
  for (const { name, text } of subject.own) put(placeOf(name), Buffer.from(text));
  dropUnlisted(kit, laidOut);
  const arch = dirname(dirname(SUBJECT_FILES.header));
  // Of those that fit a path the last one counts.
  return [
    { from: kit, to: `${GUEST.module}/linux` },
    { from: `${kit}/keys`, to: GUEST.cases },
    { from: `${kit}/subject`, to: `${subject.named}/${dirname(SUBJECT_FILES.source)}` },
    { from: `${kit}/subject/include`, to: `${subject.named}/${arch}` },
    { from: `${kit}/${ELSEWHERE}`, to: subject.named },
  ];
}

/** Sources of the subject's that lie in another folder than most. */
const ELSEWHERE = 'subject/tree';

/** Where a file of the subject's is in the kit: its header first of all headers, its other headers behind all of Linux's, which has most of them. */
function placeOf(name: string): string {
  if (name === SUBJECT_FILES.header) return 'subject/include/asm/static_call.h';
  const arch = `${dirname(dirname(SUBJECT_FILES.header))}/`;
  for (const folder of [arch, 'include/'])
    if (name.startsWith(folder)) return `subject/more/${name.slice(folder.length)}`;
  return dirname(name) === dirname(SUBJECT_FILES.source)
    ? `subject/${basename(name)}`
    : `${ELSEWHERE}/${name}`;
}

/** The module as if it were linked to an address, for plan, symbols and lines: a .ko has no addresses. What it calls of Linux is nowhere. */
function linkView(
  { root, elf }: Omit<ModuleParts, 'kernel' | 'kits'>,
  { run, linker }: ModuleTools,
  module: string,
): Promise<ToolResult> {
  const script = join(root, GUEST.module, 'view.lds');
  const flags = ['-m', 'aarch64elf', '--unresolved-symbols=ignore-all', '--noinhibit-exec', '--no-warnings'];
  return run(linker, [...flags, '-T', script, '-o', elf, module]);
}

function makeInit({ root, scratch, folder }: ModuleParts, { run, clang, linker }: ModuleTools) {
  const object = join(scratch, 'init.o');
  const flags = '--no-default-config --target=aarch64-linux-gnu -nostdlibinc -O2 -Wall -Wextra -Werror';
  const bare = '-ffreestanding -fno-stack-protector -fno-pic -mgeneral-regs-only -mno-outline-atomics';
  const source = join(root, GUEST.module, 'init.c');
  return [
    () => run(clang, [...`${flags} ${bare}`.split(' '), '-c', source, '-o', object]),
    () => run(linker, ['-m', 'aarch64elf', '--static', '-o', join(folder, MODULE_FILES.init), object]),
  ];
}
