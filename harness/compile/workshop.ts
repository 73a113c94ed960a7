// SPDX-License-Identifier: GPL-2.0-only
// What the builds of one builder share: the guest as it was read, tools, and what is compiled once.

import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DiskFull, type Place } from '../store/disk-full.ts';
import { hashOf } from '../store/hash.ts';
import { cacheRoot, packageRoot } from '../store/places.ts';
import { requireLeast } from '../tool/least.ts';
import { findTool } from '../tool/tools.ts';
import type { Compiled } from './compile-unit.ts';
import { type Build, COMPILERS, DEFAULT_BUILD, type Runtime } from './flags.ts';
import type { Jobs } from './jobs.ts';
import { KERNEL_HEADER, type Knows } from './reach.ts';
import { type RunTool, toolRunner } from './run-tool.ts';
import {
  GUEST,
  type GuestTree,
  guestSources,
  type Load,
  RUNTIMES,
  type Source,
  treeHash,
} from './sources.ts';
import type { Unit } from './units.ts';
import { unsavedSince } from './unsaved.ts';

/** The tools of a build, as absolute paths. */
export interface BuildTools {
  clang: string;
  gcc?: string;
  linker: string;
  objcopy: string;
}

const TOOLS = {
  ...COMPILERS,
  linker: 'ld.lld-19',
  objcopy: 'llvm-objcopy-19',
} as const satisfies Record<keyof BuildTools, string>;

/** Where a builder takes what it needs from, and how it works. */
export interface BuilderOptions {
  /** The project: the folder that holds `guest/`. The package itself unless told. */
  root?: string;
  /** The build cache; `cacheRoot()` unless told. */
  cache?: string;
  /** What the guest carries; the cases unless told. */
  load?: Load;
  /** Found on PATH unless told. */
  tools?: BuildTools;
  /** How many compilers run at once; as many as there are cores unless told. */
  jobs?: number;
  /** Stops a build; `build` then rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** A runtime as it was on disk. */
export interface Guest extends GuestTree {
  /** The linker script. */
  script: Buffer;
  /** Whether it still is on disk as it was. */
  isUnsaved(): boolean;
}

/** What the builds of one builder share. */
export interface Workshop {
  root: string;
  load: Load;
  cache: string;
  /** The cache, for the message that it is full. */
  place: Place;
  /** What a runtime is made of, read once. */
  guest(runtime: Runtime): Guest;
  /** Whether the guest has such headers at all. */
  neighbours: boolean;
  tools: Pick<BuildTools, 'linker' | 'objcopy'>;
  /** @throws ToolMissing */
  toolAt(tool: keyof BuildTools): string;
  /** @throws ToolMissing if this compiler or the linker is too old */
  requireTools(compiler: Build['compiler']): Promise<void>;
  run: RunTool;
  /** By key of the unit: two subjects wait for the same compiler. */
  compiling: Jobs<Compiled>;
  /** What no subject's headers change, by compiler, build and flavour. */
  plain: Map<string, Map<Source, Unit>>;
  /** Whether a word stands in a header of the guest's; in one of those that stand for the kernel's; in a file that defines or declares keys. */
  guestKnows: Knows;
  kernelKnows: Knows;
  keysKnow: Knows;
  /** Where gcc has its own headers. @throws ToolMissing */
  gccHeaders(): Promise<string>;
}

/** @throws ToolMissing if the linker or objcopy is not installed */
export function openWorkshop(options: BuilderOptions): Workshop {
  const root = options.root ?? packageRoot();
  const cache = options.cache ?? cacheRoot();
  const load = options.load ?? 'cases';
  const place = { what: 'the build cache', folder: cache, variable: 'SCT_CACHE' };
  const toolAt = (tool: keyof BuildTools): string => options.tools?.[tool] ?? findTool(TOOLS[tool]);
  const guests = new Map<Runtime, Guest>();
  const guest = (runtime: Runtime): Guest => {
    const known = guests.get(runtime) ?? readGuest(root, runtime, load);
    guests.set(runtime, known);
    return known;
  };
  // Who builds nothing finds out now that there is no guest.
  guest(DEFAULT_BUILD.runtime);
  const run = runnerInRoom(place, root, options);
  const wordsIn = (which: (path: string) => boolean) =>
    wordsOf(root, guest(DEFAULT_BUILD.runtime).files.filter(which));
  // What a macro of the kernel's is made of may differ between runtimes; to a subject it is the same macro.
  let known: Knows | undefined;
  const kernelKnows: Knows = (word) => {
    const other = () => guests.get('process') ?? guestSources(root, 'process');
    const files = () => [...guest(DEFAULT_BUILD.runtime).files, ...other().files];
    known ??= wordsOf(
      root,
      files().filter((path) => KERNEL_HEADER.test(path)),
    );
    return known(word);
  };
  let gccHeaders: Promise<string> | undefined;
  return {
    root,
    load,
    cache,
    place,
    guest,
    neighbours: existsSync(join(root, GUEST.include, GUEST.neighbours)),
    tools: { linker: toolAt('linker'), objcopy: toolAt('objcopy') },
    toolAt,
    async requireTools(compiler) {
      if (options.tools) return;
      for (const tool of [compiler, 'linker', 'objcopy'] as const)
        await requireLeast(TOOLS[tool], toolAt(tool), cache);
    },
    run,
    compiling: new Map(),
    plain: new Map(),
    guestKnows: wordsIn((path) => path.startsWith(GUEST.include)),
    kernelKnows,
    keysKnow: named(wordsIn((path) => /_keys\.[ch]$/.test(path))),
    gccHeaders() {
      gccHeaders ??= run(toolAt('gcc'), ['-print-file-name=include']).then(({ message }) => message.trim());
      return gccHeaders;
    },
  };
}

function readGuest(root: string, runtime: Runtime, load: Load): Guest {
  const { script: path } = RUNTIMES[runtime];
  const read = () => ({ ...guestSources(root, runtime, load), script: readFileSync(join(root, path)) });
  const guest = read();
  const hash = ({ script, ...tree }: ReturnType<typeof read>) => hashOf([treeHash(tree), script]);
  const before = hash(guest);
  const paths = [...guest.files, ...guest.folders, path];
  return { ...guest, isUnsaved: unsavedSince(root, paths, () => hash(read()) === before) };
}

/** Runs tools; where one finds no room, the others would not either, and none goes on. */
function runnerInRoom(place: Place, root: string, { jobs, signal: given }: BuilderOptions): RunTool {
  const full = new AbortController();
  const signal = AbortSignal.any([full.signal, ...(given ? [given] : [])]);
  const start = toolRunner({ cwd: root, jobs, signal });
  return async (tool, args, stop) => {
    const result = await start(tool, args, stop);
    if (result.full) full.abort(new DiskFull(place, `${basename(tool)} found none for its output`));
    signal.throwIfAborted();
    return result;
  };
}

/** The same of a name that `##` puts together of a word that ends in `_` and of something else. */
function named(knows: Knows): Knows {
  return (name) => knows(name) || knows(name.replace(/[^_]*$/, ''));
}

/** Whether a word stands in one of these files, which are read when it is first asked. */
function wordsOf(root: string, files: readonly string[]): Knows {
  let words: Set<string> | undefined;
  return (word) => {
    words ??= new Set(files.flatMap((path) => readFileSync(join(root, path), 'utf8').match(/\w+/g) ?? []));
    return words.has(word);
  };
}
