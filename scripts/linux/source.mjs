// SPDX-License-Identifier: GPL-2.0-only
// The kernel's sources that a kernel is made from: Debian's package, or a tree of the user's. Each has an identity, so that a kernel is made
// anew when its sources change and not otherwise.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { compareVersions } from '../../harness/tool/lookup.mjs';
import { arm64Apt, lastWords } from '../arm64-apt.mjs';
import { Failure } from './child.mjs';

/** The first Linux whose own scripts make what modules are built against in a folder: scripts/package/install-extmod-build. */
const OLDEST = '6.7';
/** That script, below a tree. */
export const KIT_SCRIPT = 'scripts/package/install-extmod-build';
/** What one who builds in the tree itself leaves there; with O= the kernel's Makefile then refuses. */
const LEFT_BEHIND = ['.config', 'include/config', 'arch/arm64/include/generated'];

/**
 * @typedef {object} Source
 * @property {string} name for people
 * @property {string} identity what tells it from other sources, and from itself when it has changed
 * @property {(cache: string) => string} unpack gives the folder of the tree; at once if it is there already
 */

/**
 * A tree of the user's. Nothing is written to it.
 * @param {string} folder
 * @returns {Source}
 * @throws {Failure} exit code 2, if no kernel can be made of it
 */
export function treeSource(folder) {
  const tree = resolve(folder);
  for (const file of ['Makefile', 'arch/arm64/Makefile', 'scripts/kconfig/merge_config.sh', KIT_SCRIPT])
    if (!existsSync(join(tree, file)))
      throw new Failure(
        `${tree} has no ${file}, so no kernel can be made of it. --linux-tree wants a kernel tree, Linux ${OLDEST} or newer.`,
        2,
      );
  const left = LEFT_BEHIND.filter((name) => existsSync(join(tree, name)));
  if (left.length > 0)
    throw new Failure(
      `${tree} was built in (${left.join(', ')}), and such a tree cannot be built elsewhere as well.\n` +
        `To mend it: \`make -C ${tree} ARCH=arm64 mrproper\`, which deletes its .config; or name another one, as \`git worktree add\` makes it.`,
      2,
    );
  return { name: tree, identity: `${tree} ${stateOf(tree)}`, unpack: () => tree };
}

/**
 * What state a tree is in: its commit and what differs from that, or, without git, each file's size and time.
 * @param {string} tree
 */
function stateOf(tree) {
  const hash = createHash('sha256');
  const head = git(tree, ['rev-parse', 'HEAD']);
  if (head !== undefined && git(tree, ['rev-parse', '--show-cdup'])?.trim() === '') {
    hash.update(head).update(git(tree, ['diff', '--binary', 'HEAD']) ?? '');
    const strangers = git(tree, ['ls-files', '-z', '--others', '--exclude-standard']) ?? '';
    for (const name of strangers.split('\0').filter(Boolean))
      hash.update(name).update(readFileSync(join(tree, name)));
    return hash.digest('hex');
  }
  for (const name of readdirSync(tree, { recursive: true, encoding: 'utf8' }).sort()) {
    const { size, mtimeMs } = statSync(join(tree, name), { throwIfNoEntry: false }) ?? {};
    hash.update(`${name} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/**
 * @param {string} tree
 * @param {string[]} args
 */
function git(tree, args) {
  const { status, stdout } = spawnSync('git', ['--no-optional-locks', '-C', tree, ...args], {
    encoding: 'latin1',
    maxBuffer: 1 << 30,
  });
  return status === 0 ? stdout : undefined;
}

/**
 * The newest linux-source-VERSION that this machine's sources of packages have.
 * @param {string} work a folder of this process's own; the package is fetched into it when the tree is unpacked
 * @returns {Source}
 * @throws {Failure} if there is none
 */
export function debianSource(work) {
  let found;
  let run;
  try {
    run = arm64Apt(work);
    run(['apt-get', 'update', '--quiet=2']);
    found = newest(run(['apt-cache', 'pkgnames', 'linux-source-']).split('\n'));
  } catch (error) {
    throw new Failure(`the packages that this machine's sources have cannot be listed: ${lastWords(error)}`);
  }
  if (found === undefined)
    throw new Failure(
      `this machine's sources of packages have no linux-source-${OLDEST} or newer: name a kernel tree with --linux-tree DIR`,
    );
  const show = run(['apt-cache', 'show', '--no-all-versions', found]);
  const version = /^Version: (\S+)$/m.exec(show)?.[1] ?? '';
  const size = Number(/^Size: (\d+)$/m.exec(show)?.[1] ?? 0);
  const runThere = run;
  return {
    name: `${found} ${version} (${Math.round(size / 1e6)} MB)`,
    identity: `${found} ${version}`,
    unpack(cache) {
      const tree = join(cache, `source-${version}`);
      if (existsSync(tree)) return tree;
      const draft = `${tree}.incomplete`;
      rmSync(draft, { recursive: true, force: true });
      try {
        runThere(['apt-get', 'download', '--quiet=2', found]);
        const file = readdirSync(work).find((entry) => entry.endsWith('.deb'));
        if (!file) throw new Error(`apt-get has left no ${found}`);
        mkdirSync(draft, { recursive: true });
        const unpack = `dpkg-deb --fsys-tarfile "$0" | tar -xO --wildcards './usr/src/linux-source-*.tar.xz' | tar -xJ -C "$1" --strip-components=1`;
        runThere(['bash', '-o', 'pipefail', '-c', unpack, file, draft]);
        rmSync(join(work, file));
      } catch (error) {
        rmSync(draft, { recursive: true, force: true });
        throw new Failure(`${found} cannot be fetched and unpacked: ${lastWords(error)}`);
      }
      renameSync(draft, tree);
      return tree;
    },
  };
}

/** @param {string[]} names */
export function newest(names) {
  const version = (/** @type {string} */ name) => /^linux-source-(\d+\.\d+)$/.exec(name)?.[1] ?? '0';
  return names
    .filter((name) => compareVersions(version(name), OLDEST) >= 0)
    .sort((a, b) => compareVersions(version(a), version(b)))
    .at(-1);
}
