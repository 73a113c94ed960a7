// SPDX-License-Identifier: GPL-2.0-only
// The user's own kernel tree, built out of tree with the configuration that sct keeps: what a developer would have built anyway. Make says what is to be
// built anew. Nothing is written to the tree.

import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { EXIT, SctError, UsageError } from '../base/exit.ts';
import { hashOf } from '../store/hash.ts';
import { packageRoot } from '../store/places.ts';
import { dyingWithParent } from '../tool/die-with-parent.ts';
import { lacking, readConfig } from '../tool/kernel-config.mjs';
import type { LinuxName } from '../tool/linux-kernel.ts';
import { treeMake } from '../tool/tree-make.mjs';

/** What the configuration is made of, laid over `make allnoconfig`. */
const FRAGMENTS = ['guest/linux/cfi.config', 'guest/linux/pages-4k.config'];
const COMPILER = 'clang-19';
/** What a kernel tree has. */
const NEEDED = ['Makefile', 'arch/arm64/Makefile', 'scripts/kconfig/merge_config.sh'];
/** What one who builds in the tree itself leaves there; with O= the kernel's Makefile then refuses. */
const LEFT_BEHIND = ['.config', 'include/config', 'arch/arm64/include/generated'];
/** What the first build takes, measured with Linux 6.12: for people. */
const COST = 'some 12 minutes of one CPU and 2 GB';
/** How many files that compiles, about. */
const OBJECTS = 780;
/** In the folder of what is built: what its configuration was made of. */
const STAMP = '.sct-fragments';
const PROGRESS = 30_000;
const LAST_LINES = 12;

/** The tree cannot be built: a subject that fails if its own files are why, else one that cannot be judged. */
class TreeNotBuilt extends SctError {
  override name = 'TreeNotBuilt';
  override readonly exitCode: number;

  constructor(message: string, isTheirs: boolean) {
    super(message);
    this.exitCode = isTheirs ? EXIT.fail : EXIT.usage;
  }
}

/** How a user's own kernel is built. */
export interface TreeOptions {
  cache: string;
  signal?: AbortSignal | undefined;
  /** Told what it costs, how far it is. */
  say: (line: string) => void;
}

/**
 * Builds the tree, or what make finds to be built anew. Gives the kernel's name: its folder in the cache.
 * @throws UsageError if it is no kernel tree, was built in place, or does not take the configuration; TreeNotBuilt; the signal's reason
 */
export async function makeTreeKernel(
  folder: string,
  { cache, signal, say }: TreeOptions,
): Promise<LinuxName> {
  const tree = resolve(folder);
  checkTree(tree);
  const name: LinuxName = `tree-${hashOf([tree]).slice(0, 12)}`;
  const place = join(cache, 'linux', name);
  const out = join(place, 'out');
  const isFirst = !existsSync(join(out, 'vmlinux'));
  const wasStopped = isFirst && existsSync(join(out, STAMP));
  mkdirSync(out, { recursive: true });
  const fragments = FRAGMENTS.map((path) => join(packageRoot(), path));
  say(
    isFirst
      ? `${wasStopped ? 'going on with' : 'building'} ${tree} in ${out}: ${COST}, once; then what make takes. Its configuration is allnoconfig and ${FRAGMENTS.join(', ')}`
      : `building what make finds changed in ${tree}`,
  );
  const log = createWriteStream(join(place, 'log'));
  const kbuild = treeMake(tree, out);
  const steps = stepsIn(tree, { log, signal, lock: join(place, 'lock') });
  const telling = progress(tree, say);
  try {
    await configure(out, fragments, steps, kbuild);
    await steps(
      ['nice', '-n', '10', ...kbuild, `-j${availableParallelism()}`, 'Image', 'modules'],
      telling.line,
    );
  } finally {
    telling.end();
    log.end();
  }
  describe(place, tree);
  return name;
}

/** @throws UsageError */
function checkTree(tree: string): void {
  const missing = NEEDED.find((file) => !existsSync(join(tree, file)));
  if (missing)
    throw new UsageError(
      `--in-tree: ${tree} has no ${missing}, so it is no kernel tree; without --in-tree its two files are judged`,
    );
  const left = LEFT_BEHIND.filter((file) => existsSync(join(tree, file)));
  if (left.length > 0)
    throw new UsageError(
      `--in-tree: ${tree} was built in (${left.join(', ')}), and such a tree cannot be built elsewhere as well.\n` +
        `To mend it: \`make -C ${tree} ARCH=arm64 mrproper\`, which deletes its .config; or name another one, as \`git worktree add\` makes it.`,
    );
}

