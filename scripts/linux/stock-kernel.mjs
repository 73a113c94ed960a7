// SPDX-License-Identifier: GPL-2.0-only
// Fetches Debian's own kernel for arm64, of this release's backports, and what a module is built against: into the cache, by an apt of its own.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { arm64Apt, debianSource, lastWords } from '../arm64-apt.mjs';
import { Failure } from './child.mjs';
import { fetchLibc, startBy, tooNew } from './newer-libc.mjs';

/** What the kernel is called in the cache, and the machine that boots it. */
export const STOCK = 'linux-stock';

/** What depends on the newest kernel of that kind, and what on the headers for it: made for virtual machines, so small. */
const IMAGE = 'linux-image-cloud-arm64';
const HEADERS = 'linux-headers-cloud-arm64';
/** Node's names of architectures, as Debian has them. */
const DEBIAN_ARCH = /** @type {Record<string, string>} */ ({ x64: 'amd64', arm64: 'arm64' });

/**
 * Fetches it unless it is there, and lets its name lead to it.
 * @param {string} cache the folder of all that is Linux's, `.cache/linux`
 * @param {(text: string) => void} say
 * @param {string} [wanted] a suite of Debian instead of this release's backports, e.g. `trixie`
 * @throws {Failure}
 */
export function fetchStock(cache, say, wanted) {
  const link = join(cache, STOCK);
  if (existsSync(join(link, 'kernel.json')) && (!wanted || suiteOf(link) === wanted)) {
    standsAnywhere(join(link, 'build'));
    return say(`${STOCK} is there: ${link}`);
  }
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'apt-'));
  try {
    const suite = wanted ?? ownBackports(readFileSync('/etc/os-release', 'utf8'));
    const { folder, release } = fetchInto(work, { cache, suite }, say);
    rmSync(link, { recursive: true, force: true });
    symlinkSync(folder, link);
    say(`${STOCK} is there, Linux ${release}: ${link}`);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`Debian's kernel for arm64 cannot be fetched: ${lastWords(error)}`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** @param {string} link */
function suiteOf(link) {
  return JSON.parse(readFileSync(join(link, 'kernel.json'), 'utf8')).suite;
}

/**
 * @param {string} work a folder of this process's own
 * @param {{ cache: string, suite: string }} where
 * @param {(text: string) => void} say
 * @returns {{ folder: string, release: string }} the folder's name in the cache
 */
function fetchInto(work, { cache, suite }, say) {
  const own = DEBIAN_ARCH[process.arch] ?? 'amd64';
  const run = arm64Apt(work, debianSource(work, suite));
  const apt = (/** @type {string[]} */ [tool = '', ...args]) =>
    run([tool, '-o', `APT::Architectures::=${own}`, ...args]);
  apt(['apt-get', 'update', '--quiet=2']);
  const depends = (/** @type {string} */ name) =>
    Array.from(
      apt(['apt-cache', 'depends', name]).matchAll(/^ *\|?Depends: (\S+)$/gm),
      ([, one = '']) => one,
    );
  const only = (/** @type {string} */ of, /** @type {RegExp} */ pattern) => {
    const found = depends(of).find((name) => pattern.test(name));
    if (!found) throw new Failure(`Debian's ${of} depends on nothing like ${pattern.source}`);
    return found;
  };
  const image = only(IMAGE, /^linux-image-\d/);
  const headers = only(HEADERS, /^linux-headers-\d/);
  const release = headers.replace('linux-headers-', '');
  // The scripts of kbuild are programs, and run here.
  const kbuild = only(headers, /^linux-kbuild-/).replace(/:.*/, '');
  const packages = [
    // Where the image is no more than a name for it.
    depends(image).find((name) => name.startsWith('linux-binary-')) ?? image,
    headers,
    only(headers, /^linux-headers-.*-common/),
    `${kbuild}:${own}`,
  ];
  say(
    `fetching Debian's Linux ${release}, and what a module is built against: some 45 MB, 150 MB unpacked in ${cache}`,
  );
  apt(['apt-get', 'download', '--quiet=2', ...packages]);
  const root = join(work, 'root');
  mkdirSync(root);
  // None of the kernel's own modules is loaded.
  const unpack =
    'for deb in *.deb; do dpkg-deb --fsys-tarfile "$deb" | tar -x -C root --exclude="./lib/modules/*/kernel" --exclude="./usr/lib/modules/*/kernel"; done';
  run(['bash', '-e', '-o', 'pipefail', '-c', unpack]);

  const name = `stock-${release}`;
  const result = join(work, name);
  mkdirSync(result);
  renameSync(root, join(result, 'root'));
  layOut(result, release, suite);
  const foreign = tooNew(join(result, 'root/usr/lib'));
  if (foreign.length > 0) {
    const folder = join(work, 'libc');
    mkdirSync(folder);
    const theirs = suite.replace(/-.*/, '');
    say(`its kbuild wants a newer C library than this machine's: fetching that of ${theirs}, for it alone`);
    fetchLibc(arm64Apt(folder, debianSource(folder, theirs)), own, join(result, 'libc'));
    startBy(foreign, join(result, 'libc'));
  }
  rmSync(join(cache, name), { recursive: true, force: true });
  renameSync(result, join(cache, name));
  return { folder: name, release };
}

/**
 * Makes of Debian's files what every kernel in the cache has.
 * @param {string} folder where they are
 * @param {string} release
 * @param {string} suite
 */
function layOut(folder, release, suite) {
  const sources = join(folder, 'root/usr/src', `linux-headers-${release}`);
  standsAnywhere(sources);
  symlinkSync(join('root/usr/src', `linux-headers-${release}`), join(folder, 'build'));
  const image = [`root/boot/vmlinuz-${release}`, `root/usr/lib/modules/${release}/vmlinuz`].find((path) =>
    existsSync(join(folder, path)),
  );
  if (!image)
    throw new Failure(`Debian's package of Linux ${release} has no vmlinuz in /boot or beside its modules`);
  symlinkSync(image, join(folder, 'Image'));
  const config = readFileSync(join(sources, '.config'), 'utf8');
  const has = (/** @type {string[]} */ ...names) =>
    names.some((name) => config.includes(`\nCONFIG_${name}=y`));
  const compiler = /^CC = .*\b(gcc-\d+|clang-\d+)$/m.exec(
    readFileSync(join(sources, '.kernelvariables'), 'utf8'),
  )?.[1];
  const facts = {
    release,
    compiler: compiler ?? 'gcc',
    cfi: has('CFI_CLANG', 'CFI'),
    bti: has('ARM64_BTI_KERNEL'),
    suite,
    from: `Debian's linux-image-${release}`,
  };
  writeFileSync(join(folder, 'kernel.json'), `${JSON.stringify(facts, null, 2)}\n`);
}

/**
 * Debian's headers name where they are installed. Here they are taken from beside the Makefile that includes them, so that a cache may be moved
 * or copied; an older sct wrote down where they were.
 * @param {string} headers `linux-headers-RELEASE`
 */
export function standsAnywhere(headers) {
  const makefile = join(headers, 'Makefile');
  const said = readFileSync(makefile, 'utf8');
  // The folder is that of the Makefile itself, whose links are followed: `build` is one. It is asked for at once, while that is the last one read.
  const mended = said
    .replace(/^KBUILD_OUTPUT=/m, 'KBUILD_OUTPUT:=')
    .replace(
      /(?<=[ \t=])\/\S*\/?usr\/src\/(?=linux-headers-)/g,
      '$(dir $(realpath $(lastword $(MAKEFILE_LIST))))../',
    );
  if (mended === said) return;
  writeFileSync(`${makefile}.${process.pid}`, mended);
  renameSync(`${makefile}.${process.pid}`, makefile);
}

/**
 * The suite whose kernel is this machine's stock one: its release's backports.
 * @param {string} osRelease what /etc/os-release says
 * @throws {Failure}
 */
export function ownBackports(osRelease) {
  const codename = /^VERSION_CODENAME=(\w+)$/m.exec(osRelease)?.[1];
  if (!codename)
    throw new Failure('/etc/os-release names no release of Debian, so nobody knows whose kernel to fetch');
  return `${codename}-backports`;
}
