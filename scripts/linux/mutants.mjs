// SPDX-License-Identifier: GPL-2.0-only
// Which of the subjects' mutants are noticed in real Linux: tries them there, a few at a time, and keeps what became of each.
//
//   npm run linux:mutants -- [--machine NAME] [--jobs N] [MUTANT …]       (unless named: those of which nothing is known there)
//
// What is written after each few stays if it is stopped, and the next run goes on. docs/linux-mutants.md is made of the file that this writes, by
// `npx vitest run --project docs -u`.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readMutants } from './mutant-rows.mjs';

const checkout = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const file = join(checkout, 'test/guest/docs/linux-mutants.json');
/** So many are lost if it is stopped. */
const AT_A_TIME = 8;

const { values, positionals: wanted } = parseArgs({
  options: { machine: { type: 'string', default: 'linux-cfi' }, jobs: { type: 'string' } },
  allowPositionals: true,
});
const { machine, jobs } = values;

/** @typedef {{ name: string, verdict: string, by: string[], problems: string[] }} Tried */
/** @typedef {{ verdict: string, by: string[], says?: string }} Kept */
/** By machine, then by mutant: what became of it, and which cases noticed. @type {Record<string, Record<string, Kept>>} */
const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
const here = known[machine] ?? {};
known[machine] = here;

const rows = readMutants(join(checkout, 'guest/mutants'));
const left = wanted.length > 0 ? wanted : rows.filter((name) => !(name in here));
for (let at = 0; at < left.length; at += AT_A_TIME) {
  const names = left.slice(at, at + AT_A_TIME);
  for (const { name, verdict, by, problems } of tried(names)) {
    here[name] = verdict === 'killed' ? { verdict, by } : { verdict, by, says: problems.join('\n') };
    console.error(`${name}: ${verdict}`);
  }
  // In the order of the table, and without what it has no more.
  known[machine] = Object.fromEntries(
    rows.flatMap((name) => {
      const one = here[name];
      return one ? [[name, one]] : [];
    }),
  );
  writeFileSync(file, `${JSON.stringify(known, null, 2)}\n`);
}

/**
 * @param {readonly string[]} names
 * @returns {Tried[]}
 */
function tried(names) {
  const words = ['mutate', '--machine', machine, ...names.flatMap((name) => ['--name', name]), '--json'];
  if (jobs !== undefined) words.push('--jobs', jobs);
  const { stdout, stderr, status } = spawnSync(
    // It does not outlive this process.
    'setpriv',
    ['--pdeathsig', 'TERM', process.execPath, join(checkout, 'dist/cli.js'), ...words],
    { encoding: 'utf8', maxBuffer: 256 << 20 },
  );
  try {
    return JSON.parse(stdout).mutants;
  } catch {
    console.error(`linux:mutants: sct mutate has given no report: ${stderr.trim().split('\n').at(-1)}`);
    return process.exit(status || 1);
  }
}
