// SPDX-License-Identifier: GPL-2.0-only
// Does Linux's own KTAP parser read the same verdicts?
//
//   npm run kunit -- TREE [option of `sct run` …]        (TREE: a kernel tree with tools/testing/kunit/kunit.py)
//
// Runs sct, and has kunit.py parse the serial log of each cell that booted, and the KTAP report of the run. Ends with 1 if a total differs.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fs, tmpdir } from 'zx';

const [tree, ...options] = process.argv.slice(2);
const kunit = join(tree ?? '', 'tools/testing/kunit/kunit.py');
if (!tree || !existsSync(kunit)) {
  console.error(
    `kunit: ${tree ? `there is no ${kunit}` : 'name a kernel tree'}\nusage: npm run kunit -- TREE [option …]`,
  );
  process.exit(2);
}
const checkout = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = tmpdir();
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));

const [json, ktap] = [join(folder, 'run.json'), join(folder, 'run.ktap')];
console.error('running sct; its folders are read, and removed at the end');
const sct = spawnSync(
  process.execPath,
  [join(checkout, 'dist/cli.js'), 'run', '--keep', '--json', json, '--ktap', ktap, ...options],
  { env: { ...process.env, TMPDIR: folder }, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' },
);
if (!existsSync(json)) {
  console.error(sct.stderr);
  process.exit(sct.status || 1);
}

/** @typedef {{ suite: string, verdict: string }} Result */
/** @type {{ cells: { subject: string, machine: string, folder: string | null, results: Result[] }[] }} */
const { cells } = fs.readJsonSync(json);

/** What kunit.py counts a verdict as: an error of ours is a `not ok` to it, and a known defect an `ok`. */
const COUNTED = { pass: 'passed', xfail: 'passed', skip: 'skipped', fail: 'failed', error: 'failed' };

let differ = 0;
let compared = 0;
for (const { subject, machine, folder: cell, results } of cells) {
  if (cell === null) continue;
  // The console itself is judged by the harness: the guest prints nothing of it.
  const printed = results.filter(({ suite }) => suite !== 'bench');
  compare(`${subject}@${machine}`, join(cell, 'serial.log'), printed);
}
compare(
  'the KTAP report',
  ktap,
  cells.flatMap(({ results }) => results),
);
console.log(
  differ === 0 ? `kunit.py reads the same totals in all ${compared}` : `${differ} of ${compared} differ`,
);
process.exitCode = differ === 0 && compared > 1 ? 0 : 1;

/**
 * @param {string} name
 * @param {string} log
 * @param {Result[]} results
 */
function compare(name, log, results) {
  const ours = { passed: 0, failed: 0, skipped: 0 };
  for (const { verdict } of results)
    ours[/** @type {keyof typeof ours} */ (COUNTED[/** @type {keyof typeof COUNTED} */ (verdict)])]++;
  const { stdout, stderr } = spawnSync('python3', [kunit, 'parse', log], {
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  const summary = /^.*Testing complete\..*$/m.exec(stdout)?.[0] ?? '';
  const count = (/** @type {string} */ word) => Number(new RegExp(`${word}: (\\d+)`).exec(summary)?.[1] ?? 0);
  const theirs = {
    passed: count('passed'),
    failed: count('failed') + count('crashed'),
    skipped: count('skipped'),
  };
  const errors = count('errors');
  compared++;
  const same = summary !== '' && errors === 0 && JSON.stringify(ours) === JSON.stringify(theirs);
  if (same) return console.log(`${name}: ${results.length} cases, the same`);
  differ++;
  console.log(
    `${name}: sct says ${JSON.stringify(ours)}, kunit.py ${JSON.stringify(theirs)}, errors ${errors}`,
  );
  console.log(`  ${summary || stderr || stdout.slice(-500)}`);
}
