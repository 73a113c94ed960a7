// SPDX-License-Identifier: GPL-2.0-only
// `sct image` and `sct judge`, as a person uses them: the image is booted by hand, with and without boot arguments, its log goes through what logs go
// through, and the verdicts are those of `sct run`.

import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXIT } from '../../harness/base/exit.ts';
import { findQemu } from '../../harness/machine/installed-qemu.ts';
import type { Document } from '../../harness/report/documents.ts';
import { findTool } from '../../harness/tool/tools.ts';
import { ROOT, scratch, sct } from './sct.ts';

const SUITES = ['--suite', 'dispatch,bti'];
const HEADER = 'arch/arm64/include/asm/static_call.h';
let tmp: string;
let tree: string;
let board: string;
/** What the board printed that was started without boot arguments, and with some. */
let log: string;
let other: string;

type Run = Document<'run'>;

/** Verdict and reason of each result; addresses and numbers aside, which are another boot's. */
const verdictsOf = (stdout: string) =>
  (JSON.parse(stdout) as Run).cells[0]?.results.map(
    ({ suite, case: name, verdict, reason }) => `${suite}.${name}: ${verdict}: ${reason}`,
  );

/** As a person starts it, who knows nothing of sct. */
async function bootByHand(append: readonly string[] = [], image = join(board, 'Image')): Promise<string> {
  const { stdout } = await execa(
    findQemu(),
    ['-M', 'virt', '-cpu', 'max', '-m', '256', '-nographic', '-nic', 'none', '-kernel', image, ...append],
    { stdin: 'ignore', timeout: 100_000, encoding: 'latin1', stripFinalNewline: false },
  );
  return stdout;
}

const judge = (content: string, words: readonly string[] = []) => {
  const file = join(tmp, 'board.log');
  writeFileSync(file, content, 'latin1');
  return sct(['judge', board, file, '--json', ...words], { env: { TMPDIR: tmp } });
};

beforeAll(async () => {
  tmp = scratch();
  tree = join(tmp, 'linux');
  board = join(tmp, 'new', 'board');
  cpSync(join(ROOT, 'guest/subjects/reviewed/arch'), join(tree, 'arch'), { recursive: true });
  const header = readFileSync(join(tree, HEADER), 'utf8');
  writeFileSync(join(tree, HEADER), header.replace('hint\t#34', 'nop'));
  const { exitCode, stdout } = await sct(['image', '--tree', tree, ...SUITES, '-o', board], {
    env: { TMPDIR: tmp },
  });
  expect(exitCode).toBe(0);
  expect(stdout).toContain('README says how to start it');
  log = await bootByHand();
  other = await bootByHand(['-append', 'console=ttyAMA0 quiet sct.watchdog_ms=9000']);
}, 200_000);
afterAll(() => rmSync(tmp, { recursive: true, force: true }));

