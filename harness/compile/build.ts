// SPDX-License-Identifier: GPL-2.0-only
// Subject to image: compile what the cache lacks, link, publish.

import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../base/exit.ts';
import { withRoomIn } from '../store/disk-full.ts';
import { prune, publish, scratchFolder, touch } from '../store/entries.ts';
import { hashOf, toolIdentity } from '../store/hash.ts';
import { rulesVersion } from '../store/rules.ts';
import type { Subject } from '../subject/subject.ts';
import { findKernel, type LinuxKernel } from '../tool/linux-kernel.ts';
import { blame } from './blame.ts';
import { compileUnit } from './compile-unit.ts';
import { hiddenRead, realmOf } from './contain.ts';
import { type Build, DEFAULT_BUILD, linkFlags, ownHeadersOnly, type Runtime, SEES_SUBJECT } from './flags.ts';
import type { BuildOutcome, NotBuilt } from './image.ts';
import { IMAGE_FILES, type ImagePaths, imageAt, isWhole, pathsOf } from './image-paths.ts';
import { compileAll } from './jobs.ts';
import { KITS } from './kept-kit.ts';
import { keysTogether } from './keys-together.ts';
import { link } from './link.ts';
import { kitOf, linkForLinux, type ModuleMaking } from './module-image.ts';
import { leansOnNeighbours } from './neighbours.ts';
import { uncompiled, unlinked } from './refused.ts';
import type { ToolResult } from './run-tool.ts';
import { type SubjectTree, subjectSources, treeHash } from './sources.ts';
import { type Unit, unitsOf } from './units.ts';
import { type BuilderOptions, openWorkshop, type Workshop } from './workshop.ts';

/** Builds one guest for several subjects, in several ways. What they share is read and compiled once. */
export interface Builder {
  /** @throws ToolMissing if the compiler is not installed or one of the tools is too old, DiskFull if the cache has no room */
  build(subject: Subject, build?: Build): Promise<BuildOutcome>;
}

const CHANGED = 'A file of the guest or of the subject was changed while it was being built. Run it again.';

/**
 * A builder over the guest as it is on disk now.
 * @throws ToolMissing if the linker or objcopy is not installed
 */
export function createBuilder(options: BuilderOptions = {}): Builder {
  const shop = openWorkshop(options);
  return {
    build: (subject, how = DEFAULT_BUILD) => withRoomIn(shop.place, () => build(shop, subject, how)),
  };
}

async function build(shop: Workshop, subject: Subject, how: Build): Promise<BuildOutcome> {
  const { root, cache, tools } = shop;
  const { script } = shop.guest(how.runtime);
  const kernel = how.linux && findKernel(how.linux, cache);
  const compiler = shop.toolAt(how.compiler);
  const own = subjectSources(root, subject);
  if (kernel && own.flavour === 'generic') refuseGeneric(kernel, subject, own);
  const all = unitsOf(shop, how, compiler, own);
  // A module's keys and the subject's own files are Kbuild's to compile.
  const isModule = how.runtime === 'module';
  // Another subject, held beside it, is in the module as ever.
  const inTree = kernel?.inTree === true && subject.selector !== undefined;
  const isGeneric = isModule && own.flavour === 'generic';
  const units = isModule
    ? all.filter(({ source }) => !SEES_SUBJECT.has(source.role))
    : keysTogether(all, cache);
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
  const paths = pathsOf(cache, key, isModule, kernel);
  if (isWhole(paths)) {
    touch(paths.folder);
    return { ok: true, image: imageAt(paths) };
  }
  await shop.requireTools(how.compiler);
  const changed = changeGuard(shop, how.runtime, subject, own);
  const extra = how.compiler === 'gcc' ? ownHeadersOnly(await shop.gccHeaders()) : [];
  const refused = await make(shop, {
    runtime: how.runtime,
    compiler,
    extra,
    own,
    units,
    paths,
    changed,
    module: isModule ? { kernel, keys: kept, inTree, isGeneric, compiler: how.compiler } : undefined,
  });
  return refused ?? { ok: true, image: imageAt(paths) };
}

