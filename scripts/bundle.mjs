// SPDX-License-Identifier: GPL-2.0-only
// Makes dist/, what `sct` runs, of harness/: one bundle, because Node takes as long to find and read the hundred files of a few packages as
// a guest takes to boot. Does nothing if nothing has changed. Run it under a lock (see package.json); who runs `sct` needs none.
// With `--alone`, for a package, nothing of an earlier bundle stays.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashRules, RULES } from '../harness/store/rules.mjs';
import { writeWhole } from '../harness/store/whole-file.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const harness = join(root, 'harness');

/** Folders of which sct loads a file by its name, so each file there is an entry; what they share is in chunks. */
const FOLDERS = ['commands', 'report/formats'];
const CHUNKS = 'chunks/';
/** The entries whose modules lie in one file, in this order: what each start loads, and what `run` loads beyond it. A file takes longer to find than to read. */
const WHOLE = /** @type {const} */ ({ start: 'cli', run: 'commands/run' });
/** What a bundle is made of besides harness/. */
const OTHERS = ['package-lock.json', 'scripts/bundle.mjs'].map((file) => join(root, file));
/** The licences of the libraries that are in it. */
const LICENCES = 'LICENSES.txt';
/** What dist/ was made of and what belongs there: written last, so that it vouches for all of it. */
const STAMP = '.stamp.json';

/** @typedef {{ inputs: string, files: string[], before: string[] }} Stamp `before`: chunks of the bundle before this one */

if (realpathSync(process.argv[1] ?? '') === fileURLToPath(import.meta.url)) await main();

async function main() {
  const dist = join(root, 'dist');
  const inputs = hashInputs();
  const stamp = readStamp(dist);
  const alone = process.argv.includes('--alone');
  const isMade = stamp?.inputs === inputs && stamp.files.every((file) => existsSync(join(dist, file)));
  if (isMade && !(alone && stamp.before.length > 0)) return;
  try {
    const output = await bundle(entriesOf(harness));
    // As long as dist/ is a mixture, nothing vouches for it.
    rmSync(join(dist, STAMP), { force: true });
    const files = writeOutput(dist, output);
    // Another `sct` may be at work and load more of what it began with.
    const earlier = alone ? [] : (stamp?.files ?? []);
    const before = earlier.filter((file) => file.startsWith(CHUNKS) && !files.includes(file));
    writeWhole(join(dist, STAMP), JSON.stringify({ inputs, files, before }));
    prune(dist, new Set([STAMP, ...files, ...before]));
  } catch (error) {
    process.stderr.write(`sct: dist/ cannot be made: ${/** @type {Error} */ (error).message}\n`);
    process.exitCode = 1;
  }
}

/**
 * Bundles some entries, in memory. `import.meta.url` keeps the meaning that it has in the source: where the module lies, with the
 * output's folder in the place of harness/.
 * @param {Record<string, string>} entries sources by name of the output file, which is without `.js`
 */
export async function bundle(entries) {
  const { rolldown } = await import('rolldown');
  const together = gather(entries);
  const rules = Object.fromEntries(RULES.map((name) => [name, hashRules(harness, name)]));
  const build = await rolldown({
    cwd: root,
    input: entries,
    platform: 'node',
    transform: { target: 'es2022', define: { BUNDLED_RULES: JSON.stringify(rules) } },
    plugins: [keepUrls(), nameLicences(), together.plugin],
    onLog: (level, log) => {
      // An import that cannot be resolved is but a warning.
      if (level === 'warn') throw new Error(log.message);
    },
  });
  const { output } = await build.generate({
    format: 'esm',
    sourcemap: true,
    chunkFileNames: `${CHUNKS}[name]-[hash].js`,
    codeSplitting: { groups: together.groups },
  });
  return output;
}

/**
 * Puts all that an entry of `WHOLE` loads at once into one chunk; what is imported only when it is needed stays by itself.
 * @param {Record<string, string>} entries
 */
