// SPDX-License-Identifier: GPL-2.0-only
// `npm run setup:linux`: the kernels that the machines of `--matrix linux` boot, into the cache. One at a time of these runs in a checkout
// (package.json holds the lock), after the bootstrap has seen to the tools.
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { KERNELS, makeKernels } from './linux/cfi-kernel.mjs';
import { Failure } from './linux/child.mjs';
import { fetchStock, STOCK } from './linux/stock-kernel.mjs';

const USAGE = `usage: npm run setup:linux -- [--linux-tree DIR] [--kernel NAME]… [--suite NAME] [--jobs N]
  --linux-tree DIR  make the kernel from this tree, which is not written to, instead of the newest linux-source-* that apt has
  --kernel NAME     ${[STOCK, ...Object.keys(KERNELS)].join(' or ')}; ${STOCK} and linux-cfi unless given
  --suite NAME      the suite of Debian whose kernel ${STOCK} is, e.g. trixie-backports; this release's backports unless given
  --jobs N          compilers at a time; as many as there are CPUs unless given
`;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** As harness/store/places.ts has it, in a checkout. */
const cache = join(resolve(process.env.SCT_CACHE ?? join(root, '.cache')), 'linux');

try {
  const say = (/** @type {string} */ text) => void process.stderr.write(`sct: ${text}\n`);
  const { stock, suite, ...wish } = readArguments();
  if (stock) fetchStock(cache, say, suite);
  if (wish.kernels.length > 0) await makeKernels({ ...wish, cache }, say);
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  process.stderr.write(`sct: ${error.message}\n`);
  process.exitCode = error.exitCode;
}

/** @throws {Failure} exit code 2 */
function readArguments() {
  let values;
  try {
    values = parseArgs({
      options: {
        'linux-tree': { type: 'string' },
        kernel: { type: 'string', multiple: true },
        suite: { type: 'string' },
        jobs: { type: 'string', default: String(availableParallelism()) },
      },
    }).values;
  } catch (error) {
    throw new Failure(`${/** @type {Error} */ (error).message}\n${USAGE}`, 2);
  }
  const wanted = values.kernel ?? (values['linux-tree'] ? ['linux-cfi'] : [STOCK, 'linux-cfi']);
  const kernels = Object.keys(KERNELS).filter((name) => wanted.includes(name));
  const unknown = wanted.filter((name) => name !== STOCK && !(name in KERNELS));
  if (unknown.length > 0) throw new Failure(`there is no kernel ${unknown.join(', ')}\n${USAGE}`, 2);
  const jobs = Number(values.jobs);
  if (!Number.isInteger(jobs) || jobs < 1)
    throw new Failure(`--jobs ${values.jobs} is no number of compilers\n${USAGE}`, 2);
  // npm runs this in the checkout, wherever the user stands.
  const tree = values['linux-tree'] && resolve(process.env.INIT_CWD ?? '.', values['linux-tree']);
  const stock = wanted.includes(STOCK);
  if (values.suite !== undefined && (!stock || !/^[a-z]+(-[a-z]+)*$/.test(values.suite)))
    throw new Failure(
      stock
        ? `--suite ${values.suite} is no suite of Debian\n${USAGE}`
        : `--suite is ${STOCK}'s, which is not asked for\n${USAGE}`,
      2,
    );
  return {
    stock,
    suite: values.suite,
    kernels: /** @type {import('./linux/cfi-kernel.mjs').KernelName[]} */ (kernels),
    jobs,
    tree,
  };
}
