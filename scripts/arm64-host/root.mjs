// SPDX-License-Identifier: GPL-2.0-only
// The emulated arm64 host's kernel, initrd and root, out of Debian's packages. Their files are laid out as they are; no program of arm64 runs here.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { $, fs } from 'zx';
import { arm64Apt, debianSource } from '../arm64-apt.mjs';
import { bootHost } from './boot.mjs';
import { say } from './say.mjs';

/** The release that has a Node, a clang and a QEMU that are new enough. */
const RELEASE = 'trixie';
const KERNEL = ['linux-image-cloud-arm64', 'busybox-static'];
/** What a person installs before `npm start`. */
const BEFORE = ['?essential', 'apt', 'debian-archive-keyring', 'ca-certificates', 'git', 'nodejs'];
/** What `npm start` installs. */
const INSTALLED = ['clang-19', 'lld-19', 'llvm-19', 'qemu-system-arm', 'qemu-user'];
/** In one piece; Debian's npm is 360 packages of some files each. */
const NPM = 'npm@10.9.9';
/** What nobody reads there. */
const LEFT_OUT = ['./usr/share/doc', './usr/share/man', './usr/share/locale', './usr/share/info'];
/** Kernel modules in the order in which they are loaded: the drivers of the disks and of the network. */
const MODULES = [
  'drivers/block/virtio_blk',
  'net/core/failover',
  'drivers/net/net_failover',
  'drivers/net/virtio_net',
];

/** What the root needs to be whole without a script of a package having run. */
const FILES = {
  passwd: 'root:x:0:0:root:/root:/bin/sh\nuser:x:1000:1000:user:/tmp:/bin/sh\n',
  group: 'root:x:0:\nuser:x:1000:\n',
  hosts: '127.0.0.1 localhost\n',
  'resolv.conf': 'nameserver 10.0.2.3\n',
};

/**
 * The host's kernel, initrd and root, made once for a set of packages and this file's neighbours.
 * @param {object} options
 * @param {string} options.cache
 * @param {string} options.work a folder of this process's own
 * @param {string} options.here the folder with the scripts that run there
 * @param {boolean} options.bare whether it has no more than what a person installs before `npm start`, installed as apt does it
 * @returns {Promise<string>} their folder
 */
export async function hostFiles({ cache, work, here, bare }) {
  const name = bare ? 'bare' : 'ready';
  const packages = join(cache, `packages-${name}`);
  const files = await fetchPackages(packages, [...KERNEL, ...BEFORE, ...(bare ? [] : INSTALLED)]);
  const scripts = ['initrd.sh', 'init.sh', 'settle.sh'].map((file) => readFileSync(join(here, file), 'utf8'));
  const key = createHash('sha256')
    .update(JSON.stringify([files, NPM, scripts, LEFT_OUT, MODULES, FILES]))
    .digest('hex');
  const folder = join(cache, `${name}-${key.slice(0, 12)}`);
  if (existsSync(folder)) return folder;
  for (const old of readdirSync(cache).filter((one) => one.startsWith(`${name}-`)))
    await fs.remove(join(cache, old));

  const root = join(work, 'root');
  await unpack(packages, files, root);
  await $`npm install --global --prefix ${join(root, 'usr')} --no-audit --no-fund --loglevel=error ${NPM}`;
  await fs.copy(join(here, 'init.sh'), join(root, 'usr/sbin/host-init'));
  await fs.chmod(join(root, 'usr/sbin/host-init'), 0o755);
  for (const [file, text] of Object.entries(FILES)) writeFileSync(join(root, 'etc', file), text);
  await fs.mkdirp(join(root, 'work'));
  if (bare) await putPackagesIn(packages, files, root);

  say('making its kernel, initrd and root');
  const done = join(work, 'host');
  await fs.mkdirp(done);
  const kernel = readdirSync(join(root, 'boot')).find((file) => file.startsWith('vmlinuz-'));
  if (!kernel) throw new Error('there is no kernel among the packages');
  await fs.move(join(root, 'boot', kernel), join(done, 'Image'));
  const modules = join(root, 'usr/lib/modules', kernel.replace('vmlinuz-', ''), 'kernel');
  await makeInitrd({ root, modules, tree: join(work, 'initrd'), here, file: join(done, 'initrd') });
  await makeDisk(root, join(done, 'root.img'), '8G');
  await fs.remove(root);
  if (bare) await settle(done, work, here);
  await fs.move(done, folder);
  return folder;
}

/**
 * The packages and all that they need; gives the names of their files.
 * @param {string} folder
 * @param {readonly string[]} packages
 */
async function fetchPackages(folder, packages) {
  const list = join(folder, 'wanted');
  const wanted = JSON.stringify([RELEASE, packages]);
  if (!existsSync(list) || readFileSync(list, 'utf8') !== wanted) {
    say("fetching Debian's packages for arm64 (up to 310 MB)");
    await fs.remove(folder);
    await fs.mkdirp(folder);
    const apt = arm64Apt(folder, debianSource(folder, RELEASE));
    apt(['apt-get', 'update', '--quiet=2']);
    apt(['apt-get', 'install', '--yes', '--quiet=2', '--download-only', ...packages]);
    writeFileSync(list, wanted);
  }
  return readdirSync(join(folder, 'archives'))
    .filter((name) => name.endsWith('.deb'))
    .sort();
}

