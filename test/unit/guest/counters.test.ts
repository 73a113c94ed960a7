// SPDX-License-Identifier: GPL-2.0-only
// What a process counts, and what it says of what it cannot count: guest/process/dev/counters.c on a kernel that is played.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Build, compileFlags, DEFAULT_BUILD, includeFlags } from '../../../harness/compile/flags.ts';
import { toolRunner } from '../../../harness/compile/run-tool.ts';
import { RUNTIMES } from '../../../harness/compile/sources.ts';
import { packageRoot } from '../../../harness/store/places.ts';
import { findTool } from '../../../harness/tool/tools.ts';

const root = packageRoot();
const folder = mkdtempSync(join(tmpdir(), 'sct-unit-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PLAYED = 'test/fixtures/perf';
const SOURCES = [
  `${PLAYED}/main.c`,
  'guest/process/dev/counters.c',
  'guest/process/dev/perf.c',
  'guest/runtime/lib/vsnprintf.c',
  'guest/runtime/lib/string.c',
];
const BUILD: Build = { ...DEFAULT_BUILD, runtime: 'process', pageSize: 64 };
const binary = join(folder, 'played');

beforeAll(async () => {
  const run = toolRunner({ cwd: root });
  const objects = await Promise.all(
    SOURCES.map(async (source, nth) => {
      const object = join(folder, `${nth}.o`);
      const { ok, message } = await run(findTool('clang-19'), [
        ...compileFlags('kernel', 'c', BUILD),
        `-I${PLAYED}`,
        ...includeFlags({ subject: [], headers: [], guest: RUNTIMES.process.include }, BUILD.compiler),
        ...['-c', source, '-o', object],
      ]);
      expect(ok, message).toBe(true);
      return object;
    }),
  );
  const { ok, message } = await run(findTool('ld.lld-19'), ['-o', binary, ...objects]);
  expect(ok, message).toBe(true);
}, 30_000);

/** What was opened, and what was said, where this becomes of cycles, instructions and mispredicted branches. */
async function played(...words: [string, string, string]) {
  const argv = [...(process.arch === 'arm64' ? [] : [findTool('qemu-aarch64')]), binary, ...words];
  const [file = '', ...args] = argv;
  const lines = (await execa(file, args, { timeout: 20_000 })).stdout.split('\n');
  return {
    opened: lines.filter((line) => line.startsWith('open ')),
    said: lines.filter((line) => !line.startsWith('open ')),
  };
}

test('all three, as one group, at EL0 alone, each opened once', async () => {
  const { opened, said } = await played('moves', 'moves', 'stands');
  // PERF_TYPE_HARDWARE, 64 bytes; exclude_kernel and exclude_hv (bits 5 and 6); the first leads.
  const as = (config: number, leader: number) =>
    `open type_and_size=0x4000000000 config=${config} format=3 flags=0x60 leader=${leader}`;
  expect(opened).toEqual([as(0, -1), as(1, 100), as(5, 100)]);
  // No branch need be predicted wrong.
  expect(said).toEqual(['any=1', 'cycles: counted', 'instructions: counted', 'misses: counted']);
});

test('without cycles the next one leads', async () => {
  const { opened, said } = await played('2', 'moves', 'moves');
  expect(opened.map((line) => line.replace(/.*leader=/, ''))).toEqual(['-1', '-1', '101']);
  expect(said[1]).toBe('cycles: errno 2: this CPU or its driver has no such event');
});

test.for([
  ['13', /errno 13: kernel\.perf_event_paranoid/],
  ['1', /errno 1: the kernel, or a sandbox/],
  ['2', /errno 2: .*no such event/],
  ['22', /errno 22: .*together with the others/],
  ['19', /errno 19: no driver/],
  ['95', /errno 95: no driver/],
  ['38', /errno 38: .*no such system call/],
  ['24', /errno 24: /],
  ['stands', /counts nothing/],
  ['never', /counts nothing/],
  ['part', /others have the counters/],
] as const)('a counter that %s: the others are counted, and this is why not it', async ([word, why]) => {
  const { said } = await played('moves', word, 'moves');
  expect(said).toEqual([
    'any=1',
    'cycles: counted',
    expect.stringMatching(new RegExp(`^instructions: .*${why.source}`)),
    'misses: counted',
  ]);
});

test('branches may be predicted right all the while, but not uncounted', async () => {
  expect((await played('moves', 'moves', 'never')).said[3]).toMatch(/^misses: .*counts nothing/);
});

test('none at all', async () => {
  const { said } = await played('13', '13', '13');
  expect(said[0]).toBe('any=0');
  expect(said.slice(1).every((line) => line.includes('perf_event_paranoid'))).toBe(true);
});
