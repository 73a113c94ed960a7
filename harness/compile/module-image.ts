// SPDX-License-Identifier: GPL-2.0-only
// Objects to a module of Linux's: what else it is made of, and whose fault it is that Kbuild makes none.

import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hashOf, toolIdentity } from '../store/hash.ts';
import { rulesVersion } from '../store/rules.ts';
import { SUBJECT_FILES } from '../subject/subject.ts';
import type { LinuxKernel } from '../tool/linux-kernel.ts';
import { findTool } from '../tool/tools.ts';
import type { Compiled } from './compile-unit.ts';
import type { Build } from './flags.ts';
import type { NotBuilt } from './image.ts';
import { IMAGE_FILES } from './image-paths.ts';
import type { KeptKits } from './kept-kit.ts';
import type { Lack } from './lacks.ts';
import { layOutForHosts, linkModule, type ModuleParts } from './module.ts';
import { uncompiled, unlinked } from './refused.ts';
import { GUEST, moduleKit, type Source, type SubjectTree } from './sources.ts';
import type { Unit } from './units.ts';
import type { Workshop } from './workshop.ts';

/** What a module is made of, and of what kernel, beside the objects of the bench. */
export interface ModuleMaking {
  /** None: it is for somebody else to build. */
  kernel: LinuxKernel | undefined;
  keys: readonly Source[];
  inTree: boolean;
  isGeneric: boolean;
  compiler: Build['compiler'];
}

/** What a module is made of beside its objects, and of what kernel: an image of another one is another. */
export function kitOf(
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
export async function linkForLinux(
  { root, cache, guest, run, tools, toolAt }: Workshop,
  { kernel, keys, inTree, isGeneric, compiler }: ModuleMaking,
  own: SubjectTree,
  compiled: readonly ({ unit: Unit } & Compiled)[],
  scratch: string,
): Promise<NotBuilt | { ok: true; folder: string }> {
  const folder = join(scratch, 'image');
  mkdirSync(folder);
  const parts = {
    root,
    bench: compiled.map(({ unit, object }) => ({ ...unit.source, object })),
    keys,
    headers: guest('module').files.filter(
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
    elf: join(folder, IMAGE_FILES.elf),
    bin: join(folder, IMAGE_FILES.bin),
  };
  const programs = { run, clang: toolAt('clang'), make: findTool('make'), ...tools };
  const made = await (kernel
    ? linkModule({ ...parts, kernel, kits: keptKits(cache, kernel, toolAt(compiler), parts) }, programs)
    : layOutForHosts(parts, programs));
  if (made.ok) return { ok: true, folder };
  const { kit, result } = made;
  if (!kit || result.broken) return unlinked('bench', result);
  return refusedByKbuild(result.message, join(scratch, 'kit'), own);
}

/** What Kbuild has made for this kernel by this compiler, of files of these names. */
function keptKits(
  cache: string,
  kernel: LinuxKernel,
  compiler: string,
  { inTree, isGeneric, subject, keys, headers }: Omit<ModuleParts, 'kernel' | 'kits'>,
): KeptKits {
  const kind = [
    ...[kernel.folder, kernel.release, kernel.compiler, ...kernel.more, toolIdentity(kernel.image)],
    ...[toolIdentity(compiler), `${inTree} ${isGeneric}`, rulesVersion('compile/module.ts')],
    ...[subject.named, ...subject.sources, ...subject.own.map(({ name }) => name)],
    ...[...keys.map(({ path }) => path), ...headers],
  ];
  const header = subject.own.find(({ name }) => name === SUBJECT_FILES.header)?.text ?? '';
  return { cache, kind: hashOf(kind).slice(0, 16), header };
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
