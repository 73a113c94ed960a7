// SPDX-License-Identifier: GPL-2.0-only
// Subject to image: compile what the cache lacks, link, publish.

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, parse } from 'node:path';
import { UsageError } from '../base/exit.ts';
import { DiskFull, type Place, withRoomIn } from '../store/disk-full.ts';
import { isKept, prune, publish, scratchFolder, touch } from '../store/entries.ts';
import { hashOf, toolIdentity } from '../store/hash.ts';
import { cacheRoot, packageRoot } from '../store/places.ts';
import { rulesVersion } from '../store/rules.ts';
import type { Subject } from '../subject/subject.ts';
import { requireLeast } from '../tool/least.ts';
import { findKernel, type LinuxKernel } from '../tool/linux-kernel.ts';
import { findTool } from '../tool/tools.ts';
import { filesToldOf, hiddenRead, includesIn, LIST_INCLUDES, type Realm, realmOf } from './contain.ts';
import {
  type Build,
  buildOfFile,
  COMPILERS,
  compileFlags,
  DEFAULT_BUILD,
  includeFlags,
  linkFlags,
  nameFlags,
  ownHeadersOnly,
  type Runtime,
  SEES_SUBJECT,
} from './flags.ts';
import type { BuildOutcome, Image, NotBuilt } from './image.ts';
import { imageBytes, LARGEST_IMAGE } from './image-size.ts';
import { compileAll, type Jobs, type Part } from './jobs.ts';
import { type Lack, lackOfCompile, lacksOfLink, type OwnFile } from './lacks.ts';
import { KIT, layOutForHosts, linkModule, MODULE_FILES } from './module.ts';
import { leansOnNeighbours } from './neighbours.ts';
import { clashes, includesBench, KERNEL_HEADER, type Knows, reachesFor } from './reach.ts';
import { type RunTool, type ToolResult, toolRunner } from './run-tool.ts';
import {
  GUEST,
  type GuestTree,
  guestSources,
  type Load,
  moduleKit,
  RUNTIMES,
  type Source,
  type SourceTree,
  type SubjectTree,
  subjectSources,
  treeHash,
} from './sources.ts';
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

/** Builds one guest for several subjects, in several ways. What they share is read and compiled once. */
export interface Builder {
  /** @throws ToolMissing if the compiler is not installed or one of the tools is too old, DiskFull if the cache has no room */
  build(subject: Subject, build?: Build, scope?: Scope): Promise<BuildOutcome>;
}

/** What is enough of a subject, where only some suites will run: the keys of the others are another subject's, compiled already. */
export interface Scope {
  suites: readonly string[];
  others: Subject;
}

/** As much of a compiler's message as a reader can use. */
const MESSAGE_LINES = 120;

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

/** A runtime as it was on disk. */
interface Guest extends GuestTree {
  /** The linker script. */
  script: Buffer;
  /** Whether it still is on disk as it was. */
  isUnsaved(): boolean;
}

/** What the builds of one builder share. */
interface Workshop {
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
  /** Removes from the cache what nobody uses, once: that looks at each entry, thousands where many were tried. */
  prune(): void;
}

