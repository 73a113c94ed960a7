// SPDX-License-Identifier: GPL-2.0-only
// Makes the small kernels with kCFI and BTI that sct's module is loaded into: each once, then it lies in the cache, whole or not at all.
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lacking, readConfig } from '../../harness/tool/kernel-config.mjs';
import { locateTool, readTools } from '../../harness/tool/lookup.mjs';
import { Failure, runLogged } from './child.mjs';
import { debianSource, KIT_SCRIPT, treeSource } from './source.mjs';

/** @typedef {import('./source.mjs').Source} Source */

const fragments = fileURLToPath(new URL('../../guest/linux', import.meta.url));

/** The kernels by the machine that boots them, and what of guest/linux/ each is made of. */
export const KERNELS = /** @type {const} */ ({
  'linux-cfi': ['cfi.config', 'pages-4k.config'],
  'linux-cfi-64k': ['cfi.config', 'pages-64k.config'],
});

/** @typedef {keyof typeof KERNELS} KernelName */

/** What compiles them, as kbuild names it: clang-19, ld.lld-19, llvm-nm-19, … */
const MAKE = ['ARCH=arm64', 'LLVM=-19'];
const COMPILER = 'clang-19';
/** What a build of 4 KiB pages compiles, about, for the progress. */
const OBJECTS = 780;
/** What is said before it begins; measured with two CPUs and Linux 6.12. */
const COST = { cpuMinutes: 12, diskGB: 3.5 };
/** How often progress is told, ms. */
const PROGRESS = 30_000;

/**
 * What a user can ask for.
 * @typedef {object} Wish
 * @property {KernelName[]} kernels
 * @property {string | undefined} tree a kernel tree, instead of Debian's package
 * @property {number} jobs how many compilers at a time
 * @property {string} cache the folder of all that is Linux's, `.cache/linux`
 */

/**
 * Makes what is missing of the kernels that are wished for, and lets the name of each lead to it.
 * @param {Wish} wish
 * @param {(text: string) => void} say
 * @throws {Failure}
 */
