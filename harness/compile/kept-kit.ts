// SPDX-License-Identifier: GPL-2.0-only
// What Kbuild has made of a module before: the next one begins with it, and make does what is left. Linux's headers take a second for each file that
// includes them, and a subject under work changes one.
//
// Each module is built in a folder of its own, so that runs do not wait for each other, and make compares command lines, in which that folder is named:
// what is kept names it by a word that no path has, and gets the new one's when it is taken out.

import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { isKept, publish, touch } from '../store/entries.ts';
import { hashOf } from '../store/hash.ts';

/** The kind of entry, below the cache. */
export const KITS = 'kits';
/** As many of a kind are kept, some 13 MB each: those used last. */
const AT_MOST = 3;

/** Stands for the folder in what is kept. */
const FOLDER = '@sct-kit@';

/** What Kbuild writes that names the folder. Objects and modules do not: their paths are mapped, and what is mapped is told of the command line. */
const NAMES_FOLDER = /(?:\.cmd|\.mod|^modules\.order|^Module\.symvers)$/;

/** Where kits of one kind are, and which of them fits best. */
export interface KeptKits {
  cache: string;
  /** All that a kit is made with but for the text of the subject's and the bench's files: kernel, compilers, flags, names of files. */
  kind: string;
  /** The header of the subject, on which most objects depend. */
  header: string;
}

/** The folder of a kit; every kit of its kind begins alike. */
function placeOf({ cache, kind, header }: KeptKits): string {
  return join(cache, KITS, `${kind}-${hashOf([header]).slice(0, 16)}`);
}

/** Those of a kind, the one that was used last first. */
function allOf({ cache, kind }: KeptKits): string[] {
  const folder = join(cache, KITS);
  if (!existsSync(folder)) return [];
  const used = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${kind}-`))
    .map((name) => join(folder, name))
    .map((path) => ({ path, at: used(path) }))
    .sort((a, b) => b.at - a.at)
    .map(({ path }) => path);
}

/**
 * Puts what there is into the folder in which a module is about to be built. What is laid out over it must be left alone where it is the same
 * (`putIfChanged`), and what is not laid out again must go (`dropUnlisted`).
 */
export function takeOut(kits: KeptKits, folder: string): void {
  const same = placeOf(kits);
  const kept = existsSync(same) ? same : allOf(kits)[0];
  if (kept === undefined) return;
  try {
    copyKit(kept, folder, (text) => text.replaceAll(FOLDER, folder));
    if (hasLost(folder)) throw new Error(`${kept} has lost what is in it`);
    touch(kept);
  } catch {
    // It is damaged, or another process has pruned it meanwhile: all of it is built.
    rmSync(kept, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
}

/** A file system may keep a name and lose what was written (`isKept`): make goes by the time alone. */
function hasLost(folder: string): boolean {
  return filesOf(folder).some((path) => /\.k?o$/.test(path) && !isKept(join(folder, path)));
}

/** Keeps what was built, for the next one. `scratch` is on the cache's file system. */
export function keep(kits: KeptKits, folder: string, scratch: string): void {
  const place = placeOf(kits);
  if (existsSync(place)) return;
  const copy = join(scratch, 'kept-kit');
  copyKit(folder, copy, (text) => text.replaceAll(folder, FOLDER));
  publish(copy, place);
  touch(place);
  for (const path of allOf(kits).slice(AT_MOST)) rmSync(path, { recursive: true, force: true });
}

/** Copies a kit with the times of its files, by which make knows what is old. */
function copyKit(from: string, to: string, rename: (text: string) => string): void {
  for (const path of filesOf(from)) {
    const [source, target] = [join(from, path), join(to, path)];
    mkdirSync(dirname(target), { recursive: true });
    if (NAMES_FOLDER.test(basename(path)))
      writeFileSync(target, rename(readFileSync(source, 'latin1')), 'latin1');
    else copyFileSync(source, target);
    const { atime, mtime } = statSync(source);
    utimesSync(target, atime, mtime);
  }
}

/** Writes a file, but leaves one alone that is the same: make goes by its time. */
export function putIfChanged(path: string, content: Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  if (existsSync(path) && readFileSync(path).equals(content)) return;
  writeFileSync(path, content);
}

/** What somebody writes, as opposed to what Kbuild makes. */
const WRITTEN = /\.(?:c|S|h|lds)$/;
/** But for this, which modpost writes. */
const BY_MODPOST = /\.mod\.c$/;

/** Removes the sources that are not among those which were laid out. */
export function dropUnlisted(folder: string, listed: ReadonlySet<string>): void {
  for (const path of filesOf(folder))
    if (WRITTEN.test(path) && !BY_MODPOST.test(path) && !listed.has(path)) rmSync(join(folder, path));
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}
