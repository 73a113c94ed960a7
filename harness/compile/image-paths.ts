// SPDX-License-Identifier: GPL-2.0-only
// Where the files of an image lie, and whether all of them are there.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isKept } from '../store/entries.ts';
import type { LinuxKernel } from '../tool/linux-kernel.ts';
import type { Image } from './image.ts';
import { KIT, MODULE_FILES } from './module.ts';

/** The files of every image, in its folder. */
export const IMAGE_FILES = { elf: 'sct.elf', bin: 'Image', warnings: 'warnings.json' } as const;

/** An image that may not be there yet. */
export type ImagePaths = Omit<Image, 'warnings'>;

/** Where an image lies in the cache. Of a module: for `kernel`, or for somebody else to build. */
export function pathsOf(
  cache: string,
  key: string,
  isModule: boolean,
  kernel: LinuxKernel | undefined,
): ImagePaths {
  const folder = join(cache, 'images', key);
  return {
    key,
    folder,
    elf: join(folder, IMAGE_FILES.elf),
    bin: join(folder, IMAGE_FILES.bin),
    ...(kernel ? { linux: kernel } : {}),
    ...(isModule && !kernel ? { kit: join(folder, KIT) } : {}),
  };
}

/** Whether each of its files is there: a folder from which somebody removed one is no image. */
export function isWhole({ folder, elf, bin, linux, kit }: ImagePaths): boolean {
  const more = linux ? Object.values(MODULE_FILES) : kit ? [KIT] : [];
  return [elf, bin, ...[IMAGE_FILES.warnings, ...more].map((file) => join(folder, file))].every(isKept);
}

/** An image that is there, with what was said of the subject when it was built. */
export function imageAt(paths: ImagePaths): Image {
  return { ...paths, warnings: JSON.parse(readFileSync(join(paths.folder, IMAGE_FILES.warnings), 'utf8')) };
}