export async function makeKernels({ kernels, tree, jobs, cache }, say) {
  mkdirSync(cache, { recursive: true });
  const compiler = await compilerVersion(cache);
  const missing = kernels.filter((name) => tree !== undefined || !isMade(cache, name, compiler));
  for (const name of kernels.filter((one) => !missing.includes(one)))
    say(`${name} is there: ${join(cache, name)}`);
  if (missing.length === 0) return;

  const work = mkdtempSync(join(cache, 'apt-'));
  try {
    const source = tree === undefined ? debianSource(work) : treeSource(tree);
    for (const name of missing) {
      const key = keyOf(name, source, compiler);
      const folder = join(cache, `cfi-${key}`);
      if (existsSync(folder)) say(`${name} is there, of ${source.name}: ${folder}`);
      else await make({ name, source, compiler, folder, jobs, cache }, say);
      pointAt(join(cache, name), `cfi-${key}`);
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  if (tree === undefined)
    for (const entry of readdirSync(cache).filter((one) => one.startsWith('source-')))
      rmSync(join(cache, entry), { recursive: true, force: true });
}

/**
 * Whether the cache has the kernel of that name as this checkout and this compiler would make it from whatever Debian's sources were then.
 * @param {string} cache
 * @param {KernelName} name
 * @param {string} compiler
 */
function isMade(cache, name, compiler) {
  try {
    const { recipe, compilerVersion } = JSON.parse(readFileSync(join(cache, name, 'kernel.json'), 'utf8'));
    return recipe === recipeOf(name) && compilerVersion === compiler;
  } catch {
    return false;
  }
}

/**
 * @typedef {object} Build
 * @property {KernelName} name
 * @property {Source} source
 * @property {string} compiler
 * @property {string} folder where the kernel is to lie
 * @property {number} jobs
 * @property {string} cache
 */

/**
 * Makes one kernel. What an earlier, interrupted build left is built on.
 * @param {Build} build
 * @param {(text: string) => void} say
 */
async function make({ name, source, compiler, folder, jobs, cache }, say) {
  assertRoom(cache);
  say(
    `making the kernel of ${name}, with kCFI and BTI, from ${source.name}: some ${COST.cpuMinutes} minutes of one CPU (${jobs} at work), ` +
      `${COST.diskGB} GB in ${cache} while it lasts, and 90 MB afterwards. This is done once; interrupted, it goes on where it stopped.`,
  );
  const began = Date.now();
  const tree = source.unpack(cache);
  const work = `${folder}.incomplete`;
  // What others left unfinished is of other sources, and too large to be kept for the day they come back.
  for (const entry of readdirSync(cache).filter((one) => /^cfi-.*\.incomplete$/.test(one)))
    if (join(cache, entry) !== work) rmSync(join(cache, entry), { recursive: true });
  const out = join(work, 'out');
  const log = join(work, 'log');
  mkdirSync(out, { recursive: true });
  const common = { cwd: tree, log, env: environment() };
  const kbuild = ['make', `O=${out}`, ...MAKE, ...debugFlags(tree)];

  await configure({ name, out, common, kbuild });
  const telling = progress(name, began, say);
  try {
    await runLogged(['nice', '-n', '10', ...kbuild, `-j${jobs}`, 'Image', 'modules'], {
      ...common,
      onLine: telling.onLine,
    });
  } finally {
    telling.end();
  }

  const result = join(work, 'result');
  rmSync(result, { recursive: true, force: true });
  mkdirSync(result);
  copyFileSync(join(out, 'arch/arm64/boot/Image'), join(result, 'Image'));
  copyFileSync(join(out, 'vmlinux'), join(result, 'vmlinux'));
  // The kernel's own way to make what distributions ship as linux-headers: all that a module needs, and no word of where the tree was.
  const kit = `$(srctree)/${KIT_SCRIPT} ${join(result, 'build')}`;
  await runLogged([...kbuild, 'run-command', `KBUILD_RUN_COMMAND=+${kit}`], common);
  copyFileSync(join(out, '.config'), join(result, 'build/.config'));
  const seconds = Math.round((Date.now() - began) / 1000);
  describe(result, { name, source, compiler, seconds });

  renameSync(result, folder);
  rmSync(work, { recursive: true, force: true });
  say(`${name} is made, in ${Math.ceil(seconds / 60)} min: ${folder}`);
}

/**
 * @param {{ name: KernelName, out: string, common: { cwd: string, log: string, env: NodeJS.ProcessEnv }, kbuild: string[] }} build
 * @throws {Failure} exit code 2, if the tree does not take what the fragments ask for
 */
async function configure({ name, out, common, kbuild }) {
  const files = KERNELS[name].map((file) => join(fragments, file));
  await runLogged([...kbuild, '--silent', 'allnoconfig'], common);
  const merge = join(common.cwd, 'scripts/kconfig/merge_config.sh');
  await runLogged([merge, '-m', '-O', out, join(out, '.config'), ...files], common);
  await runLogged([...kbuild, '--silent', 'olddefconfig'], common);
  const wanted = readConfig(files.map((file) => readFileSync(file, 'utf8')).join('\n'));
  const lost = lacking(wanted, readConfig(readFileSync(join(out, '.config'), 'utf8')));
  if (lost.length > 0)
    throw new Failure(
      `the tree ${common.cwd} does not take what the kernel of ${name} must have: ${lost.join(', ')} (${files.join(', ')}).\n` +
        `It is too old or too new for that, or ${COMPILER} lacks something: ${join(out, '.config')} is what came out.`,
      2,
    );
}

/**
 * Line tables, so that an address is a source line in the tree, and nothing more: they cost little, and types much. Paths are relative to the
 * tree, wherever it lay.
 * @param {string} tree
 */
function debugFlags(tree) {
  const flags = `-gline-tables-only -fdebug-compilation-dir=. -ffile-prefix-map=${tree}/=`;
  return [`KCFLAGS=${flags}`, 'KAFLAGS=-gline-tables-only'];
}

/** Nothing of this machine or moment in the kernel: the same sources give the same kernel. */
function environment() {
  return {
    ...process.env,
    LC_ALL: 'C',
    LOCALVERSION: '',
    KBUILD_BUILD_USER: 'sct',
    KBUILD_BUILD_HOST: 'sct',
    KBUILD_BUILD_TIMESTAMP: '1970-01-01',
  };
}

/**
 * Tells every now and then how far make is.
 * @param {string} name
 * @param {number} began
 * @param {(text: string) => void} say
 */
function progress(name, began, say) {
  let compiled = 0;
  const timer = setInterval(() => {
    const minutes = ((Date.now() - began) / 60_000).toFixed(1);
    say(`${name}: ${compiled} files compiled of some ${OBJECTS}, ${minutes} min`);
  }, PROGRESS);
  return {
    onLine(/** @type {string} */ line) {
      if (/^ {2}(?:CC|AS) /.test(line)) compiled++;
    },
    end: () => clearInterval(timer),
  };
}

/**
 * Writes kernel.json: what the harness needs to know of a kernel, read from what was made and not from what was asked for.
 * @param {string} result
 * @param {{ name: KernelName, source: Source, compiler: string, seconds: number }} made
 */
function describe(result, { name, source, compiler, seconds }) {
  const config = readConfig(readFileSync(join(result, 'build/.config'), 'utf8'));
  const has = (/** @type {string[]} */ ...names) => names.some((option) => config.get(option) === 'y');
  const kernel = {
    release: readFileSync(join(result, 'build/include/config/kernel.release'), 'utf8').trim(),
    compiler: COMPILER,
    cfi: has('CONFIG_CFI', 'CONFIG_CFI_CLANG'),
    bti: has('CONFIG_ARM64_BTI_KERNEL'),
    pages: has('CONFIG_ARM64_64K_PAGES') ? '64k' : '4k',
    from: source.identity,
    make: MAKE,
    compilerVersion: compiler,
    recipe: recipeOf(name),
    seconds,
  };
  writeFileSync(join(result, 'kernel.json'), `${JSON.stringify(kernel, null, 2)}\n`);
}

/**
 * What tells one way to make a kernel from another: the fragments' options, and the flags.
 * @param {KernelName} name
 */
function recipeOf(name) {
  const options = KERNELS[name].flatMap((file) => [
    ...readConfig(readFileSync(join(fragments, file), 'utf8')),
  ]);
  return createHash('sha256')
    .update(JSON.stringify([options, MAKE, debugFlags('TREE')]))
    .digest('hex')
    .slice(0, 12);
}

/**
 * @param {KernelName} name
 * @param {Source} source
 * @param {string} compiler
 */
function keyOf(name, source, compiler) {
  return createHash('sha256')
    .update(JSON.stringify([recipeOf(name), source.identity, compiler]))
    .digest('hex')
    .slice(0, 12);
}

/** @param {string} cache */
async function compilerVersion(cache) {
  const tool = readTools().find(({ name }) => name === COMPILER);
  const path = tool && locateTool({ ...tool, variable: '' });
  if (path === undefined) throw new Failure(`${COMPILER} is missing: it compiles the kernel`);
  const [line = ''] = await runLogged([path, '--version'], { log: join(cache, 'log') });
  return line;
}

/** @param {string} cache */
function assertRoom(cache) {
  const { bavail, bsize } = statfsSync(cache);
  const free = (bavail * bsize) / 1e9;
  if (free < COST.diskGB)
    throw new Failure(
      `${cache} has ${free.toFixed(1)} GB of free space, and the kernel's sources and objects take ${COST.diskGB} GB.\n` +
        'To mend it: make room, or let SCT_CACHE name a folder where there is some.',
      2,
    );
}

/**
 * Lets a name lead to a folder beside it; whoever looks meanwhile sees the old one or the new one.
 * @param {string} link
 * @param {string} target
 */
function pointAt(link, target) {
  const draft = `${link}.${process.pid}`;
  symlinkSync(target, draft);
  renameSync(draft, link);
}
