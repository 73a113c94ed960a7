// SPDX-License-Identifier: GPL-2.0-only
// No verdict rests on luck: `npm run soak [-- RUNS]`, the default matrix again and again, a right subject and a wrong one in turn,
// the second half with this machine kept busy. Each case must have the verdict that it had in its subject's first run.
// Exit code 1 says which had not, and where that run's folder is. A thousand runs take hours.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { fs, tmpdir } from 'zx';

const RUNS = 1000;
/** Twice what two cores can do: each QEMU waits as long as it runs. */
const SPINNERS = 4;
/** Of what differs in one run, so many lines. */
const SHOWN = 8;
const WRONG = 'test/variants/plain/no-landing-pad.patch';

/** @typedef {{ name: string, words: string[], exitCode: number, first?: Map<string, string>, runs: number }} Subject */

const asked = Number(process.argv[2] ?? RUNS);
if (!Number.isInteger(asked) || asked < 1) {
  console.error(`${process.argv[2]}: how many runs, a whole number from 1`);
  process.exit(2);
}
const runs = Math.max(4, asked);
const checkout = dirname(dirname(fileURLToPath(import.meta.url)));
const place = tmpdir();
/** @type {import('node:child_process').ChildProcess[]} */
const spinners = [];
process.on('exit', () => {
  for (const spinner of spinners) spinner.kill('SIGKILL');
  fs.rmSync(place, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(130));

/** @type {Subject[]} */
const subjects = [
  { name: 'the built-in subjects', words: [], exitCode: 0, runs: 0 },
  {
    name: 'no landing pad',
    words: ['--tree', join(checkout, 'guest/subjects/reviewed'), '--patch', join(checkout, WRONG)],
    exitCode: 1,
    runs: 0,
  },
];

/**
 * Runs the default matrix once, in a folder of its own.
 * @param {Subject} subject
 * @param {string} folder made for the run, and taken away by the caller
 * @returns {Promise<{ exitCode: number | null, verdicts: Map<string, string> }>} by cell and case
 */
async function judge(subject, folder) {
  fs.mkdirSync(folder);
  const json = join(folder, 'run.json');
  // What it prints names its causes and the folder that it kept.
  const screen = fs.openSync(join(folder, 'screen.txt'), 'w');
  const sct = spawn(
    process.execPath,
    [join(checkout, 'dist/cli.js'), 'run', ...subject.words, '--quiet', '--json', json],
    { env: { ...process.env, TMPDIR: folder }, stdio: ['ignore', screen, screen] },
  );
  const [exitCode] = await once(sct, 'exit');
  fs.closeSync(screen);
  /** @type {Map<string, string>} */
  const verdicts = new Map();
  if (!fs.existsSync(json)) return { exitCode, verdicts };
  for (const { subject: name, machine, results } of fs.readJsonSync(json).cells)
    for (const { suite, case: id, verdict } of results)
      verdicts.set(`${name}@${machine} ${suite}.${id}`, verdict);
  return { exitCode, verdicts };
}

/**
 * @param {Map<string, string>} first
 * @param {Map<string, string>} now
 * @returns {string[]} a line each for what is not as it was
 */
function differences(first, now) {
  return [...new Set([...first.keys(), ...now.keys()])].flatMap((id) =>
    first.get(id) === now.get(id)
      ? []
      : [`  ${id}: ${first.get(id) ?? 'none'}, then ${now.get(id) ?? 'none'}`],
  );
}

const start = performance.now();
const minutes = () => ((performance.now() - start) / 60_000).toFixed(1);
let unequal = 0;
for (let run = 0; run < runs; run += 1) {
  if (run === Math.floor(runs / 2))
    for (let i = 0; i < SPINNERS; i += 1) {
      const spinner = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
      // Nobody waits for one: it is ended with this script.
      spinner.unref();
      spinners.push(spinner);
    }
  const subject = subjects[run % subjects.length];
  if (!subject) throw new Error('no subject');
  const folder = join(place, `${run}`);
  const { exitCode, verdicts } = await judge(subject, folder);
  subject.first ??= verdicts;
  subject.runs += 1;
  const found = differences(subject.first, verdicts);
  if (exitCode === subject.exitCode && verdicts.size > 0 && found.length === 0)
    fs.rmSync(folder, { recursive: true });
  else {
    unequal += 1;
    const kept = `${place}-run-${run}`;
    fs.moveSync(folder, kept);
    console.log(
      `run ${run + 1}, ${subject.name}, ${spinners.length} spinning: exit code ${exitCode}; ${kept}/screen.txt`,
    );
    console.log(found.slice(0, SHOWN).join('\n'));
    if (found.length > SHOWN) console.log(`  and ${found.length - SHOWN} more`);
  }
  if ((run + 1) % 10 === 0) console.error(`${run + 1} of ${runs} runs, ${minutes()} min, ${unequal} unequal`);
}
for (const { name, runs: times, first } of subjects)
  console.log(`${name}: ${times} runs, ${first?.size} verdicts each`);
console.log(
  `${runs} runs in ${minutes()} min, half of them beside ${SPINNERS} spinning processes: ${unequal} unequal`,
);
process.exitCode = unequal > 0 ? 1 : 0;
