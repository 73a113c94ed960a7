// SPDX-License-Identifier: GPL-2.0-only
// Subject to image: compile what the cache lacks, link, publish.

import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join, parse } from 'node:path';
import { settleAll } from '../base/settle-all.ts';
import { DiskFull, withRoomIn } from '../store/disk-full.ts';
import { prune, publish, scratchFolder, touch } from '../store/entries.ts';
import { hashOf, toolIdentity } from '../store/hash.ts';
import { cacheRoot, packageRoot } from '../store/places.ts';
import type { Subject } from '../subject/subject.ts';
import { requireLeast } from '../tool/least.ts';
import { findTool } from '../tool/tools.ts';
import {
  type Build,
  COMPILERS,
  compileFlags,
  DEFAULT_BUILD,
  includeFlags,
  linkFlags,
  nameFlags,
} from './flags.ts';
import type { BuildOutcome, Image } from './image.ts';
import { type RunTool, type ToolResult, toolRunner } from './run-tool.ts';
import { GUEST, readGuest, readSubject, type Source, treeHash } from './sources.ts';

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

export interface BuilderOptions {
  /** The project: the folder that holds `guest/`. The package itself unless told. */
  root?: string;
  /** The build cache; `cacheRoot()` unless told. */
  cache?: string;
  /** Found on PATH unless told. */
  tools?: BuildTools;
  /** How many compilers run at once; as many as there are cores unless told. */
  jobs?: number;
  /** Stops a build; `build` then rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** Builds one guest for several subjects, in several ways. What they share is read and compiled once. */
export interface Builder {
  /** @throws ToolMissing if the compiler is not installed or one of the tools is too old, DiskFull if the cache has no room */
  build(subject: Subject, build?: Build, scope?: Scope): Promise<BuildOutcome>;
}

/** What is enough of a subject, where only some suites will run: the case files of the others are another subject's, compiled already. */
export interface Scope {
  suites: readonly string[];
  others: Subject;
}

/** As much of a compiler's message as a reader can use. */
const MESSAGE_LINES = 120;

type Failure = Extract<BuildOutcome, { ok: false }>;

const CHANGED = 'A file of the guest or of the subject was changed while it was being built. Run it again.';

const ELF = 'sct.elf';
const BIN = 'Image';

/**
 * A builder over the guest as it is on disk now.
 * @throws ToolMissing if the linker or objcopy is not installed
 */
export function createBuilder(options: BuilderOptions = {}): Builder {
  const root = options.root ?? packageRoot();
  const cache = options.cache ?? cacheRoot();
  const toolAt = (tool: keyof BuildTools): string => options.tools?.[tool] ?? findTool(TOOLS[tool]);
  const tools = { linker: toolAt('linker'), objcopy: toolAt('objcopy') };
  const script = readFileSync(join(root, GUEST.script));
  const linking = [toolIdentity(tools.linker), toolIdentity(tools.objcopy), script, ...linkFlags()];
  const guest = readGuest(root);
  const place = { what: 'the build cache', folder: cache, variable: 'SCT_CACHE' };
  // Where one tool finds no room, the others would not either.
  const full = new AbortController();
  const signal = AbortSignal.any([full.signal, ...(options.signal ? [options.signal] : [])]);
  const start = toolRunner({ cwd: root, jobs: options.jobs, signal });
  const run: RunTool = async (tool, args) => {
    const result = await start(tool, args);
    if (result.full) full.abort(new DiskFull(place, `${basename(tool)} found none for its output`));
    signal.throwIfAborted();
    return result;
  };
  const requireTools = async (compiler: Build['compiler']) => {
    if (options.tools) return;
    for (const tool of [compiler, 'linker', 'objcopy'] as const)
      await requireLeast(TOOLS[tool], toolAt(tool), cache);
  };
  const compiling = new Map<string, Promise<ToolResult | undefined>>();

  const build = async (subject: Subject, how: Build, scope?: Scope): Promise<BuildOutcome> => {
    const compiler = toolAt(how.compiler);
    const identity = toolIdentity(compiler);
    const own = readSubject(root, subject);
    const others = scope && readSubject(root, scope.others);
    const kept = guest.sources.filter(({ path }) => !own.replaced.includes(path));
    const units = [...kept, ...own.sources].map((source): Unit => {
      const flags = compileFlags(source.role, source.language, how);
      // Kernel files never see the subject, so that its headers cannot change them. Assembly defines no key, and does not either.
      const sees = others && !runs(source, scope.suites) ? others : own;
      const seesSubject = source.role !== 'kernel' && source.language === 'c';
      const seen = seesSubject ? [sees.headers] : [];
      const key = hashOf([identity, flags.join('\n'), guest.headers, ...seen, source.name, source.content]);
      const search = {
        subject: seesSubject ? sees.includes : [],
        headers: seesSubject ? sees.includable : [],
        guest: GUEST.include,
      };
      const names = nameFlags(how.compiler, root, sees.moved);
      const args = [...flags, ...includeFlags(search, how.compiler), ...names, '-c', source.path];
      // The linker script may place what a file of this name holds.
      const { name } = parse(source.path);
      return { source, key, args, object: join(cache, 'objects', `${key}-${name}.o`) };
    });
    const key = hashOf([...linking, ...units.map((unit) => unit.key)]);
    const folder = join(cache, 'images', key);
    const image: Image = { key, folder, elf: join(folder, ELF), bin: join(folder, BIN) };
    const isWhole = () => existsSync(image.elf) && existsSync(image.bin);
    if (isWhole()) {
      touch(folder);
      return { ok: true, image };
    }
    // An entry under the hash of what a file was before somebody saved it would be wrong for ever.
    const fingerprint = (): string =>
      hashOf([
        treeHash(readGuest(root)),
        treeHash(readSubject(root, subject)),
        ...(scope ? [treeHash(readSubject(root, scope.others))] : []),
        readFileSync(join(root, GUEST.script)),
      ]);
    const before = hashOf([treeHash(guest), treeHash(own), ...(others ? [treeHash(others)] : []), script]);
    const changed = (): ToolResult | undefined =>
      fingerprint() === before ? undefined : { ok: false, broken: true, full: false, message: CHANGED };

    await requireTools(how.compiler);
    const scratch = scratchFolder(cache);
    try {
      // Somebody removed a file of it by hand. (A whole one has just been published by another process.)
      if (existsSync(folder) && !isWhole()) rmSync(folder, { recursive: true, force: true });
      const failures = await settleAll(
        units.map(async (unit) => {
          const failure = compiling.get(unit.key) ?? compile(run, compiler, unit, scratch, changed);
          compiling.set(unit.key, failure);
          return { unit, failure: await failure };
        }),
      );
      const refused = blame(failures);
      if (refused) return refused;
      const linked = await link(run, tools, units, scratch);
      if (!linked.ok) return linked;
      const late = changed();
      if (late) return unlinked('bench', late);
      publish(linked.folder, folder);
      for (const kind of ['objects', 'images']) prune(cache, kind);
      return { ok: true, image };
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  };
  return {
    build: (subject, how = DEFAULT_BUILD, scope) => withRoomIn(place, () => build(subject, how, scope)),
  };
}

/** Whether a file takes part when only these suites run. One that helps any does if it speaks of static calls at all. */
function runs({ role, suites: own, content }: Source, suites: readonly string[]): boolean {
  if (role !== 'case') return true;
  return own.length === 0 ? content.includes('static_call') : own.some((suite) => suites.includes(suite));
}

/** Builds the guest for one subject; for several, use one `createBuilder`. */
export function buildImage(
  options: BuilderOptions & { subject: Subject; build?: Build },
): Promise<BuildOutcome> {
  return createBuilder(options).build(options.subject, options.build);
}

/** One file on its way to an object. */
interface Unit {
  source: Source;
  key: string;
  args: string[];
  object: string;
}

/** Compiles one file, unless the cache has its object. Gives the compiler's word if it refuses. */
async function compile(
  run: RunTool,
  compiler: string,
  unit: Unit,
  scratch: string,
  changed: () => ToolResult | undefined,
): Promise<ToolResult | undefined> {
  if (existsSync(unit.object)) {
    touch(unit.object);
    return undefined;
  }
  const unfinished = join(scratch, `${unit.key}.o`);
  const result = await run(compiler, [...unit.args, '-o', unfinished]);
  const refused = result.ok ? changed() : result;
  if (refused) return refused;
  publish(unfinished, unit.object);
  return undefined;
}

/** Whose fault it is that files did not compile: the kernel and stand-ins do not depend on the subject, everything else does. */
function blame(outcomes: readonly { unit: Unit; failure: ToolResult | undefined }[]): Failure | undefined {
  const failed = outcomes.flatMap(({ unit, failure }) =>
    failure ? [{ ...unit.source, ...failure, message: failure.message.trimEnd() }] : [],
  );
  const bench = failed.filter(({ role, broken }) => role === 'kernel' || role === 'standIn' || broken);
  if (bench.length > 0) {
    const messages = new Set(bench.map(({ message }) => message));
    return uncompiled(
      'bench',
      [...messages],
      bench.some(({ broken }) => broken),
    );
  }
  // Every case stumbles over a broken header of the subject's: once is enough, as its own source tells it.
  const told = failed.find(({ role }) => role === 'subject') ?? failed[0];
  if (!told) return undefined;
  const others = failed.filter((one) => one !== told).map(({ path }) => path);
  const more = others.length > 0 ? [`(Nor do these compile: ${others.join(', ')})`] : [];
  return uncompiled('subject', [told.message, ...more]);
}

function uncompiled(blame: Failure['blame'], messages: readonly string[], broken = false): Failure {
  return { ok: false, blame, step: 'compile', broken, message: capped(messages.join('\n')) };
}

/** Links ELF and Image into a folder that is ready to be published. */
async function link(
  run: RunTool,
  tools: Pick<BuildTools, 'linker' | 'objcopy'>,
  units: readonly Unit[],
  scratch: string,
): Promise<Failure | { ok: true; folder: string }> {
  const folder = join(scratch, 'image');
  mkdirSync(folder);
  const elf = join(folder, ELF);
  const objects = units.map((unit) => unit.object);
  const linked = await run(tools.linker, [...linkFlags(), '-T', GUEST.script, '-o', elf, ...objects]);
  if (!linked.ok) {
    // What a kernel tree's helper needs and the guest has not is no fault of the subject's.
    const helpers = units.filter(({ source }) => source.role === 'standIn');
    const theirs = helpers.some(({ object }) => linked.message.includes(object));
    return unlinked(linked.broken || theirs ? 'bench' : 'subject', linked);
  }
  const flat = await run(tools.objcopy, ['-O', 'binary', elf, join(folder, BIN)]);
  return flat.ok ? { ok: true, folder } : unlinked('bench', flat);
}

function unlinked(blame: Failure['blame'], { broken, message }: ToolResult): Failure {
  return { ok: false, blame, step: 'link', broken, message: capped(message.trimEnd()) };
}

function capped(message: string): string {
  const lines = message.split('\n');
  if (lines.length <= MESSAGE_LINES) return message;
  return [...lines.slice(0, MESSAGE_LINES), `(${lines.length - MESSAGE_LINES} more lines)`].join('\n');
}
