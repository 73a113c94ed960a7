// SPDX-License-Identifier: GPL-2.0-only
// Fetches the device trees of boards that QEMU models: those of Debian's kernel for arm64, out of its package, into the cache. They are nobody's to
// ship here.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { arm64Apt, lastWords } from './arm64-apt.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** As harness/store/places.ts has it, in a checkout. */
const cache = resolve(process.env.SCT_CACHE ?? join(root, '.cache'));
const trees = join(cache, 'device-trees');

/** What depends on the newest kernel that this release of Debian has. */
const KERNEL = 'linux-image-arm64';
/** The vendors' folders in it that machines.ts names trees of. */
const VENDORS = ['broadcom', 'freescale', 'xilinx'];

/** Exit code of sct for what is missing. */
const MISSING = 3;

if (!existsSync(trees)) {
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'device-trees-'));
  try {
    fetchInto(work);
  } catch (error) {
    process.stderr.write(
      `sct: the device trees of Debian's ${KERNEL} cannot be fetched: ${lastWords(error)}\n`,
    );
    process.exitCode = MISSING;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** @param {string} work a folder of this process's own, which goes afterwards */
function fetchInto(work) {
  process.stderr.write(`sct: fetching the device trees of Debian's ${KERNEL} (60 to 100 MB)\n`);
  mkdirSync(join(work, 'trees'));
  const run = arm64Apt(work);
  run(['apt-get', 'update', '--quiet=2']);
  const kernel = /^ *Depends: (\S+)$/m.exec(run(['apt-cache', 'depends', KERNEL]))?.[1];
  if (!kernel) throw new Error(`${KERNEL} depends on nothing`);
  run(['apt-get', 'download', '--quiet=2', kernel]);
  const file = readdirSync(work).find((name) => name.endsWith('.deb'));
  if (!file) throw new Error(`apt-get has left no ${kernel}`);
  // A package of 300 MB, of which a few are wanted: ./usr/lib/linux-image-VERSION/VENDOR/*.dtb
  const wanted = VENDORS.map((vendor) => `'./usr/lib/*/${vendor}/*.dtb'`).join(' ');
  const unpack = `dpkg-deb --fsys-tarfile ${file} | tar -x -C trees --strip-components=4 --wildcards ${wanted}`;
  run(['bash', '-o', 'pipefail', '-c', unpack]);
  renameSync(join(work, 'trees'), trees);
}
