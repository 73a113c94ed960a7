// SPDX-License-Identifier: GPL-2.0-only
// The files of an image, each with how it is compiled and what its object depends on.

import { join, parse } from 'node:path';
import { hashOf, toolIdentity } from '../store/hash.ts';
import { type Build, buildOfFile, compileFlags, includeFlags, nameFlags, SEES_SUBJECT } from './flags.ts';
import type { Part } from './jobs.ts';
import type { Together } from './keys-together.ts';
import { GUEST, RUNTIMES, type Source, type SubjectTree } from './sources.ts';
import type { Workshop } from './workshop.ts';

/** One file on its way to an object. */
export interface Unit extends Part, Partial<Together<Unit>> {
  source: Source;
  args: string[];
  object: string;
  /** The same with the neighbours' headers, should it not compile without. */
  leaning?: Pick<Unit, 'args' | 'object'>;
}

/** The files to compile, each with the hash of all that its object depends on. */
export function unitsOf(
  { root, cache, guest: guestOf, neighbours, plain }: Workshop,
  how: Build,
  compiler: string,
  own: SubjectTree,
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
    const isOwn = source.role === 'subject';
    const isPlain = !SEES_SUBJECT.has(source.role);
    const seesSubject = SEES_SUBJECT.has(source.role) && (source.language === 'c' || isOwn);
    const seen = seesSubject ? [own.headers] : [];
    const key = hashOf([identity, flags.join('\n'), guest.headers, ...seen, source.name, source.content]);
    const search = {
      subject: seesSubject ? own.includes : [],
      headers: seesSubject ? own.includable : [],
      guest: RUNTIMES[how.runtime].include,
    };
    const names = nameFlags(how.compiler, root, isPlain ? undefined : own.moved);
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
