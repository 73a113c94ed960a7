// SPDX-License-Identifier: GPL-2.0-only
// The files of a kernel tree: as they lie in its folder, or as they are at a revision of it. Nothing of a tree is written to.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../base/exit.ts';
import { findTool } from '../tool/tools.ts';
import { SubjectInvalid } from './load.ts';

/** Where the files of a subject are looked up, by path in a kernel tree. */
export interface SourceTree {
  /** The file's content as latin1, so that it stays what it is; null if there is no such file. @throws SubjectInvalid */
  read(path: string): string | null;
  /** The C files below these folders in which a word stands, by path, sorted. */
  mentioning(word: string, folders: readonly string[]): string[];
  /** The files in this folder, by path, sorted. */
  within(folder: string): string[];
}

/** For patches alone. */
export const NO_TREE: SourceTree = { read: () => null, mentioning: () => [], within: () => [] };

/** The mode of a symbolic link in a git tree (git-fast-import(1), "filemodify"). */
const LINK = '120000';
/** A listing of a whole kernel's names takes some 10 MB. */
const MOST_OUTPUT = 64 << 20;

/** @throws UsageError if there is no such folder */
export function folderTree(tree: string): SourceTree {
  const found = statSync(tree, { throwIfNoEntry: false });
  if (!found) throw new UsageError(`--tree ${tree}: there is no such folder`);
  if (!found.isDirectory())
    throw new UsageError(`--tree ${tree}: that is no folder; a patch or a mail goes to --patch`);
  return {
    read(path) {
      const from = join(tree, path);
      if (!statSync(from, { throwIfNoEntry: false })?.isFile()) return null;
      const real = realpathSync(from);
      if (!real.startsWith(`${realpathSync(tree)}/`)) throw leadsOut(from, real);
      try {
        return readFileSync(from, 'latin1');
      } catch (error) {
        throw new SubjectInvalid(`${from} cannot be read: ${error instanceof Error ? error.message : error}`);
      }
    },
    mentioning: (word, folders) =>
      folders
        .flatMap((below) => cFilesBelow(tree, below))
        .filter((path) => readFileSync(join(tree, path), 'latin1').includes(word)),
    within: (folder) =>
      existsSync(join(tree, folder))
        ? readdirSync(join(tree, folder), { withFileTypes: true })
            .filter((entry) => entry.isFile())
            .map((entry) => `${folder}/${entry.name}`)
            .sort()
        : [],
  };
}

/** Links are not followed: one may lead anywhere. */
function cFilesBelow(tree: string, folder: string): string[] {
  if (!existsSync(join(tree, folder))) return [];
  return readdirSync(join(tree, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return entry.name.startsWith('.') ? [] : cFilesBelow(tree, path);
      return entry.isFile() && entry.name.endsWith('.c') ? [path] : [];
    })
    .sort();
}

/**
 * A tree as it is at a revision: whatever git takes for one (gitrevisions(7)); of a range `A..B` the end that it leads to.
 * @throws UsageError if the folder is in no repository, or has no such revision; ToolMissing without git
 */
export function revisionTree(tree: string, rev: string): SourceTree {
  folderTree(tree);
  const end = endOf(rev);
  const git = (...words: string[]) =>
    execFileSync(findTool('git'), ['-C', tree, ...words], {
      encoding: 'latin1',
      maxBuffer: MOST_OUTPUT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const id = asked(tree, rev, () =>
    git('rev-parse', '--quiet', '--verify', '--end-of-options', `${end}^{tree}`),
  ).trim();
  // The folder may lie below the top of its repository.
  const below = git('rev-parse', '--show-prefix').trim();
  const listed = git('ls-tree', '-r', '-z', '--full-tree', id, ...(below === '' ? [] : [below]));
  const entries = new Map(
    listed.split('\0').flatMap((line) => {
      const [, mode, blob, path] = /^(\d+) blob ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
      return mode && blob && path ? [[path.slice(below.length), { mode, blob }] as const] : [];
    }),
  );
  return {
    read(path) {
      const entry = entries.get(path);
      if (!entry) return null;
      const content = git('cat-file', 'blob', entry.blob);
      if (entry.mode === LINK) throw leadsOut(`${rev}:${path}`, content);
      return content;
    },
    mentioning(word, folders) {
      const some = [...entries.keys()].filter(
        (path) => path.endsWith('.c') && folders.some((folder) => path.startsWith(`${folder}/`)),
      );
      if (some.length === 0) return [];
      try {
        const found = git('grep', '-l', '-z', '-F', '-e', word, id, '--', ...folders);
        // Each is `<id>:<path>`, relative to the folder that git was run in.
        const paths = found.split('\0').map((line) => line.slice(line.indexOf(':') + 1));
        return some.filter((path) => paths.includes(path)).sort();
      } catch (error) {
        // grep's "none".
        if ((error as { status?: number }).status === 1) return [];
        throw error;
      }
    },
    within: (folder) =>
      [...entries.keys()]
        .filter((path) => path.startsWith(`${folder}/`) && !path.slice(folder.length + 1).includes('/'))
        .sort(),
  };
}

/** The revision that a range leads to; a revision itself, if it is none. */
export function endOf(rev: string): string {
  return /\.{2,3}([^.].*)$/.exec(rev)?.[1] ?? rev;
}

function asked(tree: string, rev: string, git: () => string): string {
  try {
    return git();
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    const said = stderr.trim().split('\n')[0];
    throw new UsageError(
      said
        ? `--tree ${tree} --rev ${rev}: git says: ${said}`
        : `--tree ${tree} --rev ${rev}: there is no such revision; \`git -C ${tree} log --oneline\` shows some`,
    );
  }
}

function leadsOut(from: string, to: string): SubjectInvalid {
  return new SubjectInvalid(
    `${from} leads out of the tree, to ${to}. A subject is made of its own files alone: put a copy there, or give the tree that has it.`,
  );
}
