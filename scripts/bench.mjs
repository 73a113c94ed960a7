// SPDX-License-Identifier: GPL-2.0-only
// How much sct adds to what must be done anyway, side by side on this machine, in this minute: `npm run bench [-- ROUNDS]`.
// It prints and judges nothing: times of a loaded machine mean little, only their ratios mean something.
//
// All of it happens in a copy of what is installed (dist/, guest/, …), with a build cache of its own.
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';
import { interquartileRange, median, min } from 'simple-statistics';
import { fs, tmpdir } from 'zx';
import { locateTool, readTools } from '../harness/tool/lookup.mjs';

const CELL = ['run', '--subject', 'v7', '--machine', 'max'];
const LEAST_ROUNDS = 10;
/** What of the checkout makes an `sct`. */
const PARTS = ['dist', 'guest', 'harness/tool', 'package.json'];
const HEADER = 'guest/subjects/v7/arch/arm64/include/asm/static_call.h';

/** @typedef {{ file: string, args: string[] }} Command one process */

const rounds = Math.max(LEAST_ROUNDS, Number(process.argv[2]) || 0);
const checkout = dirname(dirname(fileURLToPath(import.meta.url)));
const bench = tmpdir();
process.on('exit', () => fs.rmSync(bench, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));

const copy = join(bench, 'sct');
for (const part of PARTS) fs.copySync(join(checkout, part), join(copy, part));
const cli = join(copy, 'dist/cli.js');
const header = join(copy, HEADER);
const original = fs.readFileSync(header, 'utf8');
let touches = 0;

console.error(`${rounds} rounds on ${availableParallelism()} cores; this takes a minute or two`);
const node = { file: process.execPath, args: ['-e', '0'] };
const sct = { file: process.execPath, args: [cli, ...CELL] };
const bareQemu = argvOfCell(); // which fills the cache, too
const recorded = record();

const warm = measure({
  'node -e 0': () => run(node),
  'QEMU, the same argv': () => run(bareQemu),
  'sct run, nothing changed': () => run(sct),
});
const [startUp, boot, warmRun] = warm;
print('One cell, warm: v7 on max', warm, warmRun, [startUp, boot]);

const edited = measure(
  {
    'node -e 0': () => run(node),
    [`clang, ${recorded.compiles.length} files, one by one`]: () =>
      recorded.compiles.map((compile) => run(compile)),
    'ld.lld': () => run(recorded.link),
    'llvm-objcopy': () => run(recorded.flatten),
    'QEMU, the same argv': () => run(bareQemu),
    'sct run, static_call.h changed': () => run(sct),
  },
  touch,
);
print('From a changed static_call.h to the verdict', edited, edited.at(-1), edited.slice(0, -1));
console.log(recorded.processes);

// --- what is run ---

/**
 * Runs a process to its end.
 * @param {Command} command
 * @param {Record<string, string>} [env]
 */