/**
 * What has no trampolines is judged in Linux only as Linux itself makes such calls.
 * @throws UsageError otherwise
 */
function refuseGeneric(kernel: LinuxKernel, { name }: Subject, own: SubjectTree): void {
  if (!isOfLinux(own))
    throw new UsageError(
      `${name} makes calls without trampolines by a linux/static_call.h of its own. A kernel is built with one such header, and each module against that: none can be put in its place without building all of the kernel.\nWhat can be judged: ${name} in the guest kernel, with \`--machine max-kcfi\`; Linux's own calls in Linux, as \`--subject generic\`.`,
    );
  if (kernel.inTree)
    throw new UsageError(
      `${name} has no trampolines, and the kernel of a tree is built with them: \`--machine linux-cfi\` judges it`,
    );
}

/** Where the built-in subject is that stands for Linux's own calls without trampolines. */
const LINUX_OWN = 'guest/subjects/generic';

/** Calls without trampolines as Linux itself makes them: the built-in subject stands for that, and has no part of its own in a module. */
function isOfLinux(own: SubjectTree): boolean {
  return own.named === LINUX_OWN;
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
): () => ToolResult | undefined {
  const guest = guestOf(runtime);
  const before = treeHash(own);
  const whole = () => guest.isUnsaved() && treeHash(subjectSources(root, subject)) === before;
  return () => (whole() ? undefined : { ok: false, broken: true, full: false, message: CHANGED });
}

/** What an image is made of, and how. */
interface Making {
  runtime: Runtime;
  compiler: string;
  /** Flags that change nothing in the objects. */
  extra: readonly string[];
  own: SubjectTree;
  units: readonly Unit[];
  paths: ImagePaths;
  changed: () => ToolResult | undefined;
  /** Of a module: what else than `units` it is made of. */
  module: ModuleMaking | undefined;
}

/** Compiles, links and publishes. Gives why there is no image, if there is none. */
async function make(shop: Workshop, plan: Making): Promise<NotBuilt | undefined> {
  const { root, cache, guest, guestKnows, compiling, run } = shop;
  const { runtime, compiler, extra, own, units, paths, changed } = plan;
  const files = own.own();
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
    const how = { run, compiler, extra, may: { realm, files }, changed, scratch };
    const compileThem = async (these: readonly Unit[]) => {
      const done = await compileAll(
        these,
        compiling,
        (unit, stop) => compileUnit(how, unit, stop),
        ({ failure }) => failure !== undefined,
      );
      return done.map(({ part: unit, result }) => ({ unit, ...result }));
    };
    const first = await compileThem(units);
    const apart = await compileThem(first.flatMap(({ apart }) => apart ?? []));
    const compiled = [...first.filter(({ apart }) => !apart), ...apart];
    const refused = blame(compiled, own, guestKnows);
    if (refused) return refused;
    const linked = plan.module
      ? await linkForLinux(shop, plan.module, own, compiled, scratch)
      : await link(shop, runtime, compiled, scratch, own);
    if (!linked.ok) return linked;
    const late = changed();
    if (late) return unlinked('bench', late);
    const warnings = compiled.flatMap(({ unit, refused: why }) =>
      why === undefined ? [] : [leansOnNeighbours(unit.source.name, why, root)],
    );
    writeFileSync(join(linked.folder, IMAGE_FILES.warnings), JSON.stringify(warnings));
    publish(linked.folder, paths.folder);
    prune(cache, ['objects', 'images', KITS]);
    return undefined;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Builds the guest for one subject; for several, use one `createBuilder`. */
export function buildImage(
  options: BuilderOptions & { subject: Subject; build?: Build },
): Promise<BuildOutcome> {
  return createBuilder(options).build(options.subject, options.build);
}
