// SPDX-License-Identifier: GPL-2.0-only
// The process as a cell: what goes wrong with it is told as with any other, and mistakes of subjects show in it.

import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { EXIT } from '../../harness/base/exit.ts';
import { findTool } from '../../harness/tool/tools.ts';
import { ROOT, sct } from './sct.ts';

const place = mkdtempSync('/tmp/sct-t-');
afterAll(() => rmSync(place, { recursive: true, force: true }));

const CELL = ['--subject', 'reviewed', '--machine', 'process-a57', '--suite', 'dispatch'];

/** `sct run` over one process, its emulator replaced by a script; `real` in it is the command line of the real one. */
async function runBy(name: string, script: string) {
  const emulator = join(place, name);
  writeFileSync(emulator, `#!/bin/sh\nreal() { ${findTool('qemu-aarch64')} "$@"; }\n${script}\n`);
  chmodSync(emulator, 0o755);
  const { exitCode, stdout } = await sct(['run', ...CELL, '--json', '--keep', '--timeout-scale', '0.3'], {
    env: { SCT_QEMU_USER: emulator, TMPDIR: place },
  });
  const [cell] = JSON.parse(stdout).cells as {
    folder: string;
    results: { suite: string; case: string; verdict: string; reason: string }[];
  }[];
  if (!cell) throw new Error('no cell');
  const named = (wanted: string) =>
    cell.results.find((one) => `${one.suite}.${one.case}` === wanted) ?? expect.fail(`no ${wanted}`);
  return { exitCode, cell, named };
}

test.skipIf(process.arch === 'arm64')(
  'an honest emulator: it passes, and what it printed is kept',
  async () => {
    const { exitCode, cell } = await runBy('honest', 'real "$@"');
    expect(exitCode).toBe(EXIT.pass);
    expect(readFileSync(join(cell.folder, 'serial.log'), 'utf8')).toMatch(/^# sct boot .* kind=process /);
    expect(existsSync(join(cell.folder, 'run.sh'))).toBe(true);
  },
);

test.skipIf(process.arch === 'arm64').for([
  ['silent', 'exec sleep 100', 'bench.console', /without output/],
  ['leaves', 'exit 0', 'bench.console', /^the process ended early, with exit code 0/],
  [
    'early',
    'real "$@" | sed "/ok 2 update/,\\$d"; exit 0',
    'dispatch.update',
    /began, but never ended: .*ended early/,
  ],
  ['crashes', 'real "$@" | sed "/ok 2 update/,\\$d"; kill -SEGV $$', 'bench.console', /killed by SIGSEGV/],
  ['other-code', 'real "$@"; exit 3', 'bench.console', /exited with code 3/],
  ['lies', 'real "$@"; exit 1', 'bench.console', /left with exit code 1, but what it printed means 0/],
  ['forges', 'real "$@" | sed "s/^    ok 2 update$/    not ok 2 update/"; exit 1', 'bench.console', /./],
  [
    'other-run',
    'real "$@" | sed "s/run=[0-9a-f]*/run=0/"; exit 0',
    'bench.console',
    /not as the guest printed it|run id/,
  ],
  ['twice', 'real "$@"; real "$@"', 'bench.console', /./],
] as const)('%s: an error, and why', async ([name, script, which, reason], { expect }) => {
  const { exitCode, named } = await runBy(name, script);
  expect(exitCode).toBe(EXIT.error);
  expect(named(which)).toMatchObject({ verdict: 'error' });
  expect(named(which).reason).toMatch(reason);
});

test('no QEMU that boots is needed for it, nor asked', async () => {
  const env = { SCT_QEMU: join(place, 'absent'), TMPDIR: place };
  const alone = await sct(['run', ...CELL, '--json'], { env });
  expect(alone.exitCode).toBe(EXIT.pass);
  expect(JSON.parse(alone.stdout).provenance.tools).not.toContainEqual(
    expect.objectContaining({ name: 'QEMU' }),
  );
  const beside = await sct(['run', ...CELL, '--machine', 'max'], { env });
  expect([beside.exitCode, beside.stderr]).toEqual([EXIT.toolMissing, expect.stringContaining('SCT_QEMU')]);
});

test('a wrong subject fails in a process too, by one cause', async () => {
  const { exitCode, stdout } = await sct(
    [
      'run',
      ...['--tree', join(ROOT, 'guest/subjects/reviewed')],
      ...['--patch', join(ROOT, 'test/variants/plain/half-target.patch')],
      ...['--machine', 'process-a57', '--suite', 'dispatch', '--json'],
    ],
    { env: { TMPDIR: place } },
  );
  expect(exitCode).toBe(EXIT.fail);
  expect(JSON.parse(stdout).causes).toHaveLength(1);
});
