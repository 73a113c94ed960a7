// SPDX-License-Identifier: GPL-2.0-only
// Fetches Debian's own kernel for arm64, of this release's backports, and what a module is built against: into the cache, by an apt of its own.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { arm64Apt, debianSource, lastWords } from '../arm64-apt.mjs';
import { Failure } from './child.mjs';

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
 * @throws {Failure}
 */
export function fetchStock(cache, say) {
  const link = join(cache, STOCK);
  if (existsSync(join(link, 'kernel.json'))) return say(`${STOCK} is there: ${link}`);
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'apt-'));
  try {
    const { folder, release } = fetchInto(work, cache, say);
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

/**
 * @param {string} work a folder of this process's own
 * @param {string} cache
 * @param {(text: string) => void} say
 * @returns {{ folder: string, release: string }} the folder's name in the cache
 */
function fetchInto(work, cache, say) {
  const own = DEBIAN_ARCH[process.arch] ?? 'amd64';
  const run = arm64Apt(work, sourceLine(work));
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
  layOut(result, join(cache, name), release);
  rmSync(join(cache, name), { recursive: true, force: true });
  renameSync(result, join(cache, name));
  return { folder: name, release };
}

/**
 * Makes of Debian's files what every kernel in the cache has.
 * @param {string} folder where they are
 * @param {string} place where they will be: Debian's headers name where they are installed
 * @param {string} release
 */
function layOut(folder, place, release) {
  const sources = join(folder, 'root/usr/src', `linux-headers-${release}`);
  const makefile = join(sources, 'Makefile');
  writeFileSync(
    makefile,
    readFileSync(makefile, 'utf8').replaceAll(' /usr/src/', ` ${join(place, 'root/usr/src')}/`),
  );
  symlinkSync(join('root/usr/src', `linux-headers-${release}`), join(folder, 'build'));
  const boot = join(folder, 'root/boot');
  const image = readdirSync(boot).find((name) => name.startsWith('vmlinuz-'));
  if (!image) throw new Failure(`Debian's package of Linux ${release} has no vmlinuz in /boot`);
  symlinkSync(join('root/boot', image), join(folder, 'Image'));
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
    from: `Debian's ${image.replace('vmlinuz-', 'linux-image-')}`,
  };
  writeFileSync(join(folder, 'kernel.json'), `${JSON.stringify(facts, null, 2)}\n`);
}

/**
 * This release's backports, from where this machine's own packages come.
 * @param {string} work
 */
function sourceLine(work) {
  const codename = /^VERSION_CODENAME=(\w+)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1];
  if (!codename)
    throw new Failure('/etc/os-release names no release of Debian, so nobody knows whose kernel to fetch');
  return debianSource(work, `${codename}-backports`);
}
