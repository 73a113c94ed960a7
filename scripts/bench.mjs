// SPDX-License-Identifier: GPL-2.0-only
// How much sct adds to what must be done anyway, how soon it says what is wrong, and what its dearest parts cost: side by side on this machine, in this
// minute: `npm run bench [-- ROUNDS]`; `npm run bench -- cell`, `-- wrecks [NAME …]`, `-- matrix`, `-- linux [MACHINE …]` and `-- linux-tree DIR [ROUNDS]` for one part.
// It prints and judges nothing: times of a loaded machine mean little, only their ratios mean something.
//
// All of it happens in a copy of what is installed (dist/, guest/, …), with a build cache of its own.
import { spawn, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';
import { interquartileRange, median, min } from 'simple-statistics';
import { fs, tmpdir } from 'zx';
import { locateTool, readTools } from '../harness/tool/lookup.mjs';
import { treeMake } from '../harness/tool/tree-make.mjs';

const CELL = ['run', '--subject', 'v7', '--machine', 'max'];
const LEAST_ROUNDS = 10;
const ROUNDS_OF_ALL = 3;
/** What of the checkout makes an `sct`. */
const PARTS = ['dist', 'guest', 'harness/tool', 'package.json'];
const HEADER = 'guest/subjects/v7/arch/arm64/include/asm/static_call.h';

/** @typedef {{ file: string, args: string[] }} Command one process */

const [part = 'all', ...chosen] = process.argv.slice(2);
const rounds = Math.max(LEAST_ROUNDS, Number(part) || 0);
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

if (part === 'wrecks') {
  await wrecks(chosen);
  process.exit(0);
}
if (part === 'matrix') {
  await matrix();
  process.exit(0);
}

if (part === 'linux-tree') {
  linuxTree(resolve(chosen[0] ?? '.'), Number(chosen[1]) || ROUNDS_OF_ALL);
  process.exit(0);
}

if (part === 'linux') {
  linux(chosen.length > 0 ? chosen : ['linux-stock']);
  process.exit(0);
}

console.error(`${rounds} rounds on ${availableParallelism()} cores; this takes some minutes`);
const node = { file: process.execPath, args: ['-e', '0'] };
const sct = { file: process.execPath, args: [cli, ...CELL] };
const bareQemu = argvOfCell(); // which fills the cache, too
const warm = measure({
  'node -e 0': () => run(node),
  'QEMU, the same argv': () => run(bareQemu),
  'sct run, nothing changed': () => run(sct),
});
const [startUp, boot, warmRun] = warm;
print('One cell, warm: v7 on max', warm, warmRun, [startUp, boot]);
if (part === 'cell') process.exit(0);
const recorded = record();

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
fs.writeFileSync(header, original);
await matrix();
await wrecks([]);

// --- whole runs ---

/** The default matrix with and without the machines that are dearest, how soon it says something, and what the check of read-only memory costs. */
async function matrix() {
  const some = 'host,max,max-el2,max-icount,cortex-a57,neoverse-n1';
  const all = `${some},max-smp2,max-icount4`;
  await watched(['--machine', all]); // which fills the cache, and lets the witness know
  /** @type {Record<'less' | 'more', Awaited<ReturnType<typeof watched>>>[]} */
  const rows = [];
  for (let round = 0; round < ROUNDS_OF_ALL; round++)
    rows.push({ less: await watched(['--machine', some]), more: await watched(['--machine', all]) });
  const middle = (/** @type {(row: typeof rows[number]) => number} */ of) => median(rows.map(of));
  const seconds = (/** @type {number} */ value) => `${value.toFixed(2)} s`;
  show('The default matrix, warm, both built-in subjects; medians', [
    ['', 'wall', 'CPU', 'first verdict'],
    ...['less', 'more'].map((/** @type {string} */ name) => {
      const key = /** @type {'less' | 'more'} */ (name);
      const what = key === 'less' ? 'without max-smp2, max-icount4' : 'all of it';
      return [
        what,
        ...['wall', 'cpu', 'first'].map((of) =>
          seconds(middle((row) => row[key][/** @type {'wall'} */ (of)])),
        ),
      ];
    }),
    [
      'ratio',
      ...['wall', 'cpu'].map((of) =>
        middle((row) => row.more[/** @type {'wall'} */ (of)] / row.less[/** @type {'wall'} */ (of)]).toFixed(
          2,
        ),
      ),
      '',
    ],
  ]);

  // Exact, whatever the machine does beside: instructions by the guest's own clock.
  const took = () => {
    const { stdout } = spawnSync(
      process.execPath,
      [cli, 'run', '--subject', 'reviewed', '--machine', 'max-icount', '--json'],
      { cwd: copy, env: environment(), encoding: 'utf8', maxBuffer: 64 << 20 },
    );
    const [cell] = JSON.parse(stdout).cells;
    return (
      cell.results.reduce(
        (/** @type {number} */ sum, /** @type {{ took?: number }} */ one) => sum + (one.took ?? 0),
        0,
      ) / 1000
    );
  };
  const runner = join(copy, 'guest/runtime/bench/runner.c');
  const checks = fs.readFileSync(runner, 'utf8');
  const call = '\tcheck_memory(c, last);\n';
  if (checks.split(call).length !== 2) throw new Error(`${runner} calls check_memory() elsewhere`);
  const whole = took();
  fs.writeFileSync(runner, checks.replace(call, '\t(void)check_memory;\n\t(void)last;\n'));
  const without = took();
  fs.writeFileSync(runner, checks);
  show('The suite on max-icount, millions of instructions', [
    ['', 'with', 'without', 'ratio'],
    [
      'read-only memory is compared after each case',
      whole.toFixed(2),
      without.toFixed(2),
      (whole / without).toFixed(3),
    ],
  ]);
}

/**
 * Subjects that ruin the guest, on the default matrix: how long until each is judged, and until the first definite word. Each is built beforehand.
 * @param {readonly string[]} names all if empty
 */
async function wrecks(names) {
  /** @type {{ name: string, edits: { file: string, from: string, to: string }[] }[]} */
  const all = fs.readJsonSync(join(checkout, 'test/fixtures/wrecks.json'));
  const passing = ['--tree', join(bench, 'right')];
  plant('right', []);
  await watched(passing);
  const rows = [];
  for (const { name, edits } of all.filter((one) => names.length === 0 || names.includes(one.name))) {
    plant(name, edits);
    const build = await watched(['--tree', join(bench, name), '--machine', 'host']);
    const right = await watched(passing);
    const wrong = await watched(['--tree', join(bench, name)]);
    rows.push([
      name,
      build.wall.toFixed(1),
      wrong.wall.toFixed(1),
      wrong.cpu.toFixed(1),
      (wrong.wall / right.wall).toFixed(1),
      wrong.fail?.toFixed(1) ?? '-',
      `${wrong.code}`,
    ]);
    fs.rmSync(join(bench, name), { recursive: true });
    console.error(rows.at(-1)?.join(' '));
  }
  show('Subjects that ruin the guest, on the default matrix; seconds', [
    ['', 'build', 'judged', 'CPU', 'times a right one', 'first FAIL', 'exit'],
    ...rows,
  ]);
}

/**
 * `reviewed` with something else in it, as a tree.
 * @param {string} name
 * @param {readonly { file: string, from: string, to: string }[]} edits
 */
function plant(name, edits) {
  const tree = join(bench, name);
  fs.copySync(join(copy, 'guest/subjects/reviewed/arch'), join(tree, 'arch'));
  for (const { file, from, to } of edits) {
    const text = fs.readFileSync(join(tree, file), 'utf8');
    if (text.split(from).length !== 2)
      throw new Error(`${name}: ${JSON.stringify(from)} does not stand once in ${file}`);
    fs.writeFileSync(
      join(tree, file),
      text.replace(from, () => to),
    );
  }
}

/**
 * `sct run`, watched: seconds until it ends and of CPU time, until its first verdict of a cell and its first FAIL.
 * @param {readonly string[]} words
 */
async function watched(words) {
  const start = performance.now();
  const since = () => (performance.now() - start) / 1000;
  // The shell's own count of its children: user and system time.
  const line = `"$0" "$@"; code=$?; times >&3; exit $code`;
  const child = spawn('bash', ['-c', line, process.execPath, cli, 'run', ...words], {
    cwd: copy,
    env: environment(),
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let times = '';
  /** @type {number | undefined} */
  let first;
  /** @type {number | undefined} */
  let fail;
  child.stdio[2]?.on('data', (/** @type {Buffer} */ chunk) => {
    said += chunk;
    if (/^sct: \[/m.test(said)) first ??= since();
    if (/^sct: FAIL |: fail \(/m.test(said)) fail ??= since();
  });
  child.stdio[3]?.on('data', (/** @type {Buffer} */ chunk) => {
    times += chunk;
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  const cpu = Array.from(
    times.split('\n')[1]?.matchAll(/(\d+)m([\d.]+)s/g) ?? [],
    ([, m, s]) => Number(m) * 60 + Number(s),
  );
  return { wall: since(), cpu: cpu.reduce((sum, one) => sum + one, 0), first: first ?? since(), fail, code };
}

/**
 * From a changed header to the verdict of the module in Linux, beside the boot alone: what is between them is Kbuild's work on what sees the header, and sct.
 * The kernels are the checkout's own: none is made or fetched.
 * @param {readonly string[]} machines
 */
function linux(machines) {
  const cache = join(bench, 'cache');
  fs.mkdirpSync(cache);
  fs.symlinkSync(join(process.env.SCT_CACHE ?? join(checkout, '.cache'), 'linux'), join(cache, 'linux'));
  for (const machine of machines) {
    const words = [cli, 'run', '--subject', 'v7', '--machine', machine];
    const said = run({ file: process.execPath, args: [...words, '--keep'] }, { TMPDIR: bench });
    const folder = /^sct: kept (.+)$/m.exec(said)?.[1];
    const [file, ...args] = fs.readJsonSync(join(folder ?? '', `v7@${machine}/argv.json`));
    const cell = { file: process.execPath, args: words };
    const rows = measure(
      {
        'QEMU, the same argv': () => run({ file, args }),
        'sct run, the header changed': () => {
          touch();
          run(cell);
        },
        'sct run, nothing changed': () => run(cell),
      },
      () => {},
      ROUNDS_OF_ALL,
    );
    print(`Edit to verdict: v7 on ${machine}`, rows, rows[1], rows.slice(0, 1));
  }
}

/**
 * From an edit of `static_call.c` to the verdict in Linux: by a module, against what a developer does without, `make Image` and a boot. The tree is one that
 * `sct run --in-tree` has built, of the same release as `linux-cfi`; of its file the time is changed, and nothing else. CPU seconds are those of all processes.
 * @param {string} tree
 * @param {number} count of rounds
 */
function linuxTree(tree, count) {
  const source = join(tree, 'arch/arm64/kernel/static_call.c');
  if (!fs.existsSync(source)) throw new Error(`there is no ${source}`);
  const kernels = join(process.env.SCT_CACHE ?? join(checkout, '.cache'), 'linux');
  const cache = join(bench, 'cache');
  fs.mkdirpSync(cache);
  fs.symlinkSync(kernels, join(cache, 'linux'));
  const inTree = { file: process.execPath, args: [cli, 'run', '--in-tree', '--tree', tree] };
  const said = run({ ...inTree, args: [...inTree.args, '--keep'] }, { TMPDIR: bench });
  const folder = /^sct: kept (.+)$/m.exec(said)?.[1] ?? '';
  const cell = fs.readdirSync(folder).find((/** @type {string} */ name) => name.endsWith('@linux-tree'));
  const [file, ...args] = fs.readJsonSync(join(folder, cell ?? '', 'argv.json'));
  const out = fs
    .readdirSync(kernels)
    .map((/** @type {string} */ name) => join(kernels, name, 'out'))
    .find((/** @type {string} */ path) => {
      const link = join(path, 'source');
      return fs.existsSync(link) && fs.realpathSync(link) === fs.realpathSync(tree);
    });
  if (!out) throw new Error(`no kernel of ${tree} is in ${kernels}`);
  const [make = '', ...words] = treeMake(tree, out);
  // A verdict that is known is not asked for again: for the module the file's text is another one.
  const text = fs.readFileSync(source, 'utf8');
  const edited = join(bench, 'edited');
  for (const file of ['arch/arm64/kernel/static_call.c', 'arch/arm64/include/asm/static_call.h'])
    fs.copySync(join(tree, file), join(edited, file));
  const module = { file: process.execPath, args: [cli, 'run', '--tree', edited, '--machine', 'linux-cfi'] };
  run(module); // which fills the cache
  const saved = () => fs.utimesSync(source, new Date(), new Date());
  const rows = measure(
    {
      'make Image, static_call.c saved': () => {
        saved();
        run({ file: make, args: ['-C', tree, ...words, 'Image'] });
      },
      'QEMU, its boot with the module': () => run({ file, args }),
      'sct run --in-tree, static_call.c saved': () => {
        saved();
        run(inTree);
      },
      'sct run --machine linux-cfi, static_call.c changed': () => {
        touches += 1;
        fs.writeFileSync(join(edited, 'arch/arm64/kernel/static_call.c'), `${text}\n/* ${touches} */\n`);
        run(module);
      },
    },
    () => {},
    count,
  );
  show(`Edit to verdict in Linux; medians of ${count}, seconds`, [
    ['', 'wall', 'CPU'],
    ...rows.map(({ name, times, cpu }) => [
      name,
      ...[times, cpu].map((all) => (median(all) / 1000).toFixed(1)),
    ]),
  ]);
}

/** CPU time of all children that have ended, and of theirs, ms: fields 16 and 17 of /proc/self/stat, in hundredths of a second. */
function cpuOfChildren() {
  const stat = fs.readFileSync('/proc/self/stat', 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[16 - 3]) + Number(fields[17 - 3])) * 10;
}

function environment() {
  return { ...process.env, SCT_CACHE: join(bench, 'cache'), TMPDIR: bench };
}

/**
 * @param {string} title
 * @param {readonly (readonly string[])[]} rows the first is the head
 */
function show(title, [head = [], ...rows]) {
  const table = new Table({
    head: [...head],
    colAligns: head.map((_, at) => (at === 0 ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) table.push([...row]);
  console.log(`${title}\n${table}\n`);
}

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
 * @param {number} [count] of rounds
 */
function measure(jobs, before = () => {}, count = rounds) {
  const rows = Object.entries(jobs).map(([name, job]) => ({
    name,
    job,
    times: /** @type {number[]} */ ([]),
    cpu: /** @type {number[]} */ ([]),
  }));
  for (let round = 0; round < count; round++) {
    before();
    for (const { job, times, cpu } of rows) {
      const [start, before] = [performance.now(), cpuOfChildren()];
      job();
      times.push(performance.now() - start);
      cpu.push(cpuOfChildren() - before);
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
