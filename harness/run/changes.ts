// SPDX-License-Identifier: GPL-2.0-only
// Saves of the files that subjects are made of.

import { existsSync, readdirSync, watch } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { EXPECTATION_FILE } from '../subject/load.ts';
import { FROM_TREE, HEADERS_FROM_TREE, type Outside } from '../subject/outside.ts';
import type { Subject } from '../subject/subject.ts';

/** An editor's save is several things in a row: it is over when nothing has happened for so long, ms. */
const STILL = 60;

/** A folder, and which files in it count: editors put others there. Folders, since editors replace files. */
export interface Place {
  folder: string;
  counts: (file: string) => boolean;
}

/** Where the files of these subjects lie, and of one from outside. */
export function placesOf(subjects: readonly Subject[], outside: Outside | undefined): Place[] {
  const ofSubjects = subjects.flatMap(({ folder }) =>
    foldersIn(folder).map((path) => ({ folder: path, counts: isSource })),
  );
  const { tree, patches = [] } = outside ?? {};
  const named = [
    ...(tree === undefined ? [] : [EXPECTATION_FILE, ...FROM_TREE].map((path) => resolve(tree, path))),
    ...patches.map((path) => resolve(path)),
  ];
  const headers = tree === undefined ? [] : HEADERS_FROM_TREE.map((path) => resolve(tree, path));
  return [
    ...ofSubjects,
    ...named.map((path) => ({ folder: dirname(path), counts: (file: string) => file === basename(path) })),
    ...headers.map((folder) => ({ folder, counts: (file: string) => /^[\w-]+\.h$/.test(file) })),
  ].filter(({ folder }) => existsSync(folder));
}

function foldersIn(folder: string): string[] {
  const below = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [folder, ...below.flatMap(({ name }) => foldersIn(join(folder, name)))];
}

function isSource(file: string): boolean {
  return /^[\w-]+\.(?:[chS]|json)$/.test(file);
}

/** Saves, one after another, from when this was made. */
export interface Changes extends Disposable {
  /** The path of a file that was saved after the last one that this gave, as soon as its folder is still. Waits; never rejects. */
  next(): Promise<string>;
}

/**
 * Watches places.
 * @throws what fs.watch throws, with the path
 */
export function watchPlaces(places: readonly Place[]): Changes {
  let saved: string | undefined;
  let waiting: ((path: string) => void) | undefined;
  let timer: NodeJS.Timeout | undefined;
  const hand = () => {
    timer = undefined;
    if (saved === undefined || !waiting) return;
    const path = saved;
    const give = waiting;
    saved = waiting = undefined;
    give(path);
  };
  const folders = [...new Set(places.map(({ folder }) => folder))];
  const watchers = folders.map((folder) =>
    watch(folder, (_, file) => {
      if (file === null || !places.some((place) => place.folder === folder && place.counts(file))) return;
      saved = join(folder, file);
      clearTimeout(timer);
      timer = setTimeout(hand, STILL);
    }),
  );
  return {
    next: () =>
      new Promise((give) => {
        waiting = give;
        if (timer === undefined) hand();
      }),
    [Symbol.dispose]() {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}
