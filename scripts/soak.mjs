// SPDX-License-Identifier: GPL-2.0-only
// No verdict rests on luck: `npm run soak [-- RUNS [--at-once N]]`, the default matrix again and again, a right subject and a wrong one in
// turn, the second half with this machine kept busy. Each case must have the verdict that it had in its subject's first run.
// Exit code 1 says which had not, and where that run's folder is. A thousand runs take hours; in the busy half, which waits for the
// spinners, some at once take less, and keep the machine busier still.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pLimit from 'p-limit';
import { fs, tmpdir } from 'zx';

const RUNS = 1000;
/** Twice what two cores can do: each QEMU waits as long as it runs. */
const SPINNERS = 4;
/** Of what differs in one run, so many lines. */
const SHOWN = 8;
const WRONG = 'test/variants/plain/no-landing-pad.patch';

/** @typedef {{ name: string, words: string[], exitCode: number, first?: Map<string, string>, runs: number }} Subject */

const { runs: asked, atOnce } = options();
const runs = Math.max(4, asked);
const checkout = dirname(dirname(fileURLToPath(import.meta.url)));
const place = tmpdir();
/** @type {import('node:child_process').ChildProcess[]} */
const spinners = [];
/** @type {Map<import('node:child_process').ChildProcess, Promise<unknown>>} what runs now, and its end */
const running = new Map();
let stopped = false;
process.on('exit', () => {
  for (const spinner of spinners) spinner.kill('SIGKILL');
  fs.rmSync(place, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.once(signal, async () => {
    stopped = true;
    // Each takes its guests and its folder with it.
    for (const sct of running.keys()) sct.kill();
    await Promise.allSettled(running.values());
    process.exit(130);
  });

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

/** @returns {{ runs: number, atOnce: number }} what the command line asks for; ends with exit code 2 if it makes no sense */
function options() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { 'at-once': { type: 'string', default: '1' } },
    });
    const [runs, atOnce] = [positionals[0] ?? `${RUNS}`, values['at-once']].map((word) => {
      const count = Number(word);
      if (!Number.isInteger(count) || count < 1) throw new TypeError(`${word}: a whole number from 1`);
      return count;
    });
    return { runs: runs ?? RUNS, atOnce: atOnce ?? 1 };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\nnpm run soak [-- RUNS [--at-once N]]`);
    process.exit(2);
  }
}

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
  const end = once(sct, 'exit');
  running.set(sct, end);
  const [exitCode] = await end;
  running.delete(sct);
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
let done = 0;

/** @param {number} run counted from 0 */
async function soakOnce(run) {
  const subject = subjects[run % subjects.length];
  if (!subject) throw new Error('no subject');
  const busy = spinners.length;
  const folder = join(place, `${run}`);
  if (stopped) return;
  const { exitCode, verdicts } = await judge(subject, folder);
  if (stopped) return;
  subject.first ??= verdicts;
  subject.runs += 1;
  done += 1;
  const found = differences(subject.first, verdicts);
  if (exitCode === subject.exitCode && verdicts.size > 0 && found.length === 0)
    fs.rmSync(folder, { recursive: true });
  else {
    unequal += 1;
    const kept = `${place}-run-${run}`;
    fs.moveSync(folder, kept);
    console.log(
      `run ${run + 1}, ${subject.name}, ${busy} spinning: exit code ${exitCode}; ${kept}/screen.txt`,
    );
    console.log(found.slice(0, SHOWN).join('\n'));
    if (found.length > SHOWN) console.log(`  and ${found.length - SHOWN} more`);
  }
  if (done % 10 === 0) console.error(`${done} of ${runs} runs, ${minutes()} min, ${unequal} unequal`);
}

const half = Math.floor(runs / 2);
for (let run = 0; run < half; run += 1) await soakOnce(run);
for (let i = 0; i < SPINNERS; i += 1) {
  const spinner = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
  // Nobody waits for one: it is ended with this script.
  spinner.unref();
  spinners.push(spinner);
}
const limit = pLimit(atOnce);
await Promise.all(Array.from({ length: runs - half }, (_, run) => limit(soakOnce, half + run)));
for (const { name, runs: times, first } of subjects)
  console.log(`${name}: ${times} runs, ${first?.size} verdicts each`);
console.log(
  `${runs} runs in ${minutes()} min, half of them beside ${SPINNERS} spinning processes, ${atOnce} at once there: ${unequal} unequal`,
);
process.exitCode = unequal > 0 ? 1 : 0;
