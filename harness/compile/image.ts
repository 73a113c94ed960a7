// SPDX-License-Identifier: GPL-2.0-only
// What a build gives.

import type { LinuxKernel } from '../tool/linux-kernel.ts';
import type { Lack } from './lacks.ts';

/** A built guest. The files live in the build cache and are never written again. */
export interface Image {
  /** Content hash of everything that went in. */
  key: string;
  /** The cache entry; facts derived from the image are cached beside it. */
  folder: string;
  /** ELF with symbols and line numbers. */
  elf: string;
  /** arm64 Linux `Image`, what QEMU boots. */
  bin: string;
  /** Of a module: the kernel that it is for, and that is booted. */
  linux?: LinuxKernel;
  /** Of a module that somebody else builds: the folder of what it is built of. */
  kit?: string;
  /** What is to be said of the subject though it was built. */
  warnings: string[];
}

/**
 * What came of a build. `blame: 'subject'` is a FAIL of that subject, `'bench'` an ERROR of sct itself, `'nobody'` no verdict: the subject uses
 * the names in `lacks`, which it does not define, and the guest does not have. `message` is the compiler's or linker's own.
 * `broken`: it was cut off, and says nothing of what was to be built.
 */
export type BuildOutcome = { ok: true; image: Image } | NotBuilt;

/** No image, and why: `BuildOutcome` says what each means. */
export interface NotBuilt {
  ok: false;
  blame: 'subject' | 'bench' | 'nobody';
  step: 'compile' | 'link';
  broken: boolean;
  message: string;
  lacks: Lack[];
}