test('what is in the folder is what its manifest says', () => {
  const manifest = JSON.parse(readFileSync(join(board, 'manifest.json'), 'utf8')) as Document<'image'>;
  const found = readdirSync(board, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  expect(found).toHaveLength(manifest.files.length + 1);
  expect(manifest.files.map(({ path }) => existsSync(join(board, path)))).not.toContain(false);
  expect(gunzipSync(readFileSync(join(board, 'Image.gz')))).toEqual(readFileSync(join(board, 'Image')));
  expect(readdirSync(join(board, '..'))).toEqual(['board']);
  const readme = readFileSync(join(board, 'README'), 'utf8').trimEnd().split('\n');
  // Ten for a board, and one each for Linux and Android.
  expect(readme).toHaveLength(12);
});

test('the process in it is judged by the same folder', async () => {
  const binary = join(board, 'sct-process');
  const started = process.arch === 'arm64' ? binary : `${findTool('qemu-aarch64')} -cpu max ${binary}`;
  // As the README has it; a terminal makes CR of it.
  const { stdout } = await execa('sh', ['-c', `${started}; echo "# exit $?"`], { timeout: 100_000 });
  const { exitCode, stdout: said } = await judge(`* daemon started\n${stdout}\n`.replaceAll('\n', '\r\n'));
  const [cell] = (JSON.parse(said) as Run).cells;
  // On a host without BTI nothing is wrong with it.
  const due = / bti=1 /.test(stdout) ? 'fail' : 'pass';
  expect([exitCode, cell?.verdict]).toEqual([EXIT[due], due]);
  expect(stdout).toMatch(new RegExp(`^# exit ${EXIT[due]}$`, 'm'));
  const twice = await judge(`${stdout}\n${log}`);
  expect((JSON.parse(twice.stdout) as Run).cells.map(({ machine }) => machine)).toEqual([
    'board.log',
    'board.log:process',
  ]);
});

test('the verdicts are those of sct run', async () => {
  const run = await sct(['run', '--tree', tree, '--machine', 'max', ...SUITES, '--json'], {
    env: { TMPDIR: tmp },
  });
  expect(run.exitCode).toBe(EXIT.fail);
  for (const one of [log, other]) {
    const { exitCode, stdout } = await judge(one);
    expect(exitCode).toBe(EXIT.fail);
    const [cell] = (JSON.parse(stdout) as Run).cells;
    expect(cell).toMatchObject({ subject: 'linux', machine: 'board.log', verdict: 'fail', argv: [] });
    expect(verdictsOf(stdout)).toEqual(verdictsOf(run.stdout));
  }
  // Not one boot twice.
  expect(log).not.toBe(other);
});

test('it runs wherever a loader puts it, at a multiple of its page', async () => {
  // The header's text_offset, which QEMU adds to a multiple of 2 MiB: the least aligned place that there is.
  const moved = readFileSync(join(board, 'Image'));
  expect(moved.readBigUInt64LE(8)).toBe(0n);
  moved.writeBigUInt64LE(0x8_1000n, 8);
  const file = join(tmp, 'moved');
  writeFileSync(file, moved);
  const { exitCode, stdout } = await judge(await bootByHand([], file));
  expect([exitCode, verdictsOf(stdout)]).toEqual([EXIT.fail, verdictsOf((await judge(log)).stdout)]);
});

describe('what logs go through', () => {
  test('stamps, escapes, CR and firmware change nothing', async () => {
    const lines = ['U-Boot 2024.01', '=> booti', ...log.split('\r\n'), 'U-Boot 2024.01'];
    const changed = lines.map((line, nth) => `Nov 28 23:00:${10 + (nth % 50)} \x1b[0m${line}\r\r\n`).join('');
    const { exitCode, stdout } = await judge(changed);
    expect([exitCode, verdictsOf(stdout)]).toEqual([EXIT.fail, verdictsOf((await judge(log)).stdout)]);
  });

  test('four lost bytes', async () => {
    const at = log.indexOf('not ok');
    const { exitCode, stdout } = await judge(log.slice(0, at) + log.slice(at + 4));
    const where = log.slice(0, at).split('\n').length;
    expect(exitCode).toBe(EXIT.error);
    expect(stdout).toMatch(new RegExp(`lines \\d+ to ${where + 1} of the log: not as the guest printed it`));
  });

  test('two boots, and those on purpose', async () => {
    const twice = log.slice(0, 3000) + log;
    expect((await judge(twice)).exitCode).toBe(EXIT.error);
    const { exitCode, stdout } = await judge(twice, ['--restarted']);
    expect([exitCode, verdictsOf(stdout)]).toEqual([EXIT.fail, verdictsOf((await judge(log)).stdout)]);
    expect(stdout).toContain('restarted on purpose');
  });

  test('by stdin, for people: the cause, the trampoline, and what to type again', async () => {
    const { exitCode, stdout } = await execa(
      process.execPath,
      [join(ROOT, 'bin/sct.mjs'), 'judge', board, '-'],
      {
        input: log,
        reject: false,
      },
    );
    expect(exitCode).toBe(EXIT.fail);
    expect(stdout).toMatch(/FAIL no landing pad: \d+ cases, linux on stdin/);
    expect(stdout).toMatch(/ > nop\n/);
    expect(stdout).toMatch(/again: .* judge .*board -\n/);
    expect(stdout).not.toContain('in gdb');
    expect(stdout).toMatch(/elr: __SCT__\w+/);
  });

  test('every format', async () => {
    const file = join(tmp, 'any.log');
    writeFileSync(file, log);
    for (const format of ['ktap', 'junit', 'markdown', 'verbose']) {
      const { exitCode, stdout } = await sct(['judge', board, file, `--${format}`]);
      expect([format, exitCode, /by_address|landing pad/.test(stdout)]).toEqual([format, EXIT.fail, true]);
    }
  });
});

test('a right subject passes, with two logs', async () => {
  const folder = join(tmp, 'right');
  mkdirSync(folder);
  expect((await sct(['image', '--subject', 'reviewed', ...SUITES, '-o', folder])).exitCode).toBe(0);
  const before = board;
  board = folder;
  writeFileSync(join(tmp, 'one.log'), await bootByHand());
  writeFileSync(join(tmp, 'two.log'), await bootByHand(['-append', 'sct.el=1']));
  board = before;
  const logs = ['one.log', 'two.log'].map((name) => join(tmp, name));
  const { exitCode, stdout } = await sct(['judge', folder, ...logs, '--json']);
  expect([exitCode, (JSON.parse(stdout) as Run).cells.map(({ machine }) => machine)]).toEqual([
    0,
    ['one.log', 'two.log'],
  ]);
  // It tells whose fault it is that another one ends early.
  const cut = log.slice(0, log.indexOf('# begin dispatch.null'));
  const witness = ['--reviewed', folder, join(tmp, 'one.log')];
  expect((await judge(cut)).exitCode).toBe(EXIT.error);
  expect((await judge(cut, witness)).exitCode).toBe(EXIT.fail);
  // Of another image.
  const strange = await sct(['judge', board, join(tmp, 'one.log'), '--json']);
  expect([strange.exitCode, strange.stdout]).toEqual([
    EXIT.error,
    expect.stringContaining('of another image'),
  ]);
});

describe('what cannot be done is refused, and nothing is written', () => {
  test.for([
    [['image', '--subject', 'reviewed', '-o', '@full'], /is there already, and not empty/],
    [['image', '-o', '@new'], /one subject is taken along at a time/],
    [['image', '--subject', 'reviewed', '--machine', 'host', '-o', '@new'], /boots nothing/],
    [['image', '--subject', 'reviewed', '--machine', 'process', '-o', '@new'], /no board boots/],
    [['image', '--subject', 'reviewed', '--case', 'a.b', '-o', '@new'], /there is no case a\.b/],
    [['judge', '@board', '@new'], /cannot be read: ENOENT/],
    [['judge', '@board', '-', '-'], /stdin is read once/],
    [['judge', '@board', '@file', '--reviewed', '@board'], /--reviewed takes two/],
    [['judge', '@board', '@file', '--reviewed', '@board', '@file'], /only the built-in subject reviewed/],
    [['judge', '@board', '@file', '--suite', 'smp'], /there is no suite smp/],
  ] as const)('%j', async ([words, message]) => {
    const place = join(tmp, 'refused');
    rmSync(place, { recursive: true, force: true });
    mkdirSync(join(place, 'full'), { recursive: true });
    writeFileSync(join(place, 'full/mine'), 'mine');
    writeFileSync(join(place, 'file'), 'mine');
    const before = readdirSync(place, { recursive: true }).sort();
    const { exitCode, stderr } = await sct(
      words.map((word) => word.replace('@board', board).replace('@', `${place}/`)),
    );
    expect([exitCode, stderr]).toEqual([EXIT.usage, expect.stringMatching(message)]);
    expect(readdirSync(place, { recursive: true }).sort()).toEqual(before);
  });
});
