// SPDX-License-Identifier: GPL-2.0-only
// What other people's CI runs: the step of action.yml, with the environment that GitHub gives it.

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DOCUMENTS } from '../../harness/report/documents.ts';
import { SUBJECT_FILES } from '../../harness/subject/subject.ts';
import { ROOT, scratch } from './sct.ts';

let tmp: string;

/** A workspace with a right tree at its top, and one without its landing pad below. */
beforeAll(() => {
  tmp = scratch();
  const arch = join(ROOT, 'guest/subjects/reviewed/arch');
  for (const folder of ['.', 'bad']) cpSync(arch, join(tmp, folder, 'arch'), { recursive: true });
  const header = join(tmp, 'bad', SUBJECT_FILES.header);
  writeFileSync(header, readFileSync(header, 'utf8').replace('hint	#34', 'nop'));
  mkdirSync(join(tmp, 'none'));
});
afterAll(() => rmSync(tmp, { recursive: true, force: true }));

/** The lines of the step's `run`, as they stand in action.yml. */
function step(): string {
  const [, block = ''] =
    /^ {6}run: \|\n((?: {8}.*\n)+)/m.exec(readFileSync(join(ROOT, 'action.yml'), 'utf8')) ?? [];
  return block.replaceAll(/^ {8}/gm, '');
}

async function action(tree: string) {
  const file = (name: string) => join(tmp, `${tree}-${name}`.replace('.-', 'top-'));
  for (const name of ['summary', 'output']) writeFileSync(file(name), '');
  const { exitCode, stdout } = await execa(
    'bash',
    ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step()],
    {
      cwd: tmp,
      reject: false,
      env: {
        SCT: ROOT,
        SCT_TREE: tree,
        SCT_AGAINST: '',
        SCT_REPORTS: file('reports'),
        WORDS: '--machine host',
        GITHUB_ACTIONS: 'true',
        GITHUB_WORKSPACE: tmp,
        GITHUB_STEP_SUMMARY: file('summary'),
        GITHUB_OUTPUT: file('output'),
        TMPDIR: tmp,
      },
    },
  );
  const read = (name: string) => readFileSync(file(name), 'utf8');
  return { exitCode, stdout, summary: read('summary'), output: read('output'), reports: file('reports') };
}

test('a tree that passes: a summary, JUnit and JSON, and no annotation', async () => {
  const { exitCode, stdout, summary, output, reports } = await action('.');
  expect({ exitCode, output }).toEqual({ exitCode: 0, output: 'exit-code=0\n' });
  expect(stdout).not.toMatch(/^::/m);
  expect(summary).toMatch(/^static calls: \*\*PASS\*\*\n/);
  expect(readFileSync(join(reports, 'sct.xml'), 'utf8')).toContain('<testsuites name="sct" tests="13"');
  const json = DOCUMENTS.run.parse(JSON.parse(readFileSync(join(reports, 'sct.json'), 'utf8')));
  expect(json.verdict).toBe('pass');
});

test('one that fails, a folder of the repository: annotated at its line, from the top of the repository', async () => {
  const { exitCode, stdout, summary, output } = await action('bad');
  expect({ exitCode, output }).toEqual({ exitCode: 1, output: 'exit-code=1\n' });
  const lines = readFileSync(join(tmp, 'bad', SUBJECT_FILES.header), 'utf8').split('\n');
  const at = lines.findIndex((line) => line.includes('nop')) + 1;
  expect(stdout).toContain(
    `\n::error file=bad/${SUBJECT_FILES.header},line=${at},title=static calls%3A no landing pad::`,
  );
  expect(summary).toContain('no landing pad');
});

test('one without static calls: an annotation that sends people to the log', async () => {
  const { exitCode, stdout, summary } = await action('none');
  expect({ exitCode, summary }).toEqual({ exitCode: 2, summary: '' });
  expect(stdout).toMatch(/^::error title=static calls::sct could not judge this \(exit code 2\)/m);
});