function openWorkshop(options: BuilderOptions): Workshop {
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
  let pruned = false;
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
    prune() {
      if (pruned) return;
      pruned = true;
      for (const kind of ['objects', 'images']) prune(cache, kind);
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

async function build(
  shop: Workshop,
  subject: Subject,
  how: Build,
  scope: Scope | undefined,
): Promise<BuildOutcome> {
  const { root, cache, tools } = shop;
  const { script } = shop.guest(how.runtime);
  const kernel = how.linux && findKernel(how.linux, cache);
  const compiler = shop.toolAt(how.compiler);
  const own = subjectSources(root, subject);
  if (kernel && own.flavour === 'generic' && !isOfLinux(own))
    throw new UsageError(
      `${subject.name} makes calls without trampolines by a linux/static_call.h of its own, and in Linux that is the kernel's: no module's to judge. Linux's own are judged as \`--subject generic\``,
    );
  if (kernel?.inTree && own.flavour === 'generic')
    throw new UsageError(
      `${subject.name} has no trampolines, and the kernel of a tree is built with them: \`--machine linux-cfi\` judges it`,
    );
  const beside = scope && subjectSources(root, scope.others);
  // Their keys are no keys for calls of another flavour.
  const others = beside?.flavour === own.flavour ? beside : undefined;
  const all = unitsOf(shop, how, compiler, { own, others, scope });
  // A module's keys and the subject's own files are Kbuild's to compile.
  const isModule = how.runtime === 'module';
  // Another subject, held beside it, is in the module as ever.
  const inTree = kernel?.inTree === true && subject.selector !== undefined;
  const isGeneric = isModule && own.flavour === 'generic';
  const units = isModule ? all.filter(({ source }) => !SEES_SUBJECT.has(source.role)) : all;
  const kept = isModule ? all.flatMap(({ source }) => (source.role === 'key' ? [source] : [])) : [];
  const rules = rulesVersion('compile/reach.ts');
  const linking = [
    ...[tools.linker, tools.objcopy].map(toolIdentity),
    ...[script, rules, ...linkFlags(how.runtime)],
    ...(inTree ? ['in the kernel itself'] : []),
    ...(isGeneric ? ['by the kernel itself'] : []),
    ...(isModule ? kitOf(root, kernel, [...kept, ...own.sources], own.headers) : []),
  ];
  const key = hashOf([...linking, ...units.map((unit) => unit.key)]);
  const folder = join(cache, 'images', key);
  const paths: ImagePaths = {
    key,
    folder,
    elf: join(folder, ELF),
    bin: join(folder, BIN),
    ...(kernel ? { linux: kernel } : {}),
    ...(isModule && !kernel ? { kit: join(folder, KIT) } : {}),
  };
  if (isWhole(paths)) {
    touch(folder);
    return { ok: true, image: imageAt(paths) };
  }
  await shop.requireTools(how.compiler);
  const changed = changeGuard(shop, how.runtime, subject, own, others, scope);
  const extra = how.compiler === 'gcc' ? ownHeadersOnly(await shop.gccHeaders()) : [];
  const refused = await make(shop, {
    runtime: how.runtime,
    compiler,
    extra,
    own,
    others,
    units,
    paths,
    changed,
    module: isModule ? { kernel, keys: kept, inTree, isGeneric, compiler: how.compiler } : undefined,
  });
  return refused ?? { ok: true, image: imageAt(paths) };
}

/** Where the built-in subject is that stands for Linux's own calls without trampolines. */
const LINUX_OWN = 'guest/subjects/generic';

/** Calls without trampolines as Linux itself makes them: the built-in subject stands for that, and has no part of its own in a module. */
function isOfLinux(own: SubjectTree): boolean {
  return own.named === LINUX_OWN;
}

/** An image that may not be there yet. */
type ImagePaths = Omit<Image, 'warnings'>;

function isWhole({ folder, elf, bin, linux, kit }: ImagePaths): boolean {
  const more = linux ? Object.values(MODULE_FILES) : kit ? [KIT] : [];
  return [elf, bin, ...[WARNINGS, ...more].map((file) => join(folder, file))].every(isKept);
}

/** An image that is there, with what was said of the subject when it was built. */
function imageAt(paths: ImagePaths): Image {
  return { ...paths, warnings: JSON.parse(readFileSync(join(paths.folder, WARNINGS), 'utf8')) };
}

/** The files to compile, each with the hash of all that its object depends on. */
function unitsOf(
  { root, cache, guest: guestOf, neighbours, plain }: Workshop,
  how: Build,
  compiler: string,
  { own, others, scope }: { own: SubjectTree; others: SubjectTree | undefined; scope: Scope | undefined },
): Unit[] {
  const identity = toolIdentity(compiler);
  const guest = guestOf(how.runtime);
  // The helpers that a tree brings are those of its kernel, and what the bench of a module reads and decodes by are its own.
  const isKept = (path: string) => how.runtime === 'module' && own.replacedHelpers.includes(path);
  const kept = guest.sources.filter(({ path }) => isKept(path) || !own.replaced.includes(path));
  const way = JSON.stringify([identity, how, own.flavour]);
  const known = plain.get(way) ?? new Map<Source, Unit>();
  plain.set(way, known);
  const flagsFor = flagsByKind(how, own.flavour);
  return [...kept, ...own.sources].map((source): Unit => {
    const before = known.get(source);
    if (before) return before;
    const flags = flagsFor(source);
    // Its headers cannot change what does not see the subject. Assembly of ours defines no key, and does not either.
    const sees = scope && others && !runs(source, scope.suites) ? others : own;
    const isOwn = source.role === 'subject';
    const isPlain = !SEES_SUBJECT.has(source.role);
    const seesSubject = SEES_SUBJECT.has(source.role) && (source.language === 'c' || isOwn);
    const seen = seesSubject ? [sees.headers] : [];
    const key = hashOf([identity, flags.join('\n'), guest.headers, ...seen, source.name, source.content]);
    const search = {
      subject: seesSubject ? sees.includes : [],
      headers: seesSubject ? sees.includable : [],
      guest: RUNTIMES[how.runtime].include,
    };
    const names = nameFlags(how.compiler, root, isPlain ? undefined : sees.moved);
    const args = [...flags, ...includeFlags(search, how.compiler), ...names, '-c', source.path];
    // The linker script may place what a file of this name holds.
    const { name } = parse(source.path);
    const object = (hash: string) => join(cache, 'objects', `${hash}-${name}.o`);
    const unit = { source, key, args, seesSubject, isOwn, object: object(key) };
    if (isPlain) known.set(source, unit);
    if (!isOwn || !neighbours || source.language !== 'c') return unit;
    const leaning = hashOf([key, GUEST.neighbours]);
    return {
      ...unit,
      leaning: { args: ['-include', GUEST.neighbours, ...args], object: object(leaning) },
    };
  });
}

/** The flags for each file of a build; many files share theirs. */
function flagsByKind(how: Build, flavour: SubjectTree['flavour']): (source: Source) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return ({ role, language, path }) => {
    const build = buildOfFile(path, how);
    const kind = `${role} ${language} ${build.cfi}`;
    const flags = known.get(kind) ?? compileFlags(role, language, build, flavour);
    known.set(kind, flags);
    return flags;
  };
}

/**
 * Tells whether a file was saved since it was read: an entry under the hash of what a file was before would be wrong for ever. Nothing
 * while all is as it was.
 */
function changeGuard(
  { root, guest: guestOf }: Workshop,
  runtime: Runtime,
  subject: Subject,
  own: SubjectTree,
  others: SubjectTree | undefined,
  scope: Scope | undefined,
): () => ToolResult | undefined {
  const hashTrees = (trees: readonly SourceTree[]) => hashOf(trees.map(treeHash));
  const guest = guestOf(runtime);
  const before = hashTrees([own, ...(others ? [others] : [])]);
  const now = () =>
    hashTrees([subjectSources(root, subject), ...(scope ? [subjectSources(root, scope.others)] : [])]);
  const whole = () => guest.isUnsaved() && now() === before;
  return () => (whole() ? undefined : { ok: false, broken: true, full: false, message: CHANGED });
}

/** What an image is made of, and how. */
interface Making {
  runtime: Runtime;
  compiler: string;
  /** Flags that change nothing in the objects. */
  extra: readonly string[];
  own: SubjectTree;
  others: SubjectTree | undefined;
  units: readonly Unit[];
  paths: ImagePaths;
  changed: () => ToolResult | undefined;
  /** Of a module: the kernel that it is for, if it is not for somebody else to build, and what else than `units` it is made of. */
  module:
    | {
        kernel: LinuxKernel | undefined;
        keys: readonly Source[];
        inTree: boolean;
        isGeneric: boolean;
        compiler: Build['compiler'];
      }
    | undefined;
}

/** Compiles, links and publishes. Gives why there is no image, if there is none. */
async function make(shop: Workshop, plan: Making): Promise<NotBuilt | undefined> {
  const { root, cache, guest, guestKnows, compiling } = shop;
  const { runtime, own, others, units, paths, changed } = plan;
  const files = [...own.own(), ...(others?.own() ?? [])];
  const realm = realmOf(root, guest(runtime).files, files);
  const hidden = hiddenRead(files, realm);
  if (hidden)
    return uncompiled('subject', [
      `${hidden.file}:${hidden.line}: error: ${hidden.what} reads a file that is neither the subject's own nor the guest's`,
    ]);
  const scratch = scratchFolder(cache);
  try {
    // Somebody removed a file of it by hand. (A whole one has just been published by another process.)
    if (existsSync(paths.folder) && !isWhole(paths)) rmSync(paths.folder, { recursive: true, force: true });
    const done = await compileAll(
      units,
      compiling,
      (unit, stop) => compile(shop, plan, { realm, files }, scratch, unit, stop),
      ({ failure }) => failure !== undefined,
    );
    const compiled = done.map(({ part: unit, result }) => ({ unit, ...result }));
    const refused = blame(compiled, own, guestKnows);
    if (refused) return refused;
    const linked = plan.module
      ? await linkForLinux(shop, plan, plan.module, compiled, scratch)
      : await link(shop, runtime, compiled, scratch, own);
    if (!linked.ok) return linked;
    const late = changed();
    if (late) return unlinked('bench', late);
    const warnings = compiled.flatMap(({ unit, refused: why }) =>
      why === undefined ? [] : [leansOnNeighbours(unit.source.name, why, root)],
    );
    writeFileSync(join(linked.folder, WARNINGS), JSON.stringify(warnings));
    publish(linked.folder, paths.folder);
    shop.prune();
    return undefined;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Whether a file takes part when only these suites run. One that helps any does if it speaks of static calls at all. */
function runs({ role, suites: own, content }: Source, suites: readonly string[]): boolean {
  if (role !== 'key') return true;
  return own.length === 0 ? content.includes('static_call') : own.some((suite) => suites.includes(suite));
}

/** Builds the guest for one subject; for several, use one `createBuilder`. */
export function buildImage(
  options: BuilderOptions & { subject: Subject; build?: Build },
): Promise<BuildOutcome> {
  return createBuilder(options).build(options.subject, options.build);
}

/** One file on its way to an object. */
interface Unit extends Part {
  source: Source;
  args: string[];
  object: string;
  /** The same with the neighbours' headers, should it not compile without. */
  leaning?: Pick<Unit, 'args' | 'object'>;
}

/** What came of one file: its object, or the compiler's word if there is none. `refused`: what it said of the file without its neighbours. */
interface Compiled {
  object: string;
  /** `final`: nothing that is put before it would mend it. */
  failure?: ToolResult & { final?: boolean };
  refused?: string;
}

/** What a compiler may read, and the files of the subjects in question. */
interface MayRead {
  realm: Realm;
  files: readonly OwnFile[];
}

/** Compiles one file, unless the cache has its object. */
async function compile(
  { run }: Workshop,
  { compiler, extra, changed }: Making,
  may: MayRead,
  scratch: string,
  unit: Unit,
  stop: AbortSignal,
): Promise<Compiled> {
  const attempt = async ({ args, object }: Pick<Unit, 'args' | 'object'>): Promise<Compiled> => {
    if (isKept(object)) {
      touch(object);
      return { object };
    }
    const unfinished = join(scratch, basename(object));
    const listing = unit.seesSubject ? LIST_INCLUDES : [];
    const result = await run(compiler, [...args, ...extra, ...listing, '-o', unfinished], stop);
    const failure = refusal(unit, result, may) ?? changed();
    if (failure) return { object, failure };
    publish(unfinished, object);
    return { object };
  };
  const plain = await attempt(unit);
  if (!plain.failure || plain.failure.broken || plain.failure.final || !unit.leaning) return plain;
  const leaning = await attempt(unit.leaning);
  return leaning.failure ? leaning : { ...leaning, refused: plain.failure.message };
}

/** Why there is no object of a file, in the compiler's words or, where those are none for a report, in others. */
function refusal(
  { source, seesSubject }: Unit,
  result: ToolResult,
  { realm, files }: MayRead,
): (ToolResult & { final?: boolean }) | undefined {
  const { included, message } = seesSubject
    ? includesIn(result.message)
    : { included: [], message: result.message };
  const paths = included.map(({ path }) => path);
  const foreign = seesSubject ? realm.foreign([...paths, ...filesToldOf(message)]) : undefined;
  const bench = includesBench(included, source.path, files, GUEST.neighbours);
  const why =
    foreign !== undefined
      ? `it includes ${foreign}, which is neither the subject's own file nor the guest's`
      : result.exceeded && `the compiler takes more than ${result.exceeded} for it`;
  const said = why ? `${source.path}:1:1: error: ${why}` : bench;
  if (said) return { ...result, ok: false, broken: false, final: true, message: said };
  return result.ok ? undefined : { ...result, message };
}

/** Whose fault it is that files did not compile: keys and the subject's own depend on the subject, everything else does not. */
function blame(
  outcomes: readonly ({ unit: Unit } & Compiled)[],
  own: SubjectTree,
  guestKnows: (word: string) => boolean,
): NotBuilt | undefined {
  const failed = outcomes.flatMap(({ unit, failure }) =>
    failure ? [{ ...unit.source, ...failure, message: failure.message.trimEnd() }] : [],
  );
  const bench = failed.filter(({ role, broken }) => (role !== 'key' && role !== 'subject') || broken);
  if (bench.length > 0) {
    const messages = new Set(bench.map(({ message }) => message));
    return uncompiled(
      'bench',
      [...messages],
      bench.some(({ broken }) => broken),
    );
  }
  // All keys stumble over a broken header of the subject's: once is enough, as its own source tells it.
  const shown = failed.find(({ role }) => role === 'subject') ?? failed[0];
  if (!shown) return undefined;
  const lack = lackOfCompile(shown.message, own.own(), guestKnows);
  if (lack) return { ...uncompiled('nobody', [shown.message]), lacks: [lack] };
  return uncompiled('subject', [shown.message]);
}

function uncompiled(blame: NotBuilt['blame'], messages: readonly string[], broken = false): NotBuilt {
  return { ok: false, blame, step: 'compile', broken, message: capped(messages.join('\n')), lacks: [] };
}

/** Links ELF and Image into a folder that is ready to be published. */
async function link(
  { run, tools, guestKnows, kernelKnows, keysKnow }: Workshop,
  runtime: Runtime,
  compiled: readonly ({ unit: Unit } & Compiled)[],
  scratch: string,
  own: SubjectTree,
): Promise<NotBuilt | { ok: true; folder: string }> {
  const folder = join(scratch, 'image');
  mkdirSync(folder);
  const elf = join(folder, ELF);
  const linkThem = (objects: readonly string[]) =>
    run(tools.linker, [
      ...linkFlags(runtime),
      ...['-T', RUNTIMES[runtime].script],
      ...['-o', elf],
      ...objects,
    ]);
  const parts = compiled.map(({ unit, object }) => ({ ...unit.source, object }));
  let linked = await linkThem(parts.map(({ object }) => object));
  const twice = linked.ok || linked.broken ? [] : clashes(linked.message, parts, kernelKnows);
  if (twice.length > 0) {
    const renamed = await renameIn(parts, twice, keysKnow, scratch, (args) => run(tools.objcopy, args));
    if (!Array.isArray(renamed)) return unlinked('bench', renamed);
    linked = await linkThem(renamed);
  }
  if (linked.exceeded) return tooLarge(`linking it takes more than ${linked.exceeded}`);
  if (!linked.ok) {
    // What a kernel tree's helper needs and the guest has not is no fault of the subject's.
    const helpers = compiled.filter(({ unit }) => unit.source.role === 'standIn');
    const theirs = helpers.some(({ object }) => linked.message.includes(object));
    if (linked.broken || theirs) return unlinked('bench', linked);
    const apart = compiled.filter(({ unit }) => !unit.seesSubject).map(({ object }) => object);
    const lacks = lacksOfLink(linked.message, own.own(), apart, guestKnows);
    return lacks ? unlinked('nobody', linked, lacks) : unlinked('subject', linked);
  }
  const reach = reachesFor(parts, own.own(), kernelKnows, keysKnow);
  if (reach) return unlinked('subject', { ok: false, broken: false, full: false, message: reach });
  const bytes = imageBytes(elf);
  if (bytes > LARGEST_IMAGE)
    return tooLarge(`it takes ${mebibytes(bytes)} MiB in memory, of at most ${mebibytes(LARGEST_IMAGE)}`);
  const flat = await run(tools.objcopy, ['-O', 'binary', elf, join(folder, BIN)]);
  return flat.ok ? { ok: true, folder } : unlinked('bench', flat);
}

/** What a module is made of beside its objects, and of what kernel: an image of another one is another. */
function kitOf(
  root: string,
  kernel: LinuxKernel | undefined,
  sources: readonly Source[],
  headers: string,
): string[] {
  const files = [...moduleKit(root), ...['init.c', 'view.lds'].map((file) => `${GUEST.module}/${file}`)];
  return [
    ...files.flatMap((path) => [path, readFileSync(join(root, path), 'latin1')]),
    ...sources.flatMap(({ name, content }) => [name, content.toString('latin1')]),
    headers,
    ...(kernel
      ? [kernel.folder, kernel.release, kernel.compiler, ...kernel.more, toolIdentity(kernel.image)]
      : ['for somebody else to build']),
    rulesVersion('compile/module.ts'),
  ];
}

/** Makes the module in a folder that is ready to be published. */
async function linkForLinux(
  { root, guest, run, tools, toolAt }: Workshop,
  { own, runtime }: Making,
  { kernel, keys, inTree, isGeneric, compiler }: NonNullable<Making['module']>,
  compiled: readonly ({ unit: Unit } & Compiled)[],
  scratch: string,
): Promise<NotBuilt | { ok: true; folder: string }> {
  const folder = join(scratch, 'image');
  mkdirSync(folder);
  const parts = {
    root,
    bench: compiled.map(({ unit, object }) => ({ ...unit.source, object })),
    keys,
    headers: guest(runtime).files.filter(
      (path) => path.endsWith('.h') && (dirname(path) === GUEST.cases || dirname(path) === GUEST.ofLinux),
    ),
    inTree,
    isGeneric,
    compiler,
    subject:
      inTree || isGeneric
        ? { own: [], named: own.named, sources: [] }
        : { own: own.own(), named: own.named, sources: own.ownSources },
    scratch,
    folder,
    elf: join(folder, ELF),
    bin: join(folder, BIN),
  };
  const programs = { run, clang: toolAt('clang'), make: findTool('make'), ...tools };
  const made = await (kernel ? linkModule({ ...parts, kernel }, programs) : layOutForHosts(parts, programs));
  if (made.ok) return { ok: true, folder };
  const { kit, result } = made;
  if (!kit || result.broken) return unlinked('bench', result);
  return refusedByKbuild(result.message, join(scratch, 'kit'), own);
}

/** How modpost says that no kernel has what the module calls, or not for modules. */
const NOT_EXPORTED = /modpost: "(\w+)" \[[^\]]*\] undefined!/g;

/** Whose fault it is that Kbuild made no module. */
function refusedByKbuild(said: string, kit: string, own: SubjectTree): NotBuilt {
  const message = said.replaceAll(`${kit}/`, '');
  const files = own.own();
  const lacks = Array.from(message.matchAll(NOT_EXPORTED), ([, name = '']) => name).flatMap(
    (name): Lack[] => {
      for (const { name: file, text } of files) {
        const at = text.split('\n').findIndex((line) => new RegExp(`\\b${name}\\b`).test(line));
        if (at >= 0) return [{ name, file, line: at + 1 }];
      }
      return [];
    },
  );
  const result = { ok: false, broken: false, full: false, message };
  if (lacks.length > 0) return unlinked('nobody', result, lacks);
  const theirs =
    /^(?:subject|keys)\/.*\berror:/m.test(message) || /__SC[KT]__|arch_static_call/.test(message);
  // make's own words are about what was told before, but for what it has no rule for.
  const lines = message.split('\n').filter((line) => !/^make(?!.*No rule)/.test(line));
  return theirs ? uncompiled('subject', [lines.join('\n')]) : uncompiled('bench', [lines.join('\n')]);
}

/**
 * The objects to link, those of the subject's as copies in which what it defines itself has another name than what the bench has of that name. What
 * the cases' keys name stays theirs.
 */
async function renameIn(
  parts: readonly (Source & { object: string })[],
  symbols: readonly string[],
  keysKnow: Knows,
  scratch: string,
  objcopy: (args: readonly string[]) => Promise<ToolResult>,
): Promise<string[] | ToolResult> {
  const flagsFor = (role: Source['role']) =>
    symbols
      .filter((name) => role === 'subject' || (role === 'key' && !keysKnow(name)))
      .flatMap((name) => ['--redefine-sym', `${name}=subject.${name}`]);
  const renamed = parts.map(({ role, object }) =>
    flagsFor(role).length > 0 ? { object, to: join(scratch, `own-${basename(object)}`), role } : { object },
  );
  for (const { object, to, role } of renamed) {
    if (to === undefined) continue;
    const copied = await objcopy([...flagsFor(role), object, to]);
    if (!copied.ok) return copied;
  }
  return renamed.map(({ object, to }) => to ?? object);
}

function tooLarge(why: string): NotBuilt {
  const message = `error: the image is too large: ${why}`;
  return unlinked('subject', { ok: false, broken: false, full: false, message });
}

function mebibytes(bytes: bigint): bigint {
  return (bytes + 0xfffffn) >> 20n;
}

function unlinked(
  blame: NotBuilt['blame'],
  { broken, message }: ToolResult,
  lacks: readonly Lack[] = [],
): NotBuilt {
  return { ok: false, blame, step: 'link', broken, message: capped(message.trimEnd()), lacks: [...lacks] };
}

/** The same of a name that `##` puts together of a word that ends in `_` and of something else. */
function named(knows: Knows): Knows {
  return (name) => knows(name) || knows(name.replace(/[^_]*$/, ''));
}

/** Whether a word stands in one of these files, which are read when it is first asked. */
function wordsOf(root: string, files: readonly string[]): (word: string) => boolean {
  let words: Set<string> | undefined;
  return (word) => {
    words ??= new Set(files.flatMap((path) => readFileSync(join(root, path), 'utf8').match(/\w+/g) ?? []));
    return words.has(word);
  };
}

function capped(message: string): string {
  const lines = message.split('\n').filter((_, index, all) => !isMiddle(all, index));
  if (lines.length <= MESSAGE_LINES) return lines.join('\n');
  return [...lines.slice(0, MESSAGE_LINES), `(${lines.length - MESSAGE_LINES} more lines)`].join('\n');
}

/** Whether a line is neither the first nor the last of a way of includes: a header that includes itself makes one of hundreds. */
function isMiddle(lines: readonly string[], index: number): boolean {
  const isWay = (line: string | undefined) => /^(?:In file included from|\s+from) /.test(line ?? '');
  return [index - 1, index, index + 1].every((at) => isWay(lines[at]));
}
