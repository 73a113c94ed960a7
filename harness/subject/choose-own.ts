// SPDX-License-Identifier: GPL-2.0-only
// Which files of a tree, and of what patches make of it, are the subject's own.

import {
  defines,
  isOwnAssembly,
  isOwnHelper,
  maySource,
  OWN_FOLDERS,
  SOURCES_BELOW,
  TRANSFORM,
} from './own-files.ts';
import { type FilePatch, pathOf } from './patch/series.ts';
import type { PatchedFiles } from './patched-files.ts';
import type { SourceTree } from './source-tree.ts';
import { STAND_INS } from './stand-ins.ts';
import { GENERIC_FILES, SUBJECT_FILES } from './subject.ts';

/** The two files that every subject with trampolines may have, by path in a kernel tree. */
export const OWN: readonly string[] = Object.values(SUBJECT_FILES);

/** Of the files that patches touch, those that may be the subject's own beside the two: where its patch routine is spoken of, and its assembly. */
export function sourcesIn(series: readonly FilePatch[], base: SourceTree): ReadonlySet<string> {
  const paths = [...new Set(series.map(pathOf))].filter((path) => !OWN.includes(path));
  const speaks = (path: string) =>
    series.some(
      (patch) =>
        pathOf(patch) === path &&
        patch.hunks.some(({ lines }) => lines.some(({ text }) => text.includes(TRANSFORM))),
    ) ||
    (base.read(path)?.includes(TRANSFORM) ?? false);
  return new Set(
    paths.filter((path) => isOwnAssembly(path) || isOwnHelper(path) || (maySource(path) && speaks(path))),
  );
}

/**
 * The files of a subject without trampolines. A whole kernel without static calls of its own is one only if a patch is about them: else who names it
 * meant another revision.
 */
export function genericIn(files: PatchedFiles, series: readonly FilePatch[]): string[] | undefined {
  const own: string[] = Object.values(GENERIC_FILES);
  if (OWN.some((path) => files.has(path)) || !own.every((path) => files.has(path))) return undefined;
  const isWhole = files.has('Kconfig') || files.has('Makefile');
  const touched = series.map(pathOf).some((path) => STAND_INS[0]?.includes(path));
  return touched || !isWhole ? own : undefined;
}

/**
 * The subject's own files: the header, `static_call.c` if there is one, its assembly, and whichever file defines its patch routine.
 * @throws what `refuse` makes of what is missing
 */
export function ownOf(
  files: PatchedFiles,
  base: SourceTree,
  touched: ReadonlySet<string>,
  refuse: (lack: string) => Error,
): string[] {
  const { header, source } = SUBJECT_FILES;
  const inHeader = files.read(header);
  if (inHeader === null) throw refuse(header);
  const own: string[] = [header, source].filter((path) => files.has(path));
  const patched = [...touched].filter((path) => files.has(path));
  const named = [...patched, ...OWN_FOLDERS.flatMap((folder) => base.within(folder))];
  own.push(
    ...[...new Set(named)].filter(
      (path) => (isOwnAssembly(path) || isOwnHelper(path)) && !own.includes(path) && files.has(path),
    ),
  );
  const isIn = (path: string) => defines(files.read(path) ?? '', TRANSFORM);
  if (own.some(isIn)) return own;
  const found =
    patched.find((path) => maySource(path) && isIn(path)) ??
    base.mentioning(TRANSFORM, SOURCES_BELOW).find((path) => maySource(path) && isIn(path));
  if (found !== undefined) return [...own, found];
  // Without a file that could have it, nobody can say whose mistake that is; with one, the linker says what it lacks.
  if (own.includes(source)) return own;
  throw refuse(`${source}, nor does any other file of it define ${TRANSFORM}()`);
}