/**
 * @param {string} packages
 * @param {readonly string[]} files
 * @param {string} root
 */
async function unpack(packages, files, root) {
  say(`unpacking ${files.length} packages`);
  // /bin, /sbin and /lib are what base-files makes when it is installed.
  for (const name of ['bin', 'sbin', 'lib']) {
    await fs.mkdirp(join(root, 'usr', name));
    await fs.symlink(`usr/${name}`, join(root, name));
  }
  const excluded = LEFT_OUT.map((path) => `--exclude=${path}`);
  for (const file of files)
    await $`dpkg-deb --fsys-tarfile ${join(packages, 'archives', file)} | tar -x -C ${root} --keep-directory-symlink ${excluded}`;
}

/**
 * For apt there: the packages that are to be installed, its source, and this machine's way to the network.
 * @param {string} packages
 * @param {readonly string[]} files
 * @param {string} root
 */
async function putPackagesIn(packages, files, root) {
  const place = join(root, 'settle');
  await fs.mkdirp(place);
  // The kernel's own scripts would look for a boot loader.
  for (const file of files.filter((name) => !name.startsWith('linux-image-')))
    await fs.copy(join(packages, 'archives', file), join(place, file));
  writeFileSync(join(place, 'sources.list'), `${debianSource(packages, RELEASE)}\n`);
  writeFileSync(join(place, 'apt.conf'), (await $`apt-config dump Acquire::http Acquire::https`).stdout);
  const npmrc = (await $`npm config get globalconfig`).stdout.trim();
  for (const [from, to] of [
    ['/etc/hosts', 'hosts'],
    ['/etc/ssl/certs/ca-certificates.crt', 'ca-certificates.crt'],
    [npmrc, 'npmrc'],
  ])
    if (from && to && existsSync(from)) await fs.copy(from, join(place, to), { dereference: true });
}

/**
 * Has the host's own dpkg install what it is made of, once.
 * @param {string} host
 * @param {string} work
 * @param {string} here
 */
async function settle(host, work, here) {
  const tree = join(work, 'settle');
  await fs.mkdirp(join(tree, 'jobs'));
  await fs.mkdirp(join(tree, 'sct'));
  await fs.copy(join(here, 'settle.sh'), join(tree, 'jobs/0'));
  const disk = join(work, 'settle.img');
  await makeDisk(tree, disk, '64M');
  const [settled] = await bootHost({ host, disk, jobs: ['settle.sh'], keep: true, work });
  if (settled?.code !== 0)
    throw new Error(`its packages cannot be installed: settle.sh ended with ${settled?.code}`);
  await fs.remove(tree);
}

/** @param {{ root: string, modules: string, tree: string, here: string, file: string }} options */
async function makeInitrd({ root, modules, tree, here, file }) {
  for (const name of ['bin', 'dev', 'modules', 'root']) await fs.mkdirp(join(tree, name));
  await fs.copy(join(root, 'usr/bin/busybox'), join(tree, 'bin/busybox'));
  await fs.copy(join(here, 'initrd.sh'), join(tree, 'init'));
  await fs.chmod(join(tree, 'init'), 0o755);
  for (const [nth, module] of MODULES.entries())
    await $`xz --decompress --stdout ${join(modules, `${module}.ko.xz`)} > ${join(tree, `modules/${nth}.ko`)}`;
  await $({ cwd: tree })`find . | cpio --create --format=newc --owner=+0:+0 --quiet > ${file}`;
  await fs.remove(tree);
}

/**
 * A disk with that tree. It grows as it is written to.
 * @param {string} tree
 * @param {string} file
 * @param {string} size
 */
export async function makeDisk(tree, file, size) {
  await $`mkfs.ext4 -q -O ^has_journal -d ${tree} ${file} ${size}`;
}

/**
 * The disk for the cache of the checkout there: what was compiled and asked in an earlier boot is there again. Mended if that boot was cut off.
 * @param {string} folder
 * @param {boolean} fresh whether an earlier one is thrown away
 * @returns {Promise<string>}
 */
export async function cacheDisk(folder, fresh) {
  const file = join(folder, 'cache.img');
  if (fresh) await fs.remove(file);
  // 0: whole; 1: mended.
  if (existsSync(file) && ((await $({ nothrow: true })`e2fsck -p ${file}`).exitCode ?? 8) <= 1) return file;
  await fs.remove(file);
  await $`mkfs.ext4 -q ${file} 4G`;
  return file;
}

/**
 * The packages of package-lock.json for arm64, installed once for each lock.
 * @param {{ cache: string, work: string, clone: string }} options
 * @returns {Promise<string>} a node_modules
 */
export async function armModules({ cache, work, clone }) {
  const lock = readFileSync(join(clone, 'package-lock.json'));
  const folder = join(cache, `modules-${createHash('sha256').update(lock).digest('hex').slice(0, 12)}`);
  if (!existsSync(folder)) {
    say('installing the packages of package-lock.json for arm64');
    const place = join(work, 'modules');
    await fs.mkdirp(place);
    for (const name of ['package.json', 'package-lock.json', '.npmrc'])
      await fs.copy(join(clone, name), join(place, name));
    await $({
      cwd: place,
    })`npm ci --include=dev --ignore-scripts --no-audit --no-fund --os=linux --cpu=arm64 --libc=glibc`;
    await fs.move(place, folder);
  }
  return join(folder, 'node_modules');
}
