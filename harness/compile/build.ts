// SPDX-License-Identifier: GPL-2.0-only
// Subject to image: compile what the cache lacks, link, publish.

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, parse } from 'node:path';
import { settleAll } from '../base/settle-all.ts';
import { DiskFull, type Place, withRoomIn } from '../store/disk-full.ts';
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
import { leansOnNeighbours } from './neighbours.ts';
import { type RunTool, type ToolResult, toolRunner } from './run-tool.ts';
import {
  GUEST,
  guestSources,
  type Source,
  type SourceTree,
  type SubjectTree,
  subjectSources,
  treeHash,
} from './sources.ts';

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
const WARNINGS = 'warnings.json';

/**
 * A builder over the guest as it is on disk now.
 * @throws ToolMissing if the linker or objcopy is not installed
 */
export function createBuilder(options: BuilderOptions = {}): Builder {
  const shop = openWorkshop(options);
  return {
    build: (subject, how = DEFAULT_BUILD, scope) =>
      withRoomIn(shop.place, () => build(shop, subject, how, scope)),
  };
}

/** What the builds of one builder share. */
interface Workshop {
  root: string;
  cache: string;
  /** The cache, for the message that it is full. */
  place: Place;
  guest: SourceTree;
  /** The linker script. */
  script: Buffer;
  /** Whether the guest has such headers at all. */
  neighbours: boolean;
  tools: Pick<BuildTools, 'linker' | 'objcopy'>;
  /** @throws ToolMissing */
  toolAt(tool: keyof BuildTools): string;
  /** @throws ToolMissing if this compiler or the linker is too old */
  requireTools(compiler: Build['compiler']): Promise<void>;
  run: RunTool;
  /** By key of the unit: two subjects wait for the same compiler. */
  compiling: Map<string, Promise<Compiled>>;
}

function openWorkshop(options: BuilderOptions): Workshop {
  const root = options.root ?? packageRoot();
  const cache = options.cache ?? cacheRoot();
  const place = { what: 'the build cache', folder: cache, variable: 'SCT_CACHE' };
  const toolAt = (tool: keyof BuildTools): string => options.tools?.[tool] ?? findTool(TOOLS[tool]);
  return {
    root,
    cache,
    place,
    guest: guestSources(root),
    script: readFileSync(join(root, GUEST.script)),
    neighbours: existsSync(join(root, GUEST.include, GUEST.neighbours)),
    tools: { linker: toolAt('linker'), objcopy: toolAt('objcopy') },
    toolAt,
    async requireTools(compiler) {
      if (options.tools) return;
      for (const tool of [compiler, 'linker', 'objcopy'] as const)
        await requireLeast(TOOLS[tool], toolAt(tool), cache);
    },
    run: runnerInRoom(place, root, options),
    compiling: new Map(),
  };
}

/** Runs tools; where one finds no room, the others would not either, and none goes on. */
function runnerInRoom(place: Place, root: string, { jobs, signal: given }: BuilderOptions): RunTool {
  const full = new AbortController();
  const signal = AbortSignal.any([full.signal, ...(given ? [given] : [])]);
  const start = toolRunner({ cwd: root, jobs, signal });
  return async (tool, args) => {
    const result = await start(tool, args);
    if (result.full) full.abort(new DiskFull(place, `${basename(tool)} found none for its output`));
    signal.throwIfAborted();
    return result;
  };
}

async function build(
  shop: Workshop,
  subject: Subject,
  how: Build,
  scope: Scope | undefined,
): Promise<BuildOutcome> {
  const { root, cache, tools, script } = shop;
  const compiler = shop.toolAt(how.compiler);
  const own = subjectSources(root, subject);
  const others = scope && subjectSources(root, scope.others);
  const units = unitsOf(shop, how, compiler, { own, others, scope });
  const linking = [toolIdentity(tools.linker), toolIdentity(tools.objcopy), script, ...linkFlags()];
  const key = hashOf([...linking, ...units.map((unit) => unit.key)]);
  const folder = join(cache, 'images', key);
  const paths: ImagePaths = { key, folder, elf: join(folder, ELF), bin: join(folder, BIN) };
  if (isWhole(paths)) {
    touch(folder);
    return { ok: true, image: imageAt(paths) };
  }
  await shop.requireTools(how.compiler);
  const changed = changeGuard(shop, subject, own, others, scope);
  return (await make(shop, compiler, units, paths, changed)) ?? { ok: true, image: imageAt(paths) };
}

/** An image that may not be there yet. */
type ImagePaths = Omit<Image, 'warnings'>;

function isWhole({ folder, elf, bin }: ImagePaths): boolean {
  return [elf, bin, join(folder, WARNINGS)].every(existsSync);
}

/** An image that is there, with what was said of the subject when it was built. */
function imageAt(paths: ImagePaths): Image {
  return { ...paths, warnings: JSON.parse(readFileSync(join(paths.folder, WARNINGS), 'utf8')) };
}

/** The files to compile, each with the hash of all that its object depends on. */
function unitsOf(
  { root, cache, guest, neighbours }: Workshop,
  how: Build,
  compiler: string,
  { own, others, scope }: { own: SubjectTree; others: SubjectTree | undefined; scope: Scope | undefined },
): Unit[] {
  const identity = toolIdentity(compiler);
  const kept = guest.sources.filter(({ path }) => !own.replaced.includes(path));
  return [...kept, ...own.sources].map((source): Unit => {
    const flags = compileFlags(source.role, source.language, how);
    // Kernel files never see the subject, so that its headers cannot change them. Assembly defines no key, and does not either.
    const sees = scope && others && !runs(source, scope.suites) ? others : own;
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
    const object = (hash: string) => join(cache, 'objects', `${hash}-${name}.o`);
    const unit = { source, key, args, object: object(key) };
    if (source.role !== 'subject' || !neighbours) return unit;
    const leaning = hashOf([key, GUEST.neighbours]);
    return {
      ...unit,
      leaning: { args: ['-include', GUEST.neighbours, ...args], object: object(leaning) },
    };
  });
}

