// SPDX-License-Identifier: GPL-2.0-only
// The application that UEFI starts: guest/efi with the image in it. A file of its own, so that the image is the same however it is started.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMPILERS } from '../compile/flags.ts';
import { packageRoot } from '../store/places.ts';
import { locateTool } from '../tool/lookup.mjs';
import { findTool, toolNamed } from '../tool/tools.ts';
import { BOARD_FILES } from './manifest.ts';

const SOURCES = ['loader.c', 'enter.S'];

/** Each with its reason. */
const COMPILE: readonly (readonly [flag: string, reason: string])[] = [
  ['--no-default-config', 'a clang.cfg of this machine must not change it'],
  [
    '--target=aarch64-unknown-windows',
    'UEFI has the object format and the calls of Windows (UEFI 2.10, 2.1.1)',
  ],
  ['-nostdlibinc', "no headers but the compiler's own"],
  ['-ffreestanding', 'there is no C library'],
  ['-fno-builtin', 'nor a memcpy() that a loop might become'],
  ['-fshort-wchar', 'its characters have 16 bits'],
  ['-fno-stack-protector', 'no canary to set up'],
  ['-mgeneral-regs-only', 'as the guest'],
  ['-mbranch-protection=standard', 'firmware may enforce BTI'],
  ['-Wall', 'own code'],
  ['-Wextra', 'as above'],
  ['-Werror', 'as above'],
  ['-O2', 'as the guest'],
  ['-c', 'the linker is called by itself'],
];

const LINK = [
  ...['/subsystem:efi_application', '/entry:efi_main', '/machine:arm64', '/nodefaultlib'],
  // Else the time would be in it.
  '/timestamp:0',
];

/** A tool that hangs is ended. */
const LIMIT_MS = 120_000;

/**
 * The application that starts `image`, made in the folder `work`, of which nothing stays; undefined if there is no linker for it.
 * @throws Error with what the tool said
 */
export async function efiApplication(image: Uint8Array, work: string): Promise<Buffer | undefined> {
  const linker = locateTool(toolNamed('lld-link-19'));
  if (linker === undefined) return undefined;
  const { execa } = await import('execa');
  const folder = join(work, '.efi');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, BOARD_FILES.image), image);
  const run = (tool: string, words: readonly string[]) =>
    execa(tool, words, { cwd: folder, timeout: LIMIT_MS });
  const flags = COMPILE.map(([flag]) => flag);
  for (const source of SOURCES) {
    const path = join(packageRoot(), 'guest/efi', source);
    await run(findTool(COMPILERS.clang), [...flags, '-I.', '-o', `${source}.o`, path]);
  }
  const objects = SOURCES.map((source) => `${source}.o`);
  await run(linker, [...LINK, `/out:${BOARD_FILES.efi}`, ...objects]);
  const application = readFileSync(join(folder, BOARD_FILES.efi));
  rmSync(folder, { recursive: true });
  return application;
}
