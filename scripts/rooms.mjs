// SPDX-License-Identifier: GPL-2.0-only
// Lint: a room of harness/ imports from the rooms below it and from no other, so that no two rooms can form a circle. Types count.
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'rolldown/parseAst';

/** The rooms from the ground up, and what each is for. */
const ROOMS = /** @type {const} */ ({
  base: 'words, exit codes and small helpers that know nothing of the rest',
  store: "what lies on disk: the cache, a run's folder",
  tool: 'the programs that sct calls, and how a child process is held',
  subject: 'what is under test, from wherever it comes',
  compile: 'subject and guest to image',
  inspect: 'what an image tells without a boot: its plan, suite abi, addresses',
  machine: 'machines, and one boot on one of them',
  console: 'bytes to KTAP events',
  verdict: 'events to verdicts, and those to the mistakes behind them',
  report: 'verdicts to text',
  run: 'a whole run: cells, each through all the rooms below',
  compare: 'two runs, one held against the other',
  cost: 'what a call costs: counts to intervals and verdicts',
  board: 'an image that is taken along to a board, and the logs that come back',
  mutant: 'runs of guests that are wrong, or other, on purpose',
  debug: 'a stopped guest, and gdb',
  commands: 'the command line',
});

const ORDER = Object.keys(ROOMS);
const ENTRY = 'cli.ts';

/**
 * What is wrong with the imports below a folder like harness/, a line for each.
 * @param {string} harness
 */
export function misplaced(harness) {
  const entries = readdirSync(harness, { withFileTypes: true });
  const strangers = entries
    .filter((entry) => (entry.isDirectory() ? !ORDER.includes(entry.name) : entry.name !== ENTRY))
    .map(
      ({ name }) =>
        `harness/${name}: no room of scripts/rooms.mjs; a file belongs into one of ${ORDER.join(', ')}`,
    );
  const files = readdirSync(harness, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.m?ts$|\.mjs$/.test(file),
  );
  return [...strangers, ...files.sort().flatMap((file) => upward(harness, file))];
}

/**
 * @param {string} harness
 * @param {string} file
 */
function upward(harness, file) {
  const own = level(file);
  return specifiers(join(harness, file))
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => relative(harness, resolve(harness, dirname(file), specifier)))
    .filter((target) => level(target) > own)
    .map((target) => `harness/${file} imports ${target}: ${roomOf(file)} is below ${roomOf(target)}`);
}

/** @param {string} file */
function level(file) {
  return file === ENTRY ? ORDER.length : ORDER.indexOf(roomOf(file));
}

/** @param {string} file */
function roomOf(file) {
  return file.split('/')[0] ?? '';
}

/**
 * What a file imports, statically or not, types too.
 * @param {string} path
 */
function specifiers(path) {
  /** @type {string[]} */
  const found = [];
  /** @param {unknown} node */
  const walk = (node) => {
    if (typeof node !== 'object' || node === null) return;
    const { type, source } = /** @type {{ type?: string, source?: { value?: unknown } }} */ (node);
    if (type && /^(?:Import|Export|TSImport)/.test(type) && typeof source?.value === 'string')
      found.push(source.value);
    for (const child of Object.values(node)) walk(child);
  };
  walk(parseAst(readFileSync(path, 'utf8'), { lang: path.endsWith('.mjs') ? 'js' : 'ts' }));
  return found;
}

if (realpathSync(process.argv[1] ?? '') === fileURLToPath(import.meta.url)) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const problems = misplaced(join(root, 'harness'));
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  if (problems.length > 0) process.exitCode = 1;
}
