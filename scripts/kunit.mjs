// SPDX-License-Identifier: GPL-2.0-only
// Does Linux's own KTAP parser read the same verdicts?
//
//   npm run kunit -- TREE [option of `sct run` …]        (TREE: a kernel tree with tools/testing/kunit/kunit.py)
//
// Runs sct, and has kunit.py parse the serial log of each cell that booted once, and the KTAP report of the run, which has all cells. Ends with 1 if a total
// differs. In Linux the log has Linux's own lines as well: kunit.py gets the module's. kunit.py knows of no second boot, which goes on behind the case that
// ended the first: the logs of such a cell are not given to it, and its totals are read from the report alone.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fs, tmpdir } from 'zx';
import { counted, ownLog } from './kunit/totals.mjs';

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

/** @typedef {import('./kunit/totals.mjs').Result} Result */
/** @type {{ cells: { subject: string, machine: string, folder: string | null, results: Result[] }[] }} */
const { cells } = fs.readJsonSync(json);

let differ = 0;
let compared = 0;
for (const { subject, machine, folder: cell, results } of cells) {
  if (cell === null) continue;
  const name = `${subject}@${machine}`;
  if (existsSync(join(cell, '2'))) {
    console.log(`${name}: several boots, whose logs kunit.py cannot join: the KTAP report alone`);
    continue;
  }
  const log = join(cell, 'own.log');
  writeFileSync(log, ownLog(readFileSync(join(cell, 'serial.log'), 'latin1')), 'latin1');
  // The console itself is judged by the harness: the guest prints nothing of it.
  const printed = results.filter(({ suite }) => suite !== 'bench');
  compare(name, log, printed.length, counted(printed, 'log'));
}
const all = cells.flatMap(({ results }) => results);
compare('the KTAP report', ktap, all.length, counted(all, 'report'));
console.log(
  differ === 0 ? `kunit.py reads the same totals in all ${compared}` : `${differ} of ${compared} differ`,
);
process.exitCode = differ === 0 && compared > 0 && cells.length > 0 ? 0 : 1;

/**
 * @param {string} name
 * @param {string} log
 * @param {number} cases
 * @param {import('./kunit/totals.mjs').Totals} ours
 */
function compare(name, log, cases, ours) {
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
  if (same) return console.log(`${name}: ${cases} cases, the same`);
  differ++;
  console.log(
    `${name}: sct says ${JSON.stringify(ours)}, kunit.py ${JSON.stringify(theirs)}, errors ${errors}`,
  );
  console.log(`  ${summary || stderr || stdout.slice(-500)}`);
}