/**
 * Tells whether a file was saved since it was read: an entry under the hash of what a file was before would be wrong for ever. Nothing
 * while all is as it was.
 */
function changeGuard(
  { root, guest, script }: Workshop,
  subject: Subject,
  own: SubjectTree,
  others: SubjectTree | undefined,
  scope: Scope | undefined,
): () => ToolResult | undefined {
  const hashTrees = (trees: readonly SourceTree[], linkerScript: Buffer) =>
    hashOf([...trees.map(treeHash), linkerScript]);
  const before = hashTrees([guest, own, ...(others ? [others] : [])], script);
  const now = () =>
    hashTrees(
      [
        guestSources(root),
        subjectSources(root, subject),
        ...(scope ? [subjectSources(root, scope.others)] : []),
      ],
      readFileSync(join(root, GUEST.script)),
    );
  return () => (now() === before ? undefined : { ok: false, broken: true, full: false, message: CHANGED });
}

/** Compiles, links and publishes. Gives why there is no image, if there is none. */
async function make(
  shop: Workshop,
  compiler: string,
  units: readonly Unit[],
  paths: ImagePaths,
  changed: () => ToolResult | undefined,
): Promise<Failure | undefined> {
  const { root, cache, run, tools, compiling } = shop;
  const scratch = scratchFolder(cache);
  try {
    // Somebody removed a file of it by hand. (A whole one has just been published by another process.)
    if (existsSync(paths.folder) && !isWhole(paths)) rmSync(paths.folder, { recursive: true, force: true });
    const compiled = await settleAll(
      units.map(async (unit) => {
        const outcome = compiling.get(unit.key) ?? compile(run, compiler, unit, scratch, changed);
        compiling.set(unit.key, outcome);
        return { unit, ...(await outcome) };
      }),
    );
    const refused = blame(compiled);
    if (refused) return refused;
    const linked = await link(run, tools, compiled, scratch);
    if (!linked.ok) return linked;
    const late = changed();
    if (late) return unlinked('bench', late);
    const warnings = compiled.flatMap(({ unit, refused: why }) =>
      why === undefined ? [] : [leansOnNeighbours(unit.source.name, why, root)],
    );
    writeFileSync(join(linked.folder, WARNINGS), JSON.stringify(warnings));
    publish(linked.folder, paths.folder);
    for (const kind of ['objects', 'images']) prune(cache, kind);
    return undefined;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
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
  /** The same with the neighbours' headers, should it not compile without. */
  leaning?: Pick<Unit, 'args' | 'object'>;
}

/** What came of one file: its object, or the compiler's word if there is none. `refused`: what it said of the file without its neighbours. */
interface Compiled {
  object: string;
  failure?: ToolResult;
  refused?: string;
}

/** Compiles one file, unless the cache has its object. */
async function compile(
  run: RunTool,
  compiler: string,
  unit: Unit,
  scratch: string,
  changed: () => ToolResult | undefined,
): Promise<Compiled> {
  const attempt = async ({ args, object }: Pick<Unit, 'args' | 'object'>): Promise<Compiled> => {
    if (existsSync(object)) {
      touch(object);
      return { object };
    }
    const unfinished = join(scratch, basename(object));
    const result = await run(compiler, [...args, '-o', unfinished]);
    const failure = result.ok ? changed() : result;
    if (failure) return { object, failure };
    publish(unfinished, object);
    return { object };
  };
  const plain = await attempt(unit);
  if (!plain.failure || plain.failure.broken || !unit.leaning) return plain;
  const leaning = await attempt(unit.leaning);
  return leaning.failure ? leaning : { ...leaning, refused: plain.failure.message };
}

/** Whose fault it is that files did not compile: the kernel and stand-ins do not depend on the subject, everything else does. */
function blame(outcomes: readonly ({ unit: Unit } & Compiled)[]): Failure | undefined {
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
  const shown = failed.find(({ role }) => role === 'subject') ?? failed[0];
  if (!shown) return undefined;
  const others = failed.filter((one) => one !== shown).map(({ path }) => path);
  const more = others.length > 0 ? [`(Nor do these compile: ${others.join(', ')})`] : [];
  return uncompiled('subject', [shown.message, ...more]);
}

function uncompiled(blame: Failure['blame'], messages: readonly string[], broken = false): Failure {
  return { ok: false, blame, step: 'compile', broken, message: capped(messages.join('\n')) };
}

/** Links ELF and Image into a folder that is ready to be published. */
async function link(
  run: RunTool,
  tools: Pick<BuildTools, 'linker' | 'objcopy'>,
  compiled: readonly ({ unit: Unit } & Compiled)[],
  scratch: string,
): Promise<Failure | { ok: true; folder: string }> {
  const folder = join(scratch, 'image');
  mkdirSync(folder);
  const elf = join(folder, ELF);
  const objects = compiled.map(({ object }) => object);
  const linked = await run(tools.linker, [...linkFlags(), '-T', GUEST.script, '-o', elf, ...objects]);
  if (!linked.ok) {
    // What a kernel tree's helper needs and the guest has not is no fault of the subject's.
    const helpers = compiled.filter(({ unit }) => unit.source.role === 'standIn');
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
