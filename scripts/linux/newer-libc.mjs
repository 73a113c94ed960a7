// SPDX-License-Identifier: GPL-2.0-only
// The programs of a newer Debian's kbuild, where this machine's C library is too old for them: started by the loader of that Debian's own library.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Node's names of architectures: what the dynamic loader is called there, below the library's root. */
const LOADERS = /** @type {Record<string, string>} */ ({
  x64: 'usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2',
  arm64: 'usr/lib/aarch64-linux-gnu/ld-linux-aarch64.so.1',
});

/**
 * The programs below a folder that this machine's C library cannot start.
 * @param {string} folder
 * @returns {string[]} their paths
 */
export function tooNew(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(isElf)
    .filter((path) => {
      // None of them does anything without arguments.
      const { stderr } = spawnSync(path, { encoding: 'utf8', input: '', timeout: 10_000 });
      return /version `GLIBC_[\d.]+' not found/.test(stderr ?? '');
    });
}

/**
 * Lets each of them be started by another C library. Both may be moved together.
 * @param {readonly string[]} programs
 * @param {string} library the root in which libc6 is unpacked
 * @param {string} [arch] this machine's, as Node calls it
 */
export function startBy(programs, library, arch = process.arch) {
  const loader = join(library, LOADERS[arch] ?? '');
  for (const path of programs) {
    renameSync(path, `${path}.elf`);
    const there = relative(dirname(path), loader);
    const lines = [
      '#!/bin/sh',
      'here=$(dirname "$(readlink -f "$0")")',
      `loader=$here/${there}`,
      'exec "$loader" --library-path "$(dirname "$loader")" "$(readlink -f "$0").elf" "$@"',
    ];
    writeFileSync(path, `${lines.join('\n')}\n`);
    chmodSync(path, 0o755);
  }
}

/** @param {string} path */
function isElf(path) {
  const start = Buffer.alloc(4);
  const file = openSync(path, 'r');
  try {
    readSync(file, start, 0, 4, 0);
  } finally {
    closeSync(file);
  }
  return start.equals(Buffer.from('\x7fELF', 'latin1'));
}

/**
 * Fetches and unpacks that library.
 * @param {(command: readonly string[]) => string} apt of the release that has it
 * @param {string} arch this machine's, as Debian calls it
 * @param {string} root where it goes
 */
export function fetchLibc(apt, arch, root) {
  const get = ['apt-get', '--quiet=2', '-o', `APT::Architectures::=${arch}`];
  apt([...get, 'update']);
  apt([...get, 'download', `libc6:${arch}`]);
  mkdirSync(root, { recursive: true });
  // Older releases have it in /lib, which newer ones merge into /usr/lib: only newer ones are asked for.
  apt(['bash', '-e', '-o', 'pipefail', '-c', 'dpkg-deb --fsys-tarfile libc6_*.deb | tar -x -C "$0"', root]);
}
