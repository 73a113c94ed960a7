// SPDX-License-Identifier: GPL-2.0-only
// Objects to ELF and Image.

import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Compiled } from './compile-unit.ts';
import { linkFlags, type Runtime } from './flags.ts';
import type { NotBuilt } from './image.ts';
import { IMAGE_FILES } from './image-paths.ts';
import { imageBytes, LARGEST_IMAGE } from './image-size.ts';
import { lacksOfLink } from './lacks.ts';
import { clashes, type Knows, reachesFor } from './reach.ts';
import { tooLarge, unlinked } from './refused.ts';
import type { ToolResult } from './run-tool.ts';
import { RUNTIMES, type Source, type SubjectTree } from './sources.ts';
import type { Unit } from './units.ts';
import type { Workshop } from './workshop.ts';

/** Links ELF and Image into a folder that is ready to be published. */
export async function link(
  { run, tools, guestKnows, kernelKnows, keysKnow }: Workshop,
  runtime: Runtime,
  compiled: readonly ({ unit: Unit } & Compiled)[],
  scratch: string,
  own: SubjectTree,
): Promise<NotBuilt | { ok: true; folder: string }> {
  const folder = join(scratch, 'image');
  mkdirSync(folder);
  const elf = join(folder, IMAGE_FILES.elf);
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
  const flat = await run(tools.objcopy, ['-O', 'binary', elf, join(folder, IMAGE_FILES.bin)]);
  return flat.ok ? { ok: true, folder } : unlinked('bench', flat);
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

function mebibytes(bytes: bigint): bigint {
  return (bytes + 0xfffffn) >> 20n;
}
