// SPDX-License-Identifier: GPL-2.0-only
// What a guest is made of: found by looking into the folders, never listed by hand.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, isAbsolute, join, relative } from 'node:path';
import { hashOf } from '../store/hash.ts';
import { defines, ownFiles, TRANSFORM } from '../subject/own-files.ts';
import { isGeneric, SUBJECT_FILES, type Subject } from '../subject/subject.ts';
import type { Flavour, Role, Runtime } from './flags.ts';
import type { OwnFile } from './lacks.ts';

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
  /** All of these files, as the compiler is told. */
  files: string[];
}

/** The guest but for the subject. */
export interface GuestTree extends SourceTree {
  /** Every folder that was looked into, relative to the project: a file that comes or goes changes its own. */
  folders: string[];
}

const LANGUAGE: Readonly<Record<string, Source['language']>> = { '.c': 'c', '.S': 'assembly' };

/** A hash over all of a tree. */
export function treeHash({ sources, headers }: Pick<SourceTree, 'sources' | 'headers'>): string {
  return hashOf([headers, ...sources.flatMap(({ name, content }) => [name, content])]);
}

/** Where the folders of the guest lie, relative to the project; `neighbours` as an `#include` names it. */
export const GUEST = {
  kernel: 'guest/kernel',
  process: 'guest/process',
  module: 'guest/module',
  hosted: 'guest/hosted',
  runtime: 'guest/runtime',
  include: 'guest/kernel/include',
  neighbours: 'sct/neighbours.h',
  cases: 'guest/cases',
  ofLinux: 'guest/module/cases',
  cost: 'guest/cost',
} as const;

/** What a runtime carries: the cases, or the experiment of `sct cost` in their place. */
export type Load = 'cases' | 'cost';

/** Where that lies; the experiment has its own part for each runtime. */
const LOADS: Readonly<Record<Load, (runtime: Runtime) => readonly string[]>> = {
  cases: (runtime) => [GUEST.cases, ...(runtime === 'module' ? [GUEST.ofLinux] : [])],
  cost: (runtime) => [`${GUEST.cost}/common`, `${GUEST.cost}/${runtime}`],
};

/** What a runtime is made of. */
interface RuntimeParts {
  /** Beside `GUEST.runtime`, which all share: its own folder, and the one that it shares with some. */
  folders: readonly string[];
  /** The linker script. */
  script: string;
  /** Where its headers lie, in the order in which they are looked for. */
  include: readonly string[];
  /** What it has no use for of `GUEST.runtime`, by path. */
  without?: readonly string[];
}

/** What each runtime is made of, found in its folders. */
export const RUNTIMES: Readonly<Record<Runtime, RuntimeParts>> = {
  kernel: { folders: [GUEST.kernel], script: 'guest/kernel/kernel.lds', include: [GUEST.include] },
  process: {
    folders: [GUEST.process, GUEST.hosted],
    script: 'guest/process/process.lds',
    include: ['guest/process/include', 'guest/hosted/include', GUEST.include],
  },
  // As much as knows nothing of Linux; the rest is what `moduleKit` finds.
  module: {
    folders: ['guest/module/bench', GUEST.hosted],
    script: 'guest/module/bench.lds',
    include: ['guest/module/include', 'guest/hosted/include', GUEST.include],
    // What Linux has of its own, or the module.
    without: [
      'arch/cpu_stacks.c',
      'bench/intact.c',
      'lib/uaccess.c',
      'mm/init.c',
      'mm/kernel_text.c',
      'mm/mapped_writable.c',
      'mm/stacks.S',
      'mm/vmalloc.c',
      'patch/header_transform.c',
      'patch/static_call_core.c',
      'patch/text_patching.c',
    ].map((path) => `${GUEST.runtime}/${path}`),
  },
};

/** What of a module is built against the headers of the kernel that loads it, and how, by path. */
export function moduleKit(root: string): string[] {
  return ['linux', 'include/sct'].flatMap((folder) => filesBelow(root, `${GUEST.module}/${folder}`));
}

/** The guest but for the subject: a runtime, what the cases stand on, and cases, by path. Any other file there counts as one that they may include. */
export function guestSources(root: string, runtime: Runtime = 'kernel', load: Load = 'cases'): GuestTree {
  const { folders: own, script, include, without = [] } = RUNTIMES[runtime];
  const sources: Source[] = [];
  const headers: string[] = [];
  const files: string[] = [];
  const seen: string[] = [];
  const folders: readonly (readonly [Role, string])[] = [
    ...own.map((folder) => ['kernel', folder] as const),
    // Headers that lie elsewhere, too.
    ...include
      .filter((folder) => !own.some((one) => folder.startsWith(`${one}/`)))
      .map((folder) => ['kernel', folder] as const),
    ['kernel', GUEST.runtime],
    ...LOADS[load](runtime).map((folder) => ['case', folder] as const),
  ];
  for (const [role, folder] of folders) {
    for (const path of existsSync(join(root, folder)) ? filesBelow(root, folder, seen) : []) {
      const content = readFileSync(join(root, path));
      files.push(path);
      const language = LANGUAGE[extname(path)];
      if (without.includes(path)) continue;
      if (language)
        sources.push({
          role: (role === 'case' && KEYS.test(path)) || path === HEADER_TRANSFORM ? 'key' : role,
          language,
          path,
          name: path,
          content,
        });
      else if (path !== script) headers.push(path, content.toString('latin1'));
    }
  }
  return { sources, headers: hashOf(headers), files, folders: seen };
}

/** What files beside the cases are called that define their keys: the only ones of the guest's that see the subject's header. */
const KEYS = /_keys\.c$/;

