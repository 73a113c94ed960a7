// SPDX-License-Identifier: GPL-2.0-only
// `sct cost` as its users start it: what is counted, what is never shown, a control that fails, and what they may do wrong.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';
import { EXIT } from '../../harness/base/exit.ts';
import { DOCUMENTS } from '../../harness/report/documents.ts';
import { findTool } from '../../harness/tool/tools.ts';
import { FULL } from '../tried.ts';
import { ROOT, sct } from './sct.ts';

const place = mkdtempSync('/tmp/sct-t-');
afterAll(() => rmSync(place, { recursive: true, force: true }));

const SMALL = ['--no-models', '--workload', 'hot,set_16_far'];

test('a tree, counted: exactly, in each form, near and far, and a page of it', async () => {
  const tree = join(place, 'linux');
  cpSync(join(ROOT, 'guest/subjects/v7'), tree, { recursive: true });
  const [json, html] = [join(place, 'counted.json'), join(place, 'counted.html')];
  const words = ['cost', '--tree', tree, ...SMALL, '--json', json, '--html', html];
  const { exitCode, stdout } = await sct(words);
  expect([exitCode, stdout.split('\n').at(-1)]).toEqual([EXIT.pass, expect.stringMatching(/^PASS 1 place/)]);
  const [counted] = DOCUMENTS.cost.parse(JSON.parse(readFileSync(json, 'utf8'))).places;
  expect(counted).toMatchObject({ kind: 'counted', unit: 'instructions', subject: 'linux', verdict: 'pass' });
  const costs = counted?.workloads.map(({ name, forms }) => [
    name,
    Object.fromEntries(forms.map(({ form, cost }) => [form, cost.estimate])),
  ]);
  const near = { direct: 3, generic: 5, kcfi: 10, again: 10, subject: 8, reviewed: 7, v7: 8, branch: 5 };
  const { branch: _, ...far } = { ...near, direct: 7 };
  expect(Object.fromEntries(costs ?? [])).toEqual({
    hot: { ...near, subject_null: 6 },
    set_16_far: far,
  });
  expect(readFileSync(html, 'utf8')).toContain('linux on max-icount (counted)');
});

test.runIf(FULL)("an emulator's times: the experiment runs, and not a number of it is shown", async () => {
  const extent = ['--placements', '2', '--calls', '64'];
  const words = ['cost', '--subject', 'reviewed', '--machine', 'process', ...SMALL, ...extent, '--json'];
  const { exitCode, stdout } = await sct(words);
  const [emulated] = DOCUMENTS.cost.parse(JSON.parse(stdout)).places;
  if (process.arch === 'arm64') return expect(emulated?.kind).toBe('measured');
  expect(exitCode).toBe(EXIT.pass);
  expect(emulated).toMatchObject({ kind: 'emulated', unit: 'none', workloads: [], samples: [] });
});

// An emulator that says that it is a Cortex-A57, and caches nothing.
test.skipIf(process.arch === 'arm64')('a log: a control fails, and damage is told', async () => {
  const taken = join(place, 'taken');
  expect((await sct(['cost', '--subject', 'reviewed', '-o', taken])).exitCode).toBe(EXIT.pass);
  const cases = ['hot', 'control_forms', 'control_evict', 'control_mispredict', 'control_twice'];
  const { stdout: log } = await execa(
    findTool('qemu-aarch64'),
    [
      ...['-cpu', 'cortex-a57', join(taken, 'sct-cost'), 'sct.watchdog_ms=0', 'sct.placements=12'],
      ...['sct.calls=1024', `sct.cases=${cases.map((name) => `experiment.${name}`).join(',')}`],
    ],
    { stripFinalNewline: false },
  );
  const whole = join(place, 'whole.log');
  writeFileSync(whole, log);
  const judged = await sct(['cost', '--log', whole, '--name', 'a board']);
  expect([judged.exitCode, judged.stdout]).toEqual([
    EXIT.error,
    expect.stringMatching(/control evict: FAILS: /),
  ]);
  expect(judged.stdout).not.toMatch(/cycles per call|not as it should be/);
  const damaged = join(place, 'damaged.log');
  writeFileSync(damaged, log.replace(/(form=kcfi .*cntvct=)\d/, '$19'));
  expect((await sct(['cost', '--log', damaged])).stdout).toMatch(
    /not as it should be: lines \d+ to \d+ of the log: not as the guest printed it/,
  );
});

test.for([
  [['--workload', 'nosuch'], /nosuch/],
  [['--machine', 'nosuch'], /nosuch/],
  [['--margin', 'x'], /number from 0/],
  [
    ['--machine', 'linux-cfi-icount', '--placements', '3', '--calls', '9'],
    /--placements, --calls: .* in Linux \(linux-cfi-icount\)/,
  ],
  [
    ['--machine', 'max-icount,linux-stock-icount', '--seed', '2'],
    /--seed: .* in Linux \(linux-stock-icount\)/,
  ],
  [['--machine', 'linux-cfi', '--margin', '2'], /--margin: .* in Linux \(linux-cfi\)/],
  [['--html', '/nosuch/x.html'], /there is no folder \/nosuch/],
  [['--html', '--svg'], /--html and --svg both go to stdout/],
  [['--log', '/nosuch.log'], /--log \/nosuch\.log: /],
  [['--log', '/dev/null'], /no line of the experiment/],
  [['--merge', '/dev/null'], /--merge \/dev\/null: it is no JSON/],
  [['--merge', join(ROOT, 'package.json')], /not what `sct cost --json` prints/],
  [['--merge', 'a', '--log', 'b'], /--merge/],
] as const)('%s: what is wrong, and exit code 2', async ([words, says]) => {
  const { exitCode, stderr, stdout } = await sct(['cost', ...words]);
  expect([exitCode, stdout]).toEqual([EXIT.usage, '']);
  expect(stderr).toMatch(says);
  expect(stderr).not.toMatch(/^ +at /m);
});
