// SPDX-License-Identifier: GPL-2.0-only
// One file to its object.

import { basename, join } from 'node:path';
import { isKept, publish, touch } from '../store/entries.ts';
import { filesToldOf, includesIn, LIST_INCLUDES, type Realm } from './contain.ts';
import type { OwnFile } from './lacks.ts';
import { includesBench } from './reach.ts';
import type { RunTool, ToolResult } from './run-tool.ts';
import { GUEST } from './sources.ts';
import type { Unit } from './units.ts';

/** What came of one file: its object, or the compiler's word if there is none. `refused`: what it said of the file without its neighbours. */
export interface Compiled {
  object: string;
  /** `final`: nothing that is put before it would mend it. */
  failure?: ToolResult & { final?: boolean };
  /** Files that do not compile together: what each is by itself is still to be found out. */
  apart?: readonly Unit[];
  refused?: string;
}

/** What a compiler may read, and the files of the subjects in question. */
export interface MayRead {
  realm: Realm;
  files: readonly OwnFile[];
}

/** What all files of an image have in common when they are compiled. */
export interface Compiling {
  run: RunTool;
  /** An absolute path. */
  compiler: string;
  /** Flags that change nothing in the objects. */
  extra: readonly string[];
  may: MayRead;
  /** What has been saved since it was read, if anything has. */
  changed: () => ToolResult | undefined;
  /** A folder for objects that are not whole yet. */
  scratch: string;
}

/** Compiles one file, unless the cache has its object. */
export async function compileUnit(
  { run, compiler, extra, may, changed, scratch }: Compiling,
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
  if (unit.parts && plain.failure && !plain.failure.broken)
    return { object: plain.object, apart: unit.parts };
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
