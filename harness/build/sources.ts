// SPDX-License-Identifier: GPL-2.0-only
// What a guest is made of: found by looking into the folders, never listed by hand.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, isAbsolute, join, relative } from 'node:path';
import { SUBJECT_FILES, type Subject } from '../subject/subject.ts';
import { hashOf } from './cache.ts';
import type { Role } from './flags.ts';

/** One file to compile. */
export interface Source {
  role: Role;
  language: 'c' | 'assembly';
  /** As the compiler is told: relative to the project, or absolute for a subject from elsewhere. */
  path: string;
  /** As debug information and `__FILE__` say it; the same on every machine. */
  name: string;
  content: Buffer;
}

/** Sources of one origin, and a hash over the files that they may include. */
export interface SourceTree {
  sources: Source[];
  headers: string;
}

const LANGUAGE: Readonly<Record<string, Source['language']>> = { '.c': 'c', '.S': 'assembly' };

/** A hash over all of a tree. */
export function treeHash({ sources, headers }: SourceTree): string {
  return hashOf([headers, ...sources.flatMap(({ name, content }) => [name, content])]);
}

/** Where the linker script and the folders lie, relative to the project. */
export const GUEST = {
  kernel: 'guest/kernel',
  include: 'guest/kernel/include',
  cases: 'guest/cases',
  script: 'guest/kernel/kernel.lds',
} as const;

/** The guest but for the subject: kernel and cases, by path. Any other file there counts as one that they may include. */
export function readGuest(root: string): SourceTree {
  const sources: Source[] = [];
  const headers: string[] = [];
  for (const [role, folder] of [
    ['kernel', GUEST.kernel],
    ['case', GUEST.cases],
  ] as const) {
    for (const path of filesBelow(root, folder)) {
      const content = readFileSync(join(root, path));
      const language = LANGUAGE[extname(path)];
      if (language) sources.push({ role, language, path, name: path, content });
      else if (path !== GUEST.script) headers.push(path, content.toString('latin1'));
    }
  }
  return { sources, headers: hashOf(headers) };
}

/** The subject's part of a guest. */
export interface SubjectTree extends SourceTree {
  /** How cases and subject, but never the kernel, are told of the subject's headers. */
  flags: string[];
}

/** The subject's own source, and its headers: its include folder and whatever lies beside its source. */
export function readSubject(root: string, { folder }: Subject): SubjectTree {
  const inside = relative(root, folder);
  const foreign = inside.startsWith('..') || isAbsolute(inside);
  const told = foreign ? folder : inside;
  const named = foreign ? 'subject' : inside;
  const include = dirname(dirname(SUBJECT_FILES.header));

  const headers = [include, dirname(SUBJECT_FILES.source)]
    .flatMap((below) => filesBelow(folder, below))
    .filter((path) => !LANGUAGE[extname(path)])
    .flatMap((path) => [path, readFileSync(join(folder, path), 'latin1')]);
  const source: Source = {
    role: 'subject',
    language: 'c',
    path: join(told, SUBJECT_FILES.source),
    name: join(named, SUBJECT_FILES.source),
    content: readFileSync(join(folder, SUBJECT_FILES.source)),
  };
  return {
    sources: [source],
    headers: hashOf([named, ...headers]),
    flags: [`-I${join(told, include)}`, ...(foreign ? [`-ffile-prefix-map=${folder}=${named}`] : [])],
  };
}

/** Every file below `root`/`folder`, by path relative to `root`, sorted. Editors' dot files are none of it. */
function filesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.'))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(root, path) : [path];
    })
    .sort();
}
