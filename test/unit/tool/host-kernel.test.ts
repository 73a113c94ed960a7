// SPDX-License-Identifier: GPL-2.0-only
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hostKernel } from '../../../harness/tool/host-kernel.ts';

const RELEASE = '6.12.95+deb12-arm64';
let modules: string;
let build: string;
beforeEach(() => {
  modules = mkdtempSync(join(tmpdir(), 'sct-host-kernel-'));
  build = join(modules, RELEASE, 'build');
});
afterEach(() => rmSync(modules, { recursive: true, force: true }));

function headers(config: string): void {
  mkdirSync(join(build, 'include/config'), { recursive: true });
  writeFileSync(join(build, 'Makefile'), '');
  writeFileSync(join(build, 'include/config/auto.conf'), config);
}

test('of Debian: gcc, nothing guarded, addresses signed', () => {
  headers(
    'CONFIG_CC_IS_GCC=y\nCONFIG_GCC_VERSION=120200\nCONFIG_ARM64_4K_PAGES=y\nCONFIG_ARM64_PTR_AUTH_KERNEL=y\nCONFIG_KPROBES=y\n',
  );
  expect(hostKernel(RELEASE, modules)).toMatchObject({
    name: 'host',
    release: RELEASE,
    build,
    compiler: 'gcc-12',
    cfi: false,
    bti: false,
    signs: true,
    kprobes: true,
    pageSize: 4,
  });
});

test('by clang, with all that is checked and other pages', () => {
  headers(
    'CONFIG_CC_IS_CLANG=y\nCONFIG_CLANG_VERSION=190107\nCONFIG_CFI=y\nCONFIG_ARM64_BTI_KERNEL=y\nCONFIG_ARM64_64K_PAGES=y\nCONFIG_KPROBES_ON_FTRACE=y\n',
  );
  expect(hostKernel(RELEASE, modules)).toMatchObject({
    compiler: 'clang-19',
    cfi: true,
    bti: true,
    signs: false,
    kprobes: false,
    pageSize: 64,
  });
});

test.for<[string, () => void]>([
  ['no headers', () => {}],
  ['a folder without a configuration', () => mkdirSync(build, { recursive: true })],
])('%s: what to install', ([, make]) => {
  make();
  expect(hostKernel(RELEASE, modules)).toBe(
    `the headers of the kernel that runs here are not in ${build}. To mend it: sudo apt install linux-headers-${RELEASE}, or what your distribution calls them; of a kernel of your own: make modules_install`,
  );
});
