// SPDX-License-Identifier: GPL-2.0-only
// Finding tools and reading their versions. Plain JavaScript on node:* alone, because scripts/bootstrap.mjs needs it before
// any package is installed and anything is compiled; the harness uses it through tools.ts.
import { execFile } from 'node:child_process';
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';

/**
 * One record of tools.json.
 * @typedef {object} Tool
 * @property {string} name the file name looked for along PATH
 * @property {string} purpose what sct needs it for, to follow "it "
 * @property {string} least the least version that sct is known to work with
 * @property {{ args: string[], pattern: string }} version how to ask for the version; group 1 of the pattern is it
 * @property {string} [package] the Debian package that has it
 * @property {Record<string, string>} [packageOn] what that package is called on a machine of another architecture, by Node's name of it
 * @property {string} [mend] how to get it, if no Debian package is the answer
 * @property {string} [variable] the environment variable that names another one
 * @property {boolean} [optional] a plain `sct run` does without it: it is never installed unasked, and sct is in order without it
 * @property {boolean} [tests] an optional one that `npm test` does not do without: it asks for it
 * @property {boolean} [linux] an optional one that `npm run setup:linux` does not do without
 */

/** @typedef {{ PATH?: string | undefined, [variable: string]: string | undefined }} Environment */

/**
 * The table of tools. The same path leads there from harness/tool/ and from dist/tool/.
 * @returns {Tool[]}
 */
export function readTools() {
  return JSON.parse(readFileSync(new URL('../../harness/tool/tools.json', import.meta.url), 'utf8'));
}

/**
 * Absolute path of an executable file along PATH, or of `name` itself if it has a slash; starts no child.
 * @param {string} name
 * @param {Environment} [environment]
 * @returns {string | undefined}
 */
export function lookUp(name, environment = process.env) {
  const candidates = name.includes('/')
    ? [resolve(name)]
    : (environment.PATH ?? '')
        .split(':')
        .filter(isAbsolute)
        .map((folder) => join(folder, name));
  return candidates.find(isExecutableFile);
}

/** @param {string} path */
function isExecutableFile(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * What the tool's variable asks for instead of the tool; undefined if it is unset or empty.
 * @param {Tool} tool
 * @param {Environment} [environment]
 * @returns {string | undefined}
 */
export function overrideOf(tool, environment = process.env) {
  return (tool.variable && environment[tool.variable]) || undefined;
}

/**
 * Absolute path of the tool, the override honoured; undefined if there is none.
 * @param {Tool} tool
 * @param {Environment} [environment]
 * @returns {string | undefined}
 */
export function locateTool(tool, environment = process.env) {
  // The Node that matters is the one that runs this line, wherever PATH leads.
  if (tool.name === 'node') return process.execPath;
  return lookUp(overrideOf(tool, environment) ?? tool.name, environment);
}

/** How long a tool may take to tell its version, ms: on a slow, busy machine npm needs minutes for it, and only one that never answers is broken. */
const PATIENCE = 600_000;

/**
 * Asks the tool at `path` for its version, e.g. `19.1.7`; undefined if it does not run or says nothing the pattern knows.
 * @param {Tool} tool
 * @param {string} path
 * @returns {Promise<string | undefined>}
 */
export function probeVersion(tool, path) {
  return new Promise((done) => {
    const child = execFile(path, tool.version.args, { timeout: PATIENCE }, (error, stdout, stderr) => {
      done(error ? undefined : new RegExp(tool.version.pattern).exec(stdout + stderr)?.[1]);
    });
    child.stdin?.end();
  });
}

/**
 * Compares dotted versions number by number; what is not there counts as 0.
 * @param {string} a
 * @param {string} b
 * @returns {number} below, equal to or above 0, as `sort` wants it
 */
export function compareVersions(a, b) {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * The one command that gets these tools on this system, or a sentence where there is no such command.
 * @param {Tool[]} tools
 * @param {Environment} [environment]
 * @returns {string}
 */
export function mendOf(tools, environment = process.env) {
  const packages = packagesOf(tools);
  const others = tools.flatMap((tool) => tool.mend ?? []);
  if (packages.length === 0) return others.join('; ');
  if (!lookUp('apt-get', environment)) {
    return [`install what Debian calls ${packages.join(' ')}`, ...others].join('; ');
  }
  const sudo = isRoot() ? '' : 'sudo ';
  const install = `${sudo}apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  return [`${sudo}apt-get update && ${install}`, ...others].join('; ');
}

/**
 * The Debian packages that have these tools, each once.
 * @param {Tool[]} tools
 * @param {string} [arch] of the machine on which they are to be installed, as Node calls it
 * @returns {string[]}
 */
export function packagesOf(tools, arch = process.arch) {
  return [...new Set(tools.flatMap((tool) => tool.packageOn?.[arch] ?? tool.package ?? []))];
}

/** Whether this process may install packages itself. */
export function isRoot() {
  return process.getuid?.() === 0;
}
