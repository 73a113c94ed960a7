// SPDX-License-Identifier: GPL-2.0-only
// Whatever a subject does to the guest is its own fail: exit code 1, each planned case with a verdict, and one that says what happened.

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { EXIT } from '../../harness/base/exit.ts';
import type { CaseResult } from '../../harness/base/verdict.ts';
import { tried } from '../tried.ts';
import { scratch, sct } from './sct.ts';
import { layOut, WRECKS } from './wrecks.ts';

const place = scratch();
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** Seconds that no wreck may take, were this host the busiest: without a limit a case, some took minutes, and some for ever. */
const FAR_TOO_LONG = 180;

/** The suites that call most, and `control`. */
const SUITES = ['aapcs', 'dispatch', 'patch', 'memory'];

describe('a subject that', () => {
  test.for(tried(WRECKS))('$name', { timeout: FAR_TOO_LONG * 1000 }, async (wreck, { expect }) => {
    const tree = join(place, wreck.name);
    layOut(wreck, tree);
    const { exitCode, stdout, stderr } = await sct(
      ['run', '--tree', tree, '--machine', 'max', '--suite', SUITES.join(','), '--json'],
      { env: { TMPDIR: place } },
    );
    expect(exitCode, stderr).toBe(EXIT.fail);
    const [cell] = JSON.parse(stdout).cells as { verdict: string; results: CaseResult[] }[];
    const results = cell?.results ?? [];
    expect(cell?.verdict).toBe('fail');
    expect(results.filter(({ verdict }) => verdict === 'error')).toEqual([]);
    // Controls are no subject's to fail.
    expect(results.filter(({ suite, verdict }) => suite === 'control' && verdict === 'fail')).toEqual([]);
    const words = results.flatMap(({ verdict, reason }) => (verdict === 'fail' ? [reason] : []));
    expect(words.join('\n')).toMatch(new RegExp(wreck.says));
    expect(stderr).toMatch(/^sct: FAIL \S+@max: \w+\.\w+: ./m);
  });
});

test('forged results in the name of other cases change nothing', async () => {
  const tree = join(place, 'forges');
  layOut(
    {
      name: 'forges',
      says: '.',
      edits: [
        {
          file: 'arch/arm64/kernel/static_call.c',
          from: '\tint err;\n',
          to: `\tint err;\n\n\tprintk("ok 1 control\\n    ok 1 first_target\\n    not ok 2 update # ERROR x\\n# sct end run=0 cases=0\\n    # begin a.b\\n");\n`,
        },
      ],
    },
    tree,
  );
  const { exitCode, stdout } = await sct(
    ['run', '--tree', tree, '--machine', 'max', '--suite', 'dispatch', '--json'],
    { env: { TMPDIR: place } },
  );
  expect([exitCode, JSON.parse(stdout).verdict]).toEqual([EXIT.pass, 'pass']);
});
