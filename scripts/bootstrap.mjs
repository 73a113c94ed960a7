// SPDX-License-Identifier: GPL-2.0-only
// Makes a fresh clone ready: the tools of harness/tool/tools.json and the packages of package-lock.json. It runs before every
// `npm start` and `npm test`, so it imports node:* and its neighbours alone, costs milliseconds when there is nothing to do,
// and says everything on stderr: stdout belongs to the command that follows. With `--tests` (`npm test`) it wants the tools of the
// tests too, with `--linux` (`npm run setup:linux`) those that make a kernel, with `--full` (`npm run setup:full`) all that are optional.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeWhole } from '../harness/store/whole-file.mjs';
import {
  compareVersions,
  isRoot,
  locateTool,
  lookUp,
  mendOf,
  overrideOf,
  packagesOf,
  probeVersion,
  readTools,
} from '../harness/tool/lookup.mjs';

/** @typedef {import('../harness/tool/lookup.mjs').Tool} Tool */
/** @typedef {{ tool: Tool, complaint: string }} Problem */

/** Exit code of sct for "a tool is missing". */
const TOOL_MISSING = 3;
/** What flock says when another process holds the lock; any number that the bootstrap does not use itself. */
const LOCK_IS_HELD = 75;
/** How long it may say nothing, ms. */
const SILENCE = 10_000;
/** How many lines of a failed command's output are worth repeating. */
const TAIL_LINES = 12;

/** Which of the optional tools are wanted. */
const wishes = ['--full', '--tests', '--linux'].filter((word) => process.argv.includes(word));

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(root, '.cache');
const stampFile = join(cache, ['tools-stamp', ...wishes].join(''));

/** What went wrong, in words for the user. */
class Failure extends Error {}

try {
  process.exitCode = await main(process.argv.includes('--locked'));
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  process.stderr.write(`sct: ${error.message}\n`);
  process.exitCode = TOOL_MISSING;
}

/** @param {boolean} locked whether this is the call under the lock */
async function main(locked) {
  const tools = requiredTools();
  requireNode(tools);
  makeFolder(cache);

  const problems = await findProblems(tools);
  const stale = packagesAreStale();
  if (problems.length === 0 && !stale) return 0;
  refuseOverrides(problems);
  // One bootstrap at a time installs; who comes second looks again, and finds the work done.
  const flock = lookUp('flock');
  if (!locked && flock) return runUnderLock(flock);

  if (problems.length > 0) await installTools(problems);
  if (stale) await installPackages();
  return 0;
}

/** @param {string} text */
function say(text) {
  process.stderr.write(`sct: ${text}\n`);
}

/** @param {string} folder */
function makeFolder(folder) {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new Failure(`cannot make ${folder}: ${/** @type {Error} */ (error).message}`);
  }
}

/** @param {Tool[]} tools */
function requireNode(tools) {
  const node = tools.find((tool) => tool.name === 'node');
  if (!node || compareVersions(process.versions.node, node.least) >= 0) return;
  throw new Failure(
    `this is Node ${process.versions.node}, but sct needs ${node.least} or newer.\nTo mend it: ${node.mend}`,
  );
}

// --- tools ---

/** What this checkout cannot do without, and the optional tools that were asked for. */
function requiredTools() {
  return readTools().filter(
    (tool) =>
      !tool.optional ||
      wishes.includes('--full') ||
      (wishes.includes('--tests') && tool.tests) ||
      (wishes.includes('--linux') && tool.linux),
  );
}

/**
 * The tools that are missing or too old. Versions are asked for only if a tool or the table has changed since all was well.
 * @param {Tool[]} tools
 * @returns {Promise<Problem[]>}
 */
async function findProblems(tools) {
  const found = tools.map((tool) => ({ tool, path: locateTool(tool) }));
  const stamp = createHash('sha256')
    .update(JSON.stringify(found.map(({ tool, path }) => [tool, path, path && fingerprint(path)])))
    .digest('hex');
  if (readText(stampFile) === stamp) return [];

  // On a slow machine this is minutes, once.
  const slow = setTimeout(() => say('asking each tool for its version'), SILENCE);
  const problems = (await Promise.all(found.map(({ tool, path }) => problemWith(tool, path)))).flat();
  clearTimeout(slow);
  if (problems.length === 0) writeStamp(stamp);
  return problems;
}

/** @param {string} path */
function fingerprint(path) {
  const { size, mtimeMs, ino } = statSync(path);
  return [size, mtimeMs, ino];
}

/**
 * @param {Tool} tool
 * @param {string | undefined} path
 * @returns {Promise<Problem[]>}
 */
async function problemWith(tool, path) {
  const override = overrideOf(tool);
  if (path === undefined) {
    const complaint = override
      ? `${tool.variable}=${override} is no executable file`
      : `${tool.name} is missing`;
    return [{ tool, complaint }];
  }
  const version = await probeVersion(tool, path);
  if (version === undefined) {
    return [{ tool, complaint: `\`${[path, ...tool.version.args].join(' ')}\` does not tell a version` }];
  }
  if (compareVersions(version, tool.least) >= 0) return [];
  return [{ tool, complaint: `${path} is version ${version}, but ${tool.least} or newer is needed` }];
}

/** @param {Problem[]} problems */
function describe(problems) {
  return problems.map(({ tool, complaint }) => `  ${complaint}: it ${tool.purpose}`).join('\n');
}

/**
 * No package mends a variable that names a bad tool.
 * @param {Problem[]} problems
 */
