// SPDX-License-Identifier: GPL-2.0-only
// Proves on a bare Debian that a fresh clone starts: Node, npm and git are there, and nothing else.
//
//   sudo node scripts/fresh-root.mjs [--suite bookworm|trixie] [--mirror URL] [--user] [npm command …]
//
// Runs each npm command (`start` and `test` unless told) in a throwaway copy of a root that debootstrap made once, and ends with the first
// exit code that is not 0. With --user they run as a user without sudo. The clone is of HEAD.
import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { $, chalk, fs, which } from 'zx';

const SUITES = ['bookworm', 'trixie'];
const checkout = dirname(dirname(fileURLToPath(import.meta.url)));
const roots = join(checkout, '.cache/roots');

/** What of this machine's network is needed to reach packages as this machine does, if it is there. Same path in the root. */
const CONFIGURATION = [
  '/etc/resolv.conf',
  '/etc/hosts',
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/apt/apt.conf',
  '/etc/apt/apt.conf.d',
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    suite: { type: 'string', default: 'bookworm' },
    mirror: { type: 'string' },
    user: { type: 'boolean', default: false },
  },
});
const { suite, mirror, user } = values;
if (!SUITES.includes(suite)) refuse(`there is no suite ${suite}; there are: ${SUITES.join(', ')}`);
if (process.getuid?.() !== 0) refuse('a root is made by root: run it with sudo');
if (!(await which('debootstrap', { nothrow: true })))
  refuse('debootstrap is missing: apt-get install debootstrap');

const root = join(roots, `${suite}-${process.pid}`);
// One place for every way out; what is mounted there is so in a namespace that is gone by then.
process.on('exit', () => rmSync(root, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));

await copyOf(await baseRoot());
await putIn();
for (const command of positionals.length > 0 ? positionals : ['start', 'test']) {
  const started = Date.now();
  const code = await npm(command.split(' '));
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.error(
    chalk.bold(`npm ${command} on ${suite}${user ? ', as a user' : ''}: exit code ${code}, ${seconds} s`),
  );
  process.exitCode ||= code;
}

/** The root that debootstrap makes, once. */
async function baseRoot() {
  const base = join(roots, suite);
  if (existsSync(base)) return base;
  console.error(`making ${base} with debootstrap, once`);
  await fs.mkdirp(roots);
  await $({
    stdio: ['ignore', 2, 2],
  })`debootstrap --variant=minbase --include=git,ca-certificates ${suite} ${root} ${mirror ?? []}`;
  await $`rm -rf ${join(root, 'var/cache/apt/archives')}/*.deb`;
  await fs.rename(root, base);
  return base;
}

/** @param {string} base */
async function copyOf(base) {
  await $`cp -a --reflink=auto ${base} ${root}`;
}

/** Node and npm of this machine, its way to the network, and the clone. */
async function putIn() {
  const npmCli = await fs.realpath(await which('npm'));
  const globalConfig = (await $`npm config get globalconfig`).stdout.trim();
  const modules = join(root, 'usr/lib/node_modules');
  await fs.copy(process.execPath, join(root, 'usr/bin/node'));
  await fs.copy(dirname(dirname(npmCli)), join(modules, 'npm'));
  for (const name of ['npm', 'npx'])
    await fs.symlink(`../lib/node_modules/npm/bin/${name}-cli.js`, join(root, 'usr/bin', name));
  for (const path of [...CONFIGURATION, globalConfig])
    if (existsSync(path)) await fs.copy(path, join(root, path), { dereference: true });
  await $`chroot ${root} useradd --create-home dev`;
  await $`git clone --quiet --no-local ${checkout} ${join(root, 'home/dev/sct')}`;
  await $`chroot ${root} chown -R ${user ? 'dev:dev' : 'root:root'} /home/dev/sct`;
}

/**
 * Runs npm in the clone, in namespaces of its own: nothing stays mounted, and nothing survives.
 * @param {string[]} words
 * @returns {Promise<number>} its exit code
 */
async function npm(words) {
  const name = user ? 'dev' : 'root';
  const home = user ? '/home/dev' : '/root';
  const inside = `
    mount -t proc proc "$0/proc" && mount -t tmpfs tmpfs "$0/dev/shm" &&
    exec chroot "$0" setpriv --reuid ${name} --regid ${name} --init-groups env -i \\
      HOME=${home} USER=${name} LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \\
      sh -c 'cd /home/dev/sct && exec npm "$@"' npm "$@"`;
  const { exitCode } = await $({
    nothrow: true,
    stdio: ['ignore', 'inherit', 'inherit'],
  })`unshare --mount --pid --fork --kill-child sh -c ${inside} ${root} ${words}`;
  return exitCode ?? 1;
}

/**
 * @param {string} message
 * @returns {never}
 */
function refuse(message) {
  console.error(`fresh-root: ${message}`);
  process.exit(2);
}
