// SPDX-License-Identifier: GPL-2.0-only
// Plausible mistakes in a right subject: the first screen names the one cause and the line of the user's own file, and no result is lost.

import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CellResult } from '../../harness/base/verdict.ts';
import { SCREEN } from '../../harness/report/answer.ts';
import { FULL } from '../tried.ts';
import { ROOT, scratch, sct } from './sct.ts';

const HEADER = 'arch/arm64/include/asm/static_call.h';
const SOURCE = 'arch/arm64/kernel/static_call.c';

/** Room for a machine more, and a longer reason. */
const SPARE = 4;

interface Row {
  mistake: string;
  file: string;
  /** Each text stands in the file, and becomes the other wherever it does. */
  edits: readonly [from: string, to: string][];
  cause: string;
  /** What stands in the line of the user's file that the screen shows. */
  shows: string;
  /** For what would take long: where, and what of it. */
  words?: readonly string[];
}

/** The default matrix in the full job; here a machine of each kind. */
const SOME = FULL ? {} : { words: ['--machine', 'host,max,max-icount4,cortex-a57,process'] };

const ROWS: readonly Row[] = [
  {
    mistake: 'no landing pad',
    file: HEADER,
    edits: [['hint	#34', 'nop']],
    cause: 'no landing pad',
    shows: 'nop',
    // On the whole matrix: README's, below.
    words: ['--machine', 'host,max,process'],
  },
  {
    mistake: 'x9 for x16',
    file: HEADER,
    edits: [['x16', 'x9']],
    cause: 'wrong register',
    shows: 'adrp	x9',
    ...SOME,
  },
  {
    mistake: 'forgets NULL',
    file: SOURCE,
    edits: [['	if (!func)\n		func = &__static_call_return0;\n', '']],
    cause: 'calls NULL',
    shows: 'br	x16',
    words: ['--machine', 'host,max,max-icount4,cortex-a57,process'],
  },
  {
    mistake: 'literal in .data',
    file: HEADER,
    edits: [['.pushsection .rodata, \\"a\\"', '.pushsection .data, \\"aw\\"']],
    cause: 'writable literal',
    shows: '.pushsection .data',
    words: ['--machine', 'host,max,max-icount4,max-smp2,cortex-a57'],
  },
  {
    mistake: 'a loop in the transform',
    file: SOURCE,
    edits: [['	int err;\n', '	int err;\n\n	for (;;)\n		barrier();\n']],
    cause: 'hangs in arch_static_call_transform\\(\\)',
    shows: 'for (;;)',
    words: ['--machine', 'max', '--suite', 'dispatch', '--timeout-scale', '0.1'],
  },
  {
    mistake: 'a branch into nowhere',
    file: HEADER,
    edits: [['br	x16', 'b	.+0x1000']],
    cause: 'no branch to the target',
    shows: 'b	.+0x1000',
    ...SOME,
  },
];

let tmp: string;
beforeAll(() => {
  tmp = scratch();
});
afterAll(() => rmSync(tmp, { recursive: true, force: true }));

/** `reviewed` with a mistake, as a tree that nothing is known of. */
function plant({ mistake, file, edits }: Row): string {
  const tree = join(tmp, mistake.replaceAll(/\W/g, '-'));
  mkdirSync(tree);
  cpSync(join(ROOT, 'guest/subjects/reviewed/arch'), join(tree, 'arch'), { recursive: true });
  const path = join(tree, file);
  const text = edits.reduce(
    (before, [from, to]) => {
      expect(before).toContain(from);
      return before.replaceAll(from, to);
    },
    readFileSync(path, 'utf8'),
  );
  writeFileSync(path, text);
  return tree;
}

/** Numbers, addresses and paths are those of one run; how it looks is not. */
function looks(text: string, tree: string): string[] {
  return text
    .replaceAll(tree, 'TREE')
    .replaceAll(basename(tree), 'SUBJECT')
    .replace(/\S*\/report\.txt/, 'REPORT')
    .replace(/0x[0-9a-f]+|\b\d+\b/g, '#')
    .split('\n')
    .filter((line) => !line.startsWith('note: '));
}

test('README shows a failure as it looks', async () => {
  const [row] = ROWS;
  if (!row) throw new Error('no row');
  const tree = join(tmp, 'readme');
  cpSync(plant({ ...row, mistake: 'as in README' }), tree, { recursive: true });
  const { stdout } = await sct(['run', '--tree', tree], { env: { TMPDIR: tmp } });
  const [, behind = ''] = readFileSync(join(ROOT, 'README.md'), 'utf8').split(
    '    $ npx sct run --tree ~/linux\n',
  );
  const block =
    behind
      .split(/\n(?=\S)/)[0]
      ?.replace(/^ {4}/gm, '')
      .trimEnd() ?? '';
  expect(looks(stdout, tree)).toEqual(looks(block, '/home/u/linux'));
});