function refuseOverrides(problems) {
  const overridden = problems.filter(({ tool }) => overrideOf(tool) !== undefined);
  if (overridden.length === 0) return;
  const variables = overridden.map(({ tool }) => tool.variable).join(' ');
  throw new Failure(
    `a tool named by a variable cannot be used:\n${describe(overridden)}\nTo mend it: unset ${variables}`,
  );
}

/** @param {Problem[]} problems */
async function installTools(problems) {
  const tools = problems.map(({ tool }) => tool);
  const packages = packagesOf(tools);
  const aptGet = lookUp('apt-get');
  const asRoot = aptGet && commandAsRoot(aptGet);
  if (!asRoot || tools.some((tool) => !tool.package)) {
    throw new Failure(`tools are missing:\n${describe(problems)}\nTo mend it, run:\n\n  ${mendOf(tools)}\n`);
  }

  say(`installing ${packages.join(' ')} with apt-get, once; this takes a minute or so`);
  const update = await run([...asRoot, 'update']);
  // One broken source of packages does not mean that these packages cannot be had.
  if (update.code !== 0) say('apt-get update failed; trying to install all the same');
  const options = ['-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300'];
  const install = await run([...asRoot, 'install', ...options, ...packages]);
  if (install.code !== 0) {
    throw new Failure(
      `apt-get install ${packages.join(' ')} failed with exit code ${install.code}. Its last lines:\n${install.tail}`,
    );
  }

  const left = await findProblems(requiredTools());
  if (left.length > 0) {
    throw new Failure(
      `apt-get has installed ${packages.join(' ')}, but something is still amiss:\n${describe(left)}\n` +
        'Another one may come first on PATH, or this release of the system is too old.',
    );
  }
}

/**
 * The command to which apt-get's arguments are appended; undefined if this user cannot become root without a password.
 * @param {string} aptGet
 * @returns {string[] | undefined}
 */
function commandAsRoot(aptGet) {
  const command = ['env', 'DEBIAN_FRONTEND=noninteractive', aptGet];
  if (isRoot()) return command;
  const sudo = lookUp('sudo');
  const allowed = sudo && spawnSync(sudo, ['-n', 'true'], { stdio: 'ignore' }).status === 0;
  return allowed ? [sudo, '-n', ...command] : undefined;
}

// --- packages ---

/**
 * Whether node_modules is not what package-lock.json asks for: never made, half made, or made for another lock.
 * npm writes node_modules/.package-lock.json last.
 */
function packagesAreStale() {
  const wanted = readPackages(join(root, 'package-lock.json'));
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'));
  if (!wanted) throw new Failure(`${root} has no readable package-lock.json: is this a full checkout?`);
  if (!installed) return true;

  const names = Object.keys(wanted).filter((name) => name !== '');
  // An optional package may be left out, because it is for another system.
  const missing = names.some((name) => !installed[name] && !wanted[name]?.optional);
  return (
    missing ||
    Object.entries(installed).some(
      ([name, { version, integrity }]) =>
        version !== wanted[name]?.version ||
        integrity !== wanted[name]?.integrity ||
        !existsSync(join(root, name, 'package.json')),
    )
  );
}

/**
 * @param {string} file a lock file of npm
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }> | undefined}
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

async function installPackages() {
  const npm = lookUp('npm');
  if (!npm) throw new Failure('npm is missing: it installs the packages of package-lock.json');
  say('installing the packages of package-lock.json with npm ci');
  // `npm start --silent` hands its silence down; what goes wrong here must be heard.
  const flags = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code } = await run([npm, 'ci', ...flags]);
  // npm names the cause first and explains at length after it, so its last lines are not worth repeating.
  if (code !== 0) throw new Failure(`npm ci failed with exit code ${code}; what it said is above.`);
}

// --- processes and files ---

/**
 * Runs this file again under the lock and gives its exit code. The lock is the kernel's: it ends with the processes that hold
 * it, an npm that outlives its bootstrap among them, so no lock is ever left behind.
 * @param {string} flock
 */
function runUnderLock(flock) {
  const lock = join(cache, 'bootstrap.lock');
  const again = [process.execPath, fileURLToPath(import.meta.url), '--locked', ...wishes];
  /** @param {string[]} options */
  const attempt = (options) =>
    spawnSync(flock, [...options, lock, ...again], { stdio: ['ignore', 2, 2] }).status ?? TOOL_MISSING;

  const status = attempt(['--nonblock', '--conflict-exit-code', String(LOCK_IS_HELD)]);
  if (status !== LOCK_IS_HELD) return status;
  say('waiting for another bootstrap of this checkout');
  return attempt([]);
}

/**
 * Runs a command in the checkout, its output on stderr.
 * @param {string[]} command
 * @returns {Promise<{ code: number | string, tail: string }>} `tail`: the last lines of the output
 */
function run([file = '', ...args]) {
  return new Promise((done) => {
    const child = spawn(file, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        process.stderr.write(text);
        output = (output + text).slice(-10_000);
      });
    }
    child.on('error', (error) => done({ code: error.message, tail: '' }));
    child.on('close', (code, signal) => {
      done({ code: code ?? signal ?? '', tail: output.trimEnd().split('\n').slice(-TAIL_LINES).join('\n') });
    });
  });
}

/** @param {string} file */
function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Remembers that all is there. It only saves time, so that it cannot be written is no failure.
 * @param {string} stamp
 */
function writeStamp(stamp) {
  try {
    writeWhole(stampFile, stamp);
  } catch {}
}
