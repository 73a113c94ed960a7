// SPDX-License-Identifier: GPL-2.0-only
// What lies in the folder that `sct image` makes, and what `sct judge` believes of it.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../base/exit.ts';
import type { Plan } from '../base/plan.ts';
import type { ImageFacts } from '../inspect/facts.ts';
import type { Document } from '../report/documents.ts';

/** `manifest.json`. */
export type Manifest = Document<'image'>;

/** The cases that a log of an image must report. */
export function plannedIn({ plan }: Pick<Manifest, 'plan'>): Plan {
  return plan.map((full) => {
    const [suite = '', ...name] = full.split('.');
    return { suite, case: name.join('.') };
  });
}

/** The files of such a folder. Not all of them are in each. */
export const BOARD_FILES = {
  manifest: 'manifest.json',
  readme: 'README',
  image: 'Image',
  gzip: 'Image.gz',
  /** What UEFI starts: the image, and what leads from there to it. */
  efi: 'sct.efi',
  elf: 'sct.elf',
  facts: 'facts.json',
  /** For any arm64 Linux; symbols and all. */
  process: 'sct-process',
  processFacts: 'process-facts.json',
  commands: 'boot.cmd',
  script: 'boot.scr',
  /** A folder: the subject's files at their kernel paths. */
  subject: 'subject',
} as const;

/** What a file is: its size, and SHA-256 in hexadecimal. */
export function fileOf(path: string, what: string, content: Uint8Array): Manifest['files'][number] {
  return {
    path,
    what,
    bytes: content.byteLength,
    sha256: createHash('sha256').update(content).digest('hex'),
  };
}

/** One of the images of a folder, as far as a log of it is judged by it. */
export interface TakenImage extends NonNullable<Manifest['process']> {
  facts: ImageFacts;
  /** The file that has its symbols. */
  elf: string;
}

/** A folder of `sct image`, read back. */
export interface BoardFolder {
  folder: string;
  manifest: Manifest;
  /** The board's, and perhaps the process. */
  images: readonly [TakenImage, ...TakenImage[]];
}

/**
 * Reads what `sct image` has written, as far as a log is judged by it.
 * @throws UsageError if it is no such folder, of another version of sct, or not as it was written
 */
export async function readBoardFolder(folder: string): Promise<BoardFolder> {
  const manifest = await readManifest(folder);
  const whole = (path: string): Buffer => {
    const entry = manifest.files.find((file) => file.path === path);
    const content = contentOf(join(folder, path));
    if (!entry || !content || fileOf(path, '', content).sha256 !== entry.sha256)
      throw new UsageError(
        `${join(folder, path)} is not what \`sct image\` wrote there, so no log can be judged by it: make the image anew, or take a whole copy of the folder`,
      );
    return content;
  };
  const taken = (of: NonNullable<Manifest['process']>, elf: string, facts: string): TakenImage => {
    whole(elf);
    const { image, build, bootargs, base, plan } = of;
    return {
      ...{ image, build, bootargs, base, plan },
      elf: join(folder, elf),
      facts: JSON.parse(whole(facts).toString()) as ImageFacts,
    };
  };
  const board = taken(manifest, BOARD_FILES.elf, BOARD_FILES.facts);
  if (!manifest.process) return { folder, manifest, images: [board] };
  const process = taken(manifest.process, BOARD_FILES.process, BOARD_FILES.processFacts);
  return { folder, manifest, images: [board, process] };
}

async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, BOARD_FILES.manifest);
  const content = contentOf(path);
  if (!content)
    throw new UsageError(
      `${folder} is no folder of \`sct image\`: there is no ${BOARD_FILES.manifest}; usage: sct judge DIR LOG…`,
    );
  const { DOCUMENTS } = await import('../report/documents.ts');
  const read = DOCUMENTS.image.safeParse(attempt(() => JSON.parse(content.toString())));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new UsageError(
    `${path} is no manifest that this version of sct reads: ${issue?.path.join('.')}: ${issue?.message}; make the image anew`,
  );
}

function contentOf(path: string): Buffer | undefined {
  return attempt(() => readFileSync(path));
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
