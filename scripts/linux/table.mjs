// SPDX-License-Identifier: GPL-2.0-only
// What kernels and compilers the module has been built for and has passed in: runs the cells and keeps what came of them.
//
//   npm run linux:table -- [ROW …]        (all rows unless told)
//
// Fetches Debian's kernels into .cache/kernels, a folder each; the kernel with kCFI is that of `npm run setup:linux`. docs/kernels.md is made of
// the file that this writes, by `npx vitest run --project docs -u`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from './child.mjs';
import { fetchStock } from './stock-kernel.mjs';

const checkout = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const file = join(checkout, 'test/guest/docs/kernels.json');
const cache = resolve(process.env.SCT_CACHE ?? join(checkout, '.cache'));
const SUBJECTS = ['reviewed', 'v7'];
/** What make is told so that the module is of one piece by thin LTO, in a kernel that is not. */
const LTO = ['CONFIG_LTO=y', 'CONFIG_LTO_CLANG=y', 'CONFIG_LTO_CLANG_THIN=y'];

/** @typedef {{ suite: string, machine: string } | { kernel: string, more: string[], machine: string }} Row */

/** @type {Record<string, Row>} */
const ROWS = {
  'bookworm-clang': { suite: 'bookworm-backports', machine: 'linux-stock' },
  'bookworm-gcc': { suite: 'bookworm-backports', machine: 'linux-stock-gcc' },
  'trixie-clang': { suite: 'trixie', machine: 'linux-stock' },
  'trixie-gcc': { suite: 'trixie', machine: 'linux-stock-gcc' },
  'trixie-backports-clang': { suite: 'trixie-backports', machine: 'linux-stock' },
  'trixie-backports-gcc': { suite: 'trixie-backports', machine: 'linux-stock-gcc' },
  cfi: { kernel: 'linux-cfi', more: [], machine: 'linux-cfi' },
  'cfi-lto': { kernel: 'linux-cfi', more: LTO, machine: 'linux-cfi' },
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in ROWS));
if (unknown.length > 0) {
  console.error(
    `linux:table: there is no row ${unknown.join(', ')}; there are: ${Object.keys(ROWS).join(', ')}`,
  );
  process.exit(2);
}

/** @type {Record<string, unknown>} */
const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
try {
  for (const [name, row] of Object.entries(ROWS)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    known[name] = judged(row, kernelOf(row));
    const inOrder = Object.keys(ROWS).flatMap((one) => (one in known ? [[one, known[one]]] : []));
    writeFileSync(file, `${JSON.stringify(Object.fromEntries(inOrder), null, 2)}\n`);
    console.error(`${name}: ${JSON.stringify(known[name])}`);
  }
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(`linux:table: ${error.message}`);
  process.exitCode = error.exitCode;
}

/**
 * A cache in which the kernel of a row has the name that its machine boots.
 * @param {Row} row
 * @returns {string}
 * @throws {Failure}
 */
function kernelOf(row) {
  if ('suite' in row) {
    const place = join(cache, 'kernels', row.suite);
    fetchStock(join(place, 'linux'), (text) => console.error(text), row.suite);
    return place;
  }
  const from = join(cache, 'linux', row.kernel);
  if (!existsSync(from))
    throw new Failure(`there is no ${from}: npm run setup:linux -- --kernel ${row.kernel}`, 2);
  const place = join(cache, 'kernels', `${row.kernel}${row.more.length > 0 ? '-more' : ''}`);
  const folder = join(place, 'linux', row.kernel);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const part of ['Image', 'vmlinux', 'build']) symlinkSync(join(from, part), join(folder, part));
  const facts = { ...JSON.parse(readFileSync(join(from, 'kernel.json'), 'utf8')), more: row.more };
  writeFileSync(join(folder, 'kernel.json'), JSON.stringify(facts));
  return place;
}

/**
 * @param {Row} row
 * @param {string} place
 * @returns {Record<string, unknown>} what the page tells of it
 * @throws {Failure} if nothing was judged
 */
function judged(row, place) {
  const words = SUBJECTS.flatMap((name) => ['--subject', name]);
  const { stdout, stderr } = spawnSync(
    // It does not outlive this process.
    'setpriv',
    [
      '--pdeathsig',
      'TERM',
      process.execPath,
      join(checkout, 'dist/cli.js'),
      'run',
      '--machine',
      row.machine,
      ...words,
      '--json',
    ],
    { env: { ...process.env, SCT_CACHE: place }, encoding: 'utf8', maxBuffer: 256 << 20 },
  );
  /** @type {{ cells: { subject: string, results: { suite: string, case: string, verdict: string }[] }[] }} */
  let report;
  try {
    report = JSON.parse(stdout);
  } catch {
    throw new Failure(`sct run has given no report: ${stderr.trim().split('\n').at(-1)}`);
  }
  const stock = row.machine.startsWith('linux-stock');
  const facts = JSON.parse(
    readFileSync(join(place, 'linux', stock ? 'linux-stock' : row.machine, 'kernel.json'), 'utf8'),
  );
  const subjects = report.cells.map(({ subject, results }) => {
    /** @type {Record<string, number>} */
    const counts = {};
    for (const { verdict } of results) counts[verdict] = (counts[verdict] ?? 0) + 1;
    const bad = results.filter(({ verdict }) => verdict === 'fail' || verdict === 'error');
    return [subject, { ...counts, bad: bad.map((one) => `${one.suite}.${one.case}`) }];
  });
  return {
    release: facts.release,
    from: facts.suite ? `Debian's ${facts.suite}` : facts.from,
    kernel: facts.compiler,
    cfi: facts.cfi,
    module: row.machine.endsWith('-gcc') ? 'gcc-12' : 'clang-19',
    lto: 'more' in row && row.more === LTO,
    subjects: Object.fromEntries(subjects),
  };
}
