// SPDX-License-Identifier: GPL-2.0-only
// The kernel that runs here, as far as a module is built for it: its headers, and what its configuration says.

import { existsSync, readFileSync } from 'node:fs';
import { release as runningRelease } from 'node:os';
import { join } from 'node:path';
import type { LinuxKernel } from './linux-kernel.ts';

/** Where distributions and `make modules_install` put what modules are built against, below a folder of the release. */
const MODULES = '/lib/modules';

/** What the configuration says beside what every kernel's folder says. */
export interface HostKernel extends LinuxKernel {
  /** KiB. */
  pageSize: 4 | 16 | 64;
  /** Whether the kernel signs its own return addresses (ARM64_PTR_AUTH_KERNEL). */
  signs: boolean;
  kprobes: boolean;
}

/** The running kernel, or why no module can be built for it and what mends that. */
export function hostKernel(
  release: string = runningRelease(),
  modules: string = MODULES,
): HostKernel | string {
  const folder = join(modules, release);
  const build = join(folder, 'build');
  const file = ['include/config/auto.conf', '.config'].map((name) => join(build, name)).find(existsSync);
  const config = file && textOf(file);
  if (!existsSync(join(build, 'Makefile')) || !file || !config)
    return `the headers of the kernel that runs here are not in ${build}. To mend it: sudo apt install linux-headers-${release}, or what your distribution calls them; of a kernel of your own: make modules_install`;
  const has = (name: string) => new RegExp(`^CONFIG_${name}=y$`, 'm').test(config);
  const number = (name: string) => Number(new RegExp(`^CONFIG_${name}=(\\d+)$`, 'm').exec(config)?.[1] ?? 0);
  return {
    name: 'host',
    folder,
    release,
    compiler: has('CC_IS_CLANG')
      ? `clang-${major(number('CLANG_VERSION'))}`
      : `gcc-${major(number('GCC_VERSION'))}`,
    cfi: has('CFI_CLANG') || has('CFI'),
    bti: has('ARM64_BTI_KERNEL'),
    inTree: false,
    // Nobody boots it: what tells it from another of that release.
    image: file,
    build,
    // No `vmlinux`: that of Debian's headers has no symbols, and Linux itself names what is in its code.
    more: [],
    pageSize: has('ARM64_64K_PAGES') ? 64 : has('ARM64_16K_PAGES') ? 16 : 4,
    signs: has('ARM64_PTR_AUTH_KERNEL'),
    kprobes: has('KPROBES'),
  };
}

/** 120200 is 12.2.0. */
function major(version: number): number {
  return Math.floor(version / 10_000);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