function run({ file, args }, env = {}) {
  const { status, stdout, stderr, error } = spawnSync(file, args, {
    cwd: copy,
    env: { ...process.env, SCT_CACHE: join(bench, 'cache'), ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 << 20,
  });
  if (status !== 0) throw new Error(`${file} ${args.join(' ')}\n${error ?? `${stdout}\n${stderr}`}`);
  return stderr;
}

/** A change of content that changes no code: the verdict stays, and nothing can tell beforehand that it will. */
function touch() {
  touches += 1;
  fs.writeFileSync(header, `${original}\n#define SCT_BENCH_${touches} ${touches}\n`);
}

/** The command line of the cell's QEMU, and the folder that it needs. */
function argvOfCell() {
  const said = run({ file: process.execPath, args: [cli, ...CELL, '--keep'] }, { TMPDIR: bench });
  const folder = /^sct: kept (.+)$/m.exec(said)?.[1];
  const [file, ...args] = fs.readJsonSync(join(folder ?? '', 'v7@max/argv.json'));
  return { file, args };
}

/**
 * Which processes sct starts after a change of the header: each tool is replaced by a script that writes down its arguments. Their cache
 * is another one, since to sct these are other tools.
 */
function record() {
  const log = join(bench, 'log');
  const cache = join(bench, 'recorded');
  /** @type {Record<string, string>} */
  const env = { SCT_CACHE: cache };
  /** @type {Record<string, string>} */
  const real = {};
  for (const tool of readTools()) {
    const path = tool.variable && locateTool(tool);
    if (!path || !tool.variable || tool.name === 'node') continue;
    const script = join(bench, tool.name);
    const lines = ['#!/bin/sh', `printf '%s\\n' "$@" >'${log}/${tool.name} '$$`, `exec '${path}' "$@"`, ''];
    fs.writeFileSync(script, lines.join('\n'), { mode: 0o755 });
    env[tool.variable] = script;
    real[tool.name] = path;
  }
  /** @returns {(Command & { name: string })[]} */
  const started = () => {
    fs.emptyDirSync(log);
    run(sct, env);
    return fs.readdirSync(log).map((/** @type {string} */ file) => {
      const name = file.split(' ')[0] ?? '';
      return {
        name,
        file: real[name] ?? '',
        args: fs.readFileSync(join(log, file), 'utf8').trimEnd().split('\n'),
      };
    });
  };
  const qemus = (/** @type {{ name: string }[]} */ all) =>
    all.filter(({ name }) => name.startsWith('qemu')).length;

  const cold = started();
  const again = started();
  touch();
  const redone = started();
  const compiles = redone.filter(({ name }) => name.startsWith('clang'));
  const link = redone.find(({ name }) => name.startsWith('ld'));
  const flatten = redone.find(({ name }) => name.includes('objcopy'));
  if (compiles.length === 0 || !link || !flatten)
    throw new Error('sct compiled or linked nothing after a change');

  const elf = join(bench, 'bare.elf');
  return {
    compiles: compiles.map((compile, index) => withOutput(compile, join(bench, `bare-${index}.o`))),
    link: withOutput(link, elf),
    flatten: { file: flatten.file, args: [...flatten.args.slice(0, -2), elf, join(bench, 'bare.bin')] },
    processes: `QEMU processes of a run of one cell: ${qemus(cold)} with an empty cache, ${qemus(again)} with a warm one`,
  };
}

/**
 * The same command with another output file.
 * @param {Command} command
 * @param {string} output
 */
function withOutput({ file, args }, output) {
  const at = args.indexOf('-o') + 1;
  return { file, args: [...args.slice(0, at), output, ...args.slice(at + 1)] };
}

// --- how it is measured ---

/**
 * Times each job once a round, in turn, so that a machine that grows busy is so for all of them. Milliseconds.
 * @param {Record<string, () => unknown>} jobs
 * @param {() => void} [before] runs before each round
 */
function measure(jobs, before = () => {}) {
  const rows = Object.entries(jobs).map(([name, job]) => ({
    name,
    job,
    times: /** @type {number[]} */ ([]),
  }));
  for (let round = 0; round < rounds; round++) {
    before();
    for (const { job, times } of rows) {
      const start = performance.now();
      job();
      times.push(performance.now() - start);
    }
  }
  return rows;
}

/** @typedef {ReturnType<typeof measure>[number] | undefined} Row */

/**
 * @param {string} title
 * @param {readonly Row[]} rows
 * @param {Row} whole
 * @param {readonly Row[]} parts
 */
function print(title, rows, whole, parts) {
  const table = new Table({
    head: ['ms', 'median', 'min', 'IQR'],
    colAligns: ['left', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  const ms = (/** @type {number} */ value) => value.toFixed(0);
  for (const row of rows)
    if (row) table.push([row.name, ...[median, min, interquartileRange].map((of) => ms(of(row.times)))]);
  const bare = parts.reduce((sum, part) => sum + median(part?.times ?? []), 0);
  const ratio = median(whole?.times ?? []) / bare;
  table.push(['the bare parts together', ms(bare), '', ''], ['ratio', ratio.toFixed(2), '', '']);
  console.log(`${title}\n${table}\n`);
}
