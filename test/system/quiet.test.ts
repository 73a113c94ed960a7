// SPDX-License-Identifier: GPL-2.0-only
// How much is said while a run goes on: on a terminal verdicts as they come, with --quiet nothing.

import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shellLine } from '../../harness/base/shell.ts';
import { CLI, ROOT, scratch, sct } from './sct.ts';

let tmp: string;
beforeAll(() => {
  tmp = scratch();
});
afterAll(() => rmSync(tmp, { recursive: true, force: true }));

test('--quiet: the closing line after a pass; after a fail what went wrong as well', async () => {
  const cell = ['--machine', 'host', '--quiet', '--keep'];
  const pass = await sct(['run', '--subject', 'reviewed', ...cell]);
  expect(pass).toMatchObject({ exitCode: 0, stderr: '' });
  expect(pass.stdout).toMatch(/^PASS 1 cell, \d+ cases: \d+ pass$/);

  const header = join(tmp, 'tree/arch/arm64/include/asm/static_call.h');
  cpSync(join(ROOT, 'guest/subjects/reviewed/arch'), join(tmp, 'tree/arch'), { recursive: true });
  writeFileSync(header, readFileSync(header, 'utf8').replace('hint	#34', 'nop'));
  const fail = await sct(['run', '--tree', join(tmp, 'tree'), ...cell]);
  expect(fail).toMatchObject({ exitCode: 1, stderr: '' });
  expect(fail.stdout).toMatch(/^FAIL no landing pad: /);
  expect(fail.stdout).toMatch(/\nFAIL 1 cause: no landing pad \(1 cell: .*\)$/);
  expect(fail.stdout).not.toMatch(/^(?:fail|pass) /m);

  const usage = await sct(['run', '--subject', 'nobody', '--quiet']);
  expect(usage.exitCode).toBe(2);
  expect(usage.stderr).toContain('there is no subject nobody');
});

test.skipIf(!existsSync('/usr/bin/script'))(
  'on a terminal each verdict is shown as it comes, and gone in the end',
  async () => {
    const words = ['run', '--subject', 'reviewed', '--machine', 'host,max', '--suite', 'abi,dispatch'];
    const line = shellLine([process.execPath, CLI, ...words]);
    const { stdout } = await execa('script', ['-qec', line, '/dev/null'], {
      stdin: 'ignore',
      env: { TERM: 'xterm', TMPDIR: tmp },
    });
    const shown = stdout.split('\r\x1b[K');
    expect(shown[1]).toBe('building reviewed');
    expect(shown[2]).toMatch(/^\[1\/2: \d+ pass\] reviewed@host: pass$/);
    expect(shown[3]).toMatch(/^\[2\/2: \d+ pass, \d+ skip\] reviewed@max: pass$/);
    expect(shown[4]).toMatch(/^\S*pass\s/);
    expect(shown).toHaveLength(5);
  },
);
