// SPDX-License-Identifier: GPL-2.0-only
// An arm64 Debian with KVM on any machine, under QEMU's TCG, and what sct says there.
//
//   node scripts/arm64-host.mjs [--bare] [--exact] [command …]
//
// Runs each command in a clone of HEAD there (`npm start` and the KVM and process cells unless told), passes on what they print, and ends with the
// first exit code that is not 0; 4 if the machine itself came to nothing. The clone's node_modules, and what `npm start` installs, are there already;
// with --bare it has Node, npm and git alone, and reaches the registries of packages through this machine. With --exact it has one CPU whose counters
// count exactly, and is slower. The packages, the root and node_modules are kept in .cache/arm64-host for the next time; no root is needed, and
// nothing is mounted here. It takes minutes: what sct runs there is QEMU in QEMU.
import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { $, fs, which } from 'zx';
import { lastWords } from './arm64-apt.mjs';
import { bootHost, WentDown } from './arm64-host/boot.mjs';
import { armModules, hostFiles, makeDisk } from './arm64-host/root.mjs';
import { say } from './arm64-host/say.mjs';

const here = join(dirname(fileURLToPath(import.meta.url)), 'arm64-host');
const checkout = dirname(dirname(here));
const cache = join(checkout, '.cache/arm64-host');

const JOBS = [
  'npm start -- --json /tmp/start.json',
  'node scripts/arm64-host/same-verdicts.mjs /tmp/start.json max=kvm max-smp2=kvm-smp2 max=kvm-64k',
  "npx sct run --machine 'kvm*' --verbose",
  "npx sct run --machine 'process*' --machine host-process",
];

/** What this needs here, and the packages that have it. */
const TOOLS = {
  'qemu-system-aarch64': 'qemu-system-arm',
  'apt-get': 'apt',
  'dpkg-deb': 'dpkg',
  'mkfs.ext4': 'e2fsprogs',
  cpio: 'cpio',
  xz: 'xz-utils',
  setpriv: 'util-linux',
};

/** Exit codes of sct. */
const [USAGE, MISSING, BROKEN, INTERRUPTED] = [2, 3, 4, 130];

process.env.PATH += ':/usr/sbin:/sbin';
const { values, positionals } = parsed();
for (const [tool, name] of Object.entries(TOOLS))
  if (!(await which(tool, { nothrow: true })))
    refuse(MISSING, `${tool} is missing: apt-get install --no-install-recommends ${name}`);

await fs.mkdirp(cache);
const work = await fs.mkdtemp(join(cache, 'work-'));
// One place for every way out. QEMU dies with this process.
process.on('exit', () => rmSync(work, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(INTERRUPTED));

try {
  const { bare, exact } = values;
  const host = await hostFiles({ cache, work, here, bare });
  const jobs = positionals.length > 0 ? positionals : JOBS;
  const disk = await projectDisk(jobs, bare);
  const codes = await bootHost({ host, disk, jobs, exact, network: bare, work });
  process.exitCode = codes.find((code) => code !== 0) ?? 0;
} catch (error) {
  if (error instanceof WentDown) refuse(BROKEN, error.message);
  refuse(BROKEN, lastWords(error) ?? 'failed');
}

function parsed() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { bare: { type: 'boolean', default: false }, exact: { type: 'boolean', default: false } },
    });
    return { values: { bare: values.bare === true, exact: values.exact === true }, positionals };
  } catch (error) {
    return refuse(USAGE, `${/** @type {Error} */ (error).message}\nput each command in quotes`);
  }
}

/**
 * The second disk: a clone of HEAD with the packages of package-lock.json for arm64, and the jobs.
 * @param {readonly string[]} jobs
 * @param {boolean} bare whether it is left to `npm start` to install them
 */
async function projectDisk(jobs, bare) {
  say('making its disk with the checkout');
  const tree = join(work, 'project');
  const clone = join(tree, 'sct');
  await $`git clone --quiet --no-local ${checkout} ${clone}`;
  if (!bare) await fs.copy(await armModules({ cache, work, clone }), join(clone, 'node_modules'));
  await fs.mkdirp(join(tree, 'jobs'));
  for (const [nth, job] of jobs.entries()) writeFileSync(join(tree, 'jobs', `${nth}`), `${job}\n`);
  const disk = join(work, 'project.img');
  await makeDisk(tree, disk, '3G');
  await fs.remove(tree);
  return disk;
}

/**
 * @param {number} code
 * @param {string} text
 * @returns {never}
 */
function refuse(code, text) {
  say(text);
  process.exit(code);
}