type Step = (command: readonly string[], onLine?: (line: string) => void) => Promise<void>;

/** Runs programs in the tree, one at a time over all runs of sct. */
function stepsIn(
  tree: string,
  { log, signal, lock }: { log: NodeJS.WritableStream; signal: AbortSignal | undefined; lock: string },
): Step {
  return async (command, onLine = () => {}) => {
    const { execa } = await import('execa');
    signal?.throwIfAborted();
    const [file = '', ...args] = dyingWithParent(['flock', lock, ...command]);
    const child = execa(file, args, {
      cwd: tree,
      env: {
        LC_ALL: 'C',
        LOCALVERSION: '',
        KBUILD_BUILD_USER: 'sct',
        KBUILD_BUILD_HOST: 'sct',
        KBUILD_BUILD_TIMESTAMP: '1970-01-01',
      },
      stdin: 'ignore',
      all: true,
      reject: false,
      buffer: false,
      // make ends its compilers when it is told to end.
      detached: true,
    });
    const end = () => {
      if (child.pid) process.kill(-child.pid, 'SIGTERM');
    };
    signal?.addEventListener('abort', end, { once: true });
    const last: string[] = [];
    for await (const line of child.iterable({ from: 'all' })) {
      log.write(`${line}\n`);
      onLine(line);
      last.push(line);
      if (last.length > LAST_LINES) last.shift();
    }
    const { failed } = await child;
    signal?.removeEventListener('abort', end);
    signal?.throwIfAborted();
    if (!failed) return;
    const isTheirs = last.some((line) => /static_call\.[chS].*error:/.test(line));
    throw new TreeNotBuilt(
      `${tree} cannot be built:\n${last.map((line) => `  ${line}`).join('\n')}`,
      isTheirs,
    );
  };
}

/** Makes the configuration, unless it was made of the same. @throws UsageError if the tree does not take it */
async function configure(
  out: string,
  fragments: readonly string[],
  step: Step,
  kbuild: readonly string[],
): Promise<void> {
  const config = join(out, '.config');
  const stamp = join(out, STAMP);
  const made = hashOf(fragments.map((path) => readFileSync(path, 'utf8')));
  if (!existsSync(config) || !existsSync(stamp) || readFileSync(stamp, 'utf8') !== made) {
    await step([...kbuild, '--silent', 'allnoconfig']);
    await step(['scripts/kconfig/merge_config.sh', '-m', '-O', out, config, ...fragments]);
  }
  await step([...kbuild, '--silent', 'olddefconfig']);
  writeFileSync(stamp, made);
  const got = readConfig(readFileSync(config, 'utf8'));
  const lost = lacking(readConfig(fragments.map((path) => readFileSync(path, 'utf8')).join('\n')), got);
  if (lost.length > 0)
    throw new UsageError(
      `--in-tree: the tree does not take what sct must have: ${lost.join(', ')} (${fragments.join(', ')})`,
    );
  if (got.get('CONFIG_HAVE_STATIC_CALL') !== 'y')
    throw new UsageError(
      '--in-tree: with kCFI the tree has no HAVE_STATIC_CALL, so its kernel has no trampolines: arch/arm64/Kconfig selects it.\n' +
        'Without --in-tree the two files alone are judged.',
    );
}

function progress(tree: string, say: (line: string) => void): { line(line: string): void; end(): void } {
  let compiled = 0;
  const began = Date.now();
  const timer = setInterval(() => {
    const minutes = ((Date.now() - began) / 60_000).toFixed(1);
    say(`${tree}: ${compiled} files compiled of at most some ${OBJECTS}, ${minutes} min`);
  }, PROGRESS);
  return {
    line(line) {
      if (/^ {2}(?:CC|AS) /.test(line)) compiled++;
    },
    end: () => clearInterval(timer),
  };
}

/** What every kernel in the cache has. */
function describe(place: string, tree: string): void {
  const links = { Image: 'out/arch/arm64/boot/Image', build: 'out', vmlinux: 'out/vmlinux' };
  for (const [link, target] of Object.entries(links)) {
    rmSync(join(place, link), { force: true });
    symlinkSync(target, join(place, link));
  }
  const release = readFileSync(join(place, 'out/include/config/kernel.release'), 'utf8').trim();
  const facts = { release, compiler: COMPILER, cfi: true, bti: true, inTree: true, from: tree };
  writeFileSync(join(place, 'kernel.json'), `${JSON.stringify(facts, null, 2)}\n`);
}