function gather(entries) {
  /** @type {Map<string, string>} */
  const chunks = new Map();
  /** @type {import('rolldown').Plugin} */
  const plugin = {
    name: 'gather',
    buildEnd() {
      const gatherInto = (/** @type {string} */ chunk, /** @type {string} */ importer) => {
        for (const id of this.getModuleInfo(importer)?.importedIds ?? []) {
          if (chunks.has(id)) continue;
          chunks.set(id, chunk);
          gatherInto(chunk, id);
        }
      };
      // Without the entries themselves: cli.ts is at work while it imports a command, which must not wait for it.
      for (const [chunk, entry] of Object.entries(WHOLE)) gatherInto(chunk, entries[entry] ?? '');
    },
  };
  const names = Object.keys(WHOLE);
  const groups = names.map((name, index) => ({
    name,
    test: (/** @type {string} */ id) => chunks.get(id) === name,
    // A group takes what its modules import, too.
    priority: names.length - index,
  }));
  return { plugin, groups };
}

/** @returns {import('rolldown').Plugin} */
function keepUrls() {
  const own = /\bimport\.meta\.url\b/g;
  const placeholder = /"__module_url__:([^"]+)"/g;
  return {
    name: 'keep-urls',
    transform(code, id) {
      if (!id.startsWith(`${harness}/`)) return null;
      const module = relative(harness, id).replace(/\.m?[jt]s$/, '.js');
      // No line moves, so the map of before holds.
      return { code: code.replaceAll(own, `"__module_url__:${module}"`), map: null };
    },
    renderChunk(code, { fileName }) {
      const url = (/** @type {string} */ module) =>
        `new URL(${JSON.stringify(relative(dirname(fileName), module))}, import.meta.url).href`;
      return { code: code.replaceAll(placeholder, (_, module) => url(module)), map: null };
    },
  };
}

/**
 * Says under which licences the libraries are that are in the bundle: each wants its notice to go where it goes.
 * @returns {import('rolldown').Plugin}
 */
function nameLicences() {
  return {
    name: 'name-licences',
    generateBundle(_, output) {
      const modules = Object.values(output).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
      const packages = modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? []);
      const source = [...new Set(packages)]
        .sort()
        .map(licenceOf)
        .join(`\n${'-'.repeat(72)}\n\n`);
      this.emitFile({ type: 'asset', fileName: LICENCES, source });
    },
  };
}

/**
 * A package's licence: its text, or, of a package that comes without, what it says of itself.
 * @param {string} folder
 */
function licenceOf(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(folder, file), 'utf8') : `${license}, by ${author?.name ?? author}`;
  return `${name} ${version}\n\n${text.trim()}\n`;
}

/** @param {string} folder harness/ */
function entriesOf(folder) {
  /** @type {Record<string, string>} */
  const entries = { cli: join(folder, 'cli.ts') };
  for (const below of FOLDERS)
    for (const file of readdirSync(join(folder, below)))
      if (file.endsWith('.ts'))
        entries[join(below, file.slice(0, -'.ts'.length))] = join(folder, below, file);
  return entries;
}

/** A hash over all that a bundle is made of: the sources, the packages, and this file. */
function hashInputs() {
  const hash = createHash('sha256');
  const sources = readdirSync(harness, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.m?ts$|\.mjs$/.test(file),
  );
  for (const file of [...sources.sort().map((name) => join(harness, name)), ...OTHERS])
    hash.update(`${file}\n`).update(createHash('sha256').update(readFileSync(file)).digest());
  return hash.digest('hex');
}

/**
 * Writes each file whole or not at all, those that others import first. Gives their names.
 * @param {string} folder
 * @param {Awaited<ReturnType<typeof bundle>>} output
 */
export function writeOutput(folder, output) {
  const files = [...output].sort((a, b) => rank(a.fileName) - rank(b.fileName));
  for (const file of files)
    writeOne(join(folder, file.fileName), file.type === 'chunk' ? file.code : file.source);
  return files.map(({ fileName }) => fileName);
}

/**
 * @param {string} file
 * @param {string | Uint8Array} content
 */
function writeOne(file, content) {
  mkdirSync(dirname(file), { recursive: true });
  writeWhole(file, content, { mode: 0o755 }); // cli.js is a command
}

/** @param {string} file */
function rank(file) {
  return file.startsWith(CHUNKS) ? 0 : 1;
}

/**
 * @param {string} dist
 * @param {Set<string>} wanted
 */
function prune(dist, wanted) {
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !wanted.has(relative(dist, path))) rmSync(path, { force: true });
  }
}

/**
 * @param {string} dist
 * @returns {Stamp | undefined}
 */
function readStamp(dist) {
  try {
    return JSON.parse(readFileSync(join(dist, STAMP), 'utf8'));
  } catch {
    return undefined;
  }
}