interface Document {
  cells: CellResult[];
  causes: { name: string; cases: object[] }[];
}

test.for(ROWS)('$mistake: one cause, on one screen', async (row) => {
  const tree = plant(row);
  const json = join(tmp, 'run.json');
  const words = ['run', '--tree', tree, '--json', json, ...(row.words ?? [])];
  const run = await sct(words, { env: { TMPDIR: tmp } });
  const lines = run.stdout.split('\n');
  expect(lines.length, run.stdout).toBeLessThanOrEqual(SCREEN - SPARE);
  expect(lines[0]).toMatch(new RegExp(`^FAIL ${row.cause}: \\d+ cases?, `));
  expect(lines.at(-1)).toMatch(new RegExp(`^FAIL 1 cause: ${row.cause} \\(`));
  expect(run.exitCode).toBe(1);

  // The line of the user's own file, by number and as it reads.
  const at = lines.findIndex((line) => line.startsWith(`  ${tree}/`));
  const [, path = '', number] = /^ {2}(.*):(\d+)$/.exec(lines[at] ?? '') ?? [];
  expect(lines[at + 1]).toContain(row.shows);
  expect(readFileSync(path, 'utf8').split('\n')[Number(number) - 1]).toContain(row.shows);
  expect(run.stdout).toMatch(/^ {4}why: \S/m);
  expect(run.stdout).toContain(`  again: npx sct run --tree ${tree} --machine `);

  const { cells, causes } = JSON.parse(readFileSync(json, 'utf8')) as Document;
  const bad = cells.flatMap(({ results }) =>
    results.filter(({ verdict }) => verdict === 'fail' || verdict === 'error'),
  );
  expect(bad.length).toBeGreaterThan(0);
  expect(causes.flatMap((cause) => cause.cases)).toHaveLength(bad.length);

  // What is not on the screen is in the folder.
  const [, kept = ''] = /^everything: (\S+)\/report\.txt/m.exec(run.stdout) ?? [];
  expect(readdirSync(kept)).toEqual(expect.arrayContaining(['report.txt', 'report.json']));
  expect(readFileSync(join(kept, 'report.json'), 'utf8')).toBe(readFileSync(json, 'utf8'));
  expect(readFileSync(join(kept, 'report.txt'), 'utf8')).toMatch(/^(?:FAIL|ERROR) \d+ cells?, /m);
});

test('a mail with a known mistake', async () => {
  const mail = join(ROOT, 'test/fixtures/patch/review.txt');
  const { exitCode, stdout } = await sct(['run', '--patch', mail], { env: { TMPDIR: tmp } });
  expect(exitCode).toBe(1);
  const lines = stdout.split('\n');
  expect(lines.length, stdout).toBeLessThanOrEqual(SCREEN);
  expect(lines[0]).toBe('FAIL ADRP at the end of a page: 1 case, review on host, host-process');
  expect(stdout).toContain('   > adrp x16, ');
  expect(stdout).toMatch(/^ {2}arch\/arm64\/include\/asm\/static_call\.h:\d+\n.*adrp/m);
  expect(lines.at(-1)).toMatch(/^FAIL 1 cause: ADRP at the end of a page \(/);
});

test('--verbose shows every result; Markdown of one cause is short and names no path of this machine', async () => {
  const tree = join(tmp, 'no-landing-pad');
  const file = join(tmp, 'mail.md');
  const words = [
    'run',
    '--tree',
    tree,
    '--machine',
    'host,max',
    '--suite',
    'abi,dispatch',
    '--markdown',
    file,
  ];
  const { stdout } = await sct([...words, '--verbose'], { env: { TMPDIR: tmp } });
  expect(stdout).toContain('abi.landing_pad\n  __SCT__');
  expect(stdout.match(/^ {4}__SCT__\w+: expected it to begin with bti c/gm)?.length).toBeGreaterThan(1000);
  const mail = readFileSync(file, 'utf8');
  expect(mail.trimEnd().split('\n').length, mail).toBeLessThanOrEqual(25);
  expect(mail).not.toMatch(/\/tmp\//);
  expect(mail).toMatch(
    /^sct \S+, QEMU \S+, clang-19 \S+; no-landing-pad: static_call\.h sha256 [0-9a-f]{16}, /m,
  );
});
