// SPDX-License-Identifier: GPL-2.0-only
// An arm64 Debian with KVM on any machine, under QEMU's TCG, and what sct says there.
//
//   node scripts/arm64-host.mjs [--only STEP] [--resume] [--fresh] [--cpus N] [--steady] [--list]
//   node scripts/arm64-host.mjs [--bare] [--exact] [--cpus N] [--steady] command …
//
// Does its steps there (arm64-host/steps.mjs; --only, once or more: these alone), or each command, in a clone of HEAD. Passes on what they print, says
// how long each took, and ends with the first exit code that is not 0; 4 if the machine itself came to nothing. --resume leaves out the steps that
// came out well on this very commit. The clone's node_modules, and what `npm start` installs, are there already; with --bare it has Node, npm and git
// alone, and reaches the registries of packages through this machine. It has as many CPUs as this machine, unless --cpus says. With --steady its clock goes
// by what it has executed, so that nothing is late there however busy this machine is. With --exact it has one CPU whose counters count exactly, and is slower. The
// packages, the root, node_modules and the host's own cache of what sct compiles are kept in .cache/arm64-host for the next time (--fresh: that
// cache is not); no root is needed, and nothing is mounted here. It takes minutes: what sct runs there is QEMU in QEMU.
import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { $, fs, which } from 'zx';
import { lastWords } from './arm64-apt.mjs';
import { bootHost, MOST_CPUS, WentDown } from './arm64-host/boot.mjs';
import { doneSteps } from './arm64-host/done.mjs';
import { armModules, cacheDisk, hostFiles, makeDisk } from './arm64-host/root.mjs';
import { say } from './arm64-host/say.mjs';
import { boots, STEPS, stepsNamed } from './arm64-host/steps.mjs';

const here = join(dirname(fileURLToPath(import.meta.url)), 'arm64-host');
const checkout = dirname(dirname(here));
const cache = join(checkout, '.cache/arm64-host');

/** What this needs here, and the packages that have it. */
const TOOLS = {
  'qemu-system-aarch64': 'qemu-system-arm',
  'apt-get': 'apt',
  'dpkg-deb': 'dpkg',
  'mkfs.ext4': 'e2fsprogs',
  e2fsck: 'e2fsprogs',
  cpio: 'cpio',
  xz: 'xz-utils',
  setpriv: 'util-linux',
};

/** Exit codes of sct. */
const [USAGE, MISSING, BROKEN, INTERRUPTED] = [2, 3, 4, 130];

process.env.PATH += ':/usr/sbin:/sbin';
const { bare, cpus, fresh, resume, steady, steps } = parsed();
for (const [tool, name] of Object.entries(TOOLS))
  if (!(await which(tool, { nothrow: true })))
    refuse(MISSING, `${tool} is missing: apt-get install --no-install-recommends ${name}`);

await fs.mkdirp(cache);
const work = await fs.mkdtemp(join(cache, 'work-'));
// One place for every way out. QEMU dies with this process.
process.on('exit', () => rmSync(work, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(INTERRUPTED));

try {
  const commit = (await $({ cwd: checkout })`git rev-parse HEAD`).stdout.trim();
  const known = doneSteps(join(cache, 'done.json'), commit);
  const left = steps.filter((step) => !resume || known.of(step)?.code !== 0);
  const host = await hostFiles({ cache, work, here, bare });
  // From nothing is from nothing.
  const cached = bare ? undefined : await cacheDisk(cache, fresh);
  for (const boot of boots(left)) {
    const jobs = boot.map(({ job }) => job);
    const disk = await projectDisk(jobs, bare);
    await bootHost({
      ...{ host, disk, jobs, exact: boot[0]?.exact === true, network: bare, work },
      ...(cpus ? { cpus } : {}),
      steady,
      ...(cached ? { cacheDisk: cached } : {}),
      done: (nth, done) => boot[nth] && known.put(boot[nth], done),
    });
  }
  for (const step of steps) {
    const { code = BROKEN, seconds = 0, cpu = 0 } = known.of(step) ?? {};
    say(`${step.name}: exit code ${code}, ${seconds} s, ${cpu.toFixed(0)} s of CPU`);
    process.exitCode ||= code;
  }
} catch (error) {
  if (error instanceof WentDown) refuse(BROKEN, error.message);
  refuse(BROKEN, lastWords(error) ?? 'failed');
}

/** @returns {{ bare: boolean, cpus: number | undefined, steady: boolean, fresh: boolean, resume: boolean, steps: readonly import('./arm64-host/steps.mjs').Step[] }} */
function parsed() {
  /** @type {{ type: 'boolean', default: false }} */
  const flag = { type: 'boolean', default: false };
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        ...{ bare: flag, exact: flag, fresh: flag, resume: flag, steady: flag, list: flag },
        only: { type: 'string', multiple: true, default: [] },
        cpus: { type: 'string' },
      },
    });
    const { bare, exact, fresh, resume, steady, list, only } = values;
    const cpus = values.cpus === undefined ? undefined : Number(values.cpus);
    if (cpus !== undefined && !(Number.isInteger(cpus) && cpus >= 1 && cpus <= MOST_CPUS))
      throw new RangeError(`--cpus is 1 to ${MOST_CPUS}`);
    if (list) {
      for (const { name, job } of STEPS) process.stdout.write(`${name}\t${job}\n`);
      process.exit(0);
    }
    if (positionals.length > 0 && only.length > 0) throw new RangeError('either --only or commands');
    const steps =
      positionals.length > 0
        ? positionals.map((job) => ({ name: job, job, exact }))
        : stepsNamed(only).map((step) => ({ ...step, exact: exact || step.exact === true }));
    return { bare, cpus, fresh, resume, steady, steps };
  } catch (error) {
    return refuse(
      USAGE,
      `${/** @type {Error} */ (error).message}\nput each command in quotes; --list names the steps`,
    );
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
  await fs.remove(disk);
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
