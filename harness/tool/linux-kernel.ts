// SPDX-License-Identifier: GPL-2.0-only
// Linux kernels that modules are built for and that machines boot: folders in the cache, which `npm run setup:linux` makes. Never part of sct.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheRoot } from '../store/places.ts';
import { hostKernel } from './host-kernel.ts';
import { ToolMissing } from './tools.ts';

/** The names of kernels: each is a folder, and machines name it. */
export type LinuxName = 'linux-stock' | 'linux-cfi' | 'linux-cfi-64k' | `tree-${string}` | typeof HOST_KERNEL;

/** The kernel that runs here: no folder of the cache. */
export const HOST_KERNEL = 'host';

/** A kernel as its folder has it. */
export interface LinuxKernel {
  name: LinuxName;
  /** Absolute. */
  folder: string;
  /** What `uname -r` says. */
  release: string;
  /** What it was built by, and modules are: `gcc-12`, `clang-19`. */
  compiler: string;
  /** Whether indirect calls check types (kCFI), and whether its text is guarded (ARM64_BTI_KERNEL). */
  cfi: boolean;
  bti: boolean;
  /** Whether it is built of the tree whose subject is judged: that subject's own files are in the kernel, and not in the module. */
  inTree: boolean;
  /** What QEMU boots. */
  image: string;
  /** What `make -C` takes for a module. */
  build: string;
  /** What make is told when it makes a module, beside that kernel's own configuration: `CONFIG_LTO_CLANG=y`. */
  more: readonly string[];
  /** The kernel with its symbols and line tables, where there is one: Debian's packages have none. */
  vmlinux?: string;
}

/** What makes one that is missing. */
function mendKernel(name: LinuxName): string {
  return `npm run setup:linux -- --kernel ${name}`;
}

function kernelFolder(name: LinuxName, cache = cacheRoot()): string {
  return join(cache, 'linux', name);
}

/** Why there is no such kernel here; undefined if there is. */
export function whyNoKernel(name: LinuxName, cache = cacheRoot()): string | undefined {
  const found = read(name, cache);
  return typeof found === 'string' ? found : undefined;
}

/** @throws ToolMissing, with the command that mends it */
export function findKernel(name: LinuxName, cache = cacheRoot()): LinuxKernel {
  const found = read(name, cache);
  if (typeof found === 'string') throw new ToolMissing(name, found);
  return found;
}

function read(name: LinuxName, cache: string): LinuxKernel | string {
  if (name === HOST_KERNEL) return hostKernel();
  const folder = kernelFolder(name, cache);
  const why = (what: string) =>
    `the kernel ${name} is not in ${folder}: ${what}. To mend it: ${mendKernel(name)}`;
  const image = join(folder, 'Image');
  const build = join(folder, 'build');
  const missing = ['Image', 'build', 'kernel.json'].find((file) => !existsSync(join(folder, file)));
  if (missing) return why(`there is no ${missing}`);
  const said = parsed(join(folder, 'kernel.json'));
  if (typeof said?.release !== 'string' || typeof said.compiler !== 'string')
    return why('its kernel.json names no release and no compiler');
  const gone = headersGone(build);
  if (gone)
    return why(`its headers are looked for in ${gone}, where an older sct had put them: it was moved`);
  const { release, compiler, cfi, bti } = said;
  const vmlinux = join(folder, 'vmlinux');
  return {
    name,
    folder,
    release,
    compiler,
    cfi: cfi === true,
    bti: bti === true,
    inTree: said.inTree === true,
    image,
    build,
    more: Array.isArray(said.more) ? said.more.filter((word) => typeof word === 'string') : [],
    ...(existsSync(vmlinux) ? { vmlinux } : {}),
  };
}

/** A folder of headers that the kernel's Makefile names by its whole path, as an older sct wrote it, and that is not there. */
function headersGone(build: string): string | undefined {
  const makefile = join(build, 'Makefile');
  const named = existsSync(makefile)
    ? readFileSync(makefile, 'utf8').matchAll(/(?<=[ \t=])\/\S*\/usr\/src\/linux-headers-[^/\s]+/g)
    : [];
  return [...named].map(([folder]) => folder).find((folder) => !existsSync(folder));
}

function parsed(file: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