/** The subject's part of a guest. */
export interface SubjectTree extends SourceTree {
  /** Folders in which keys, subject and stand-ins, but neither cases nor the kernel, look for headers; as the compiler is told. */
  includes: string[];
  /** The headers in them, as an `#include` names them. */
  includable: string[];
  /** Of a subject from elsewhere: where it lies, and what debug information and `__FILE__` call that. */
  moved: { from: string; to: string } | undefined;
  /** What debug information calls the folder that it lies in. */
  named: string;
  /** All of its files, read anew. */
  own(): OwnFile[];
  /** Its own sources, by path in a kernel tree; without the helpers that it brings. */
  ownSources: string[];
  /** Paths of the guest's own files that these sources take the place of. */
  replaced: string[];
  /** Those of them that are helpers of the kernel's. */
  replacedHelpers: string[];
  flavour: Flavour;
}

/**
 * Files of a kernel tree that a subject may bring along, and the file of the miniature kernel that each takes the place of.
 * `kernel/static_call.c` sees the subject's header, so that what is wrong with it may be the subject's fault; the helpers do not. One that is the
 * subject's own, since it defines its patch routine, takes that place only if it has the rest as well, which a function in it tells: `by`.
 */
const BROUGHT: readonly { path: string; role: Role; replaces: string; by: string }[] = [
  {
    path: 'kernel/static_call.c',
    role: 'subject',
    replaces: 'guest/runtime/patch/static_call_core.c',
    by: '__static_call_return0',
  },
  {
    path: 'arch/arm64/lib/insn.c',
    role: 'standIn',
    replaces: 'guest/runtime/patch/insn.c',
    by: 'aarch64_insn_gen_branch_imm',
  },
  {
    path: 'arch/arm64/kernel/patching.c',
    role: 'standIn',
    replaces: 'guest/runtime/patch/text_patching.c',
    by: 'aarch64_insn_patch_text_nosync',
  },
];

/** What makes a function of a patch routine that the header defines inline: of no use, and twice there, where a file defines it. */
const HEADER_TRANSFORM = 'guest/runtime/patch/header_transform.c';

/** Which of the guest's files a flavour has no use for: what stands for a transform, or what stands beside one. */
const FLAVOURS: Readonly<Record<Flavour, { without: string }>> = {
  trampoline: { without: `${GUEST.runtime}/patch/no_transform.c` },
  generic: { without: `${GUEST.runtime}/patch/with_transform.c` },
};

/** Where a subject's headers lie, in the order in which the compiler looks. */
const INCLUDES = [dirname(dirname(SUBJECT_FILES.header)), 'include'] as const;

/** The subject's own source, what it brings of its kernel tree, and its headers: its include folders and whatever lies beside its source. */
export function subjectSources(root: string, { folder }: Subject): SubjectTree {
  const inside = relative(root, folder);
  const foreign = inside.startsWith('..') || isAbsolute(inside);
  const base = foreign ? folder : inside;
  const named = foreign ? 'subject' : inside;
  const has = (path: string) => existsSync(join(folder, path));

  const includes = INCLUDES.filter(has);
  const headers = [...includes, dirname(SUBJECT_FILES.source)]
    .filter(has)
    .flatMap((below) => filesBelow(folder, below))
    .filter((path) => !LANGUAGE[extname(path)]);
  const flavour = isGeneric(folder) ? 'generic' : 'trampoline';
  const own = ownFiles(folder).filter((path) => LANGUAGE[extname(path)]);
  const inHeader =
    has(SUBJECT_FILES.header) &&
    defines(readFileSync(join(folder, SUBJECT_FILES.header), 'latin1'), TRANSFORM);
  const brought = BROUGHT.filter(({ path }) => has(path) && !own.includes(path));
  const whole = BROUGHT.filter(
    ({ path, by }) => own.includes(path) && defines(readFileSync(join(folder, path), 'latin1'), by),
  );
  const source = (path: string, role: Role): Source => ({
    role,
    language: LANGUAGE[extname(path)] ?? 'c',
    path: join(base, path),
    name: join(named, path),
    content: readFileSync(join(folder, path)),
  });
  const sources = [
    ...own.map((path) => source(path, 'subject')),
    ...brought.map(({ path, role }) => source(path, role)),
  ];
  const all = [...headers, ...sources.map(({ path }) => relative(base, path))];
  return {
    sources,
    files: all.map((path) => join(base, path)),
    own: () =>
      all.map((path) => ({
        path: join(base, path),
        name: path,
        text: readFileSync(join(folder, path), 'utf8'),
      })),
    headers: hashOf([
      named,
      ...headers.flatMap((path) => [path, readFileSync(join(folder, path), 'latin1')]),
    ]),
    includes: includes.map((include) => join(base, include)),
    includable: includes.flatMap((include) =>
      headers.filter((path) => path.startsWith(`${include}/`)).map((path) => relative(include, path)),
    ),
    moved: foreign ? { from: folder, to: named } : undefined,
    named,
    ownSources: own,
    replaced: [
      ...(inHeader ? [] : [HEADER_TRANSFORM]),
      FLAVOURS[flavour].without,
      ...[...brought, ...whole].map(({ replaces }) => replaces),
    ],
    replacedHelpers: brought.filter(({ role }) => role === 'standIn').map(({ replaces }) => replaces),
    flavour,
  };
}

/** Every file below `root`/`folder`, by path relative to `root`, sorted. Editors' dot files are none of it. `seen` is told of each folder. */
function filesBelow(root: string, folder: string, seen: string[] = []): string[] {
  seen.push(folder);
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.'))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      const link = entry.isSymbolicLink() ? statSync(join(root, path), { throwIfNoEntry: false }) : undefined;
      return (link ?? entry).isDirectory() ? filesBelow(root, path, seen) : [path];
    })
    .sort();
}
