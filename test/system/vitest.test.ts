// SPDX-License-Identifier: GPL-2.0-only
// The guest's tests do what a Vitest user expects: proved by a QEMU that writes down each boot.

import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { findTool } from '../../harness/tool/tools.ts';
import { ROOT, scratch } from './sct.ts';

const CELLS = ['reviewed@max', 'reviewed@max-el2'];

let tmp: string;
let qemu: string;
let log: string;
beforeAll(() => {
  tmp = scratch();
  qemu = join(tmp, 'qemu');
  log = join(tmp, 'boots');
  const script = `#!/bin/sh
case "$*" in *-kernel*) echo "$*" >> ${log};; esac
exec ${findTool('qemu-system-aarch64')} "$@"
`;
  writeFileSync(qemu, script, { mode: 0o755 });
});
beforeEach(() => rmSync(log, { force: true }));
afterAll(() => rmSync(tmp, { recursive: true, force: true }));

async function vitest(
  words: string[],
  { cwd = ROOT, env = {} }: { cwd?: string; env?: Record<string, string> } = {},
) {
  const { exitCode, all } = await execa(
    process.execPath,
    [join(ROOT, 'node_modules/vitest/vitest.mjs'), ...words],
    {
      cwd,
      reject: false,
      stdin: 'ignore',
      all: true,
      env: { SCT_QEMU: qemu, NO_COLOR: '1', ...env },
    },
  );
  return { exitCode, all };
}

/** The cells that were booted, by name; one that was booted twice is there twice. */
function booted(): string[] {
  const lines = existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : [];
  return lines.map((line) => /-kernel \S*\/(\S+)\/Image/.exec(line)?.[1] ?? line).sort();
}

test('list boots nothing', async () => {
  const { exitCode, all } = await vitest(['list', '--project', 'reviewed@max*']);
  expect(exitCode).toBe(0);
  expect(all).toContain('reviewed@max > dispatch.first_target');
  expect(all).toContain('reviewed@max-icount > cost.tramp');
  expect(booted()).toEqual([]);
});

test('a run of some cases of a cell boots it once, and no other', async () => {
  const { exitCode, all } = await vitest(['run', '--project', 'reviewed@max', '-t', 'dispatch']);
  expect(exitCode).toBe(0);
  expect(all).toMatch(/Tests +\d+ passed \| \d+ skipped/);
  expect(booted()).toEqual(['reviewed@max']);
});

test('shards, merged, have booted each cell once; JUnit names the cell', async () => {
  const blobs = join(tmp, 'blobs');
  for (const shard of ['1', '2']) {
    const { exitCode } = await vitest([
      ...['run', ...CELLS.flatMap((cell) => ['--project', cell]), '--shard', `${shard}/2`],
      ...['--reporter', 'blob', '--outputFile', join(blobs, `${shard}.json`)],
    ]);
    expect(exitCode).toBe(0);
  }
  const { exitCode, all } = await vitest(['run', '--merge-reports', blobs, '--reporter', 'junit']);
  expect(exitCode).toBe(0);
  for (const cell of CELLS) expect(all).toContain(`name="${cell} &gt; dispatch.first_target"`);
  expect(booted()).toEqual(CELLS);
});

test('a project that does not exist is an error', async () => {
  const { exitCode, all } = await vitest(['run', '--project', 'nobody@*']);
  expect(exitCode).not.toBe(0);
  expect(all).toContain('No projects matched the filter "nobody@*"');
});

test('a missing QEMU is said to be one', async () => {
  const { exitCode, all } = await vitest(['run', '--project', 'reviewed@max'], {
    env: { SCT_QEMU: '/nonexistent/qemu' },
  });
  expect(exitCode).not.toBe(0);
  expect(all).toContain('SCT_QEMU=/nonexistent/qemu is no executable file');
  expect(all).not.toContain('never reported');
});

/** A project like this one, whose files a test may change. */
function copyOf(name: string): string {
  const copy = join(tmp, name);
  mkdirSync(copy);
  for (const part of [
    'harness',
    'guest',
    'test',
    'vitest.config.ts',
    'tsconfig.json',
    'package.json',
    'README.md',
  ])
    cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

test.for([
  ['guest/subjects/v7/arch/arm64/kernel/static_call.c', '#error saved a moment ago'],
  ['guest/cases/dispatch.c', '#error saved a moment ago'],
] as const)('its watch notices a save of %s', async ([file, text]) => {
  const copy = copyOf(`watched-${file.includes('cases') ? 'case' : 'subject'}`);
  const watching = execa(
    process.execPath,
    [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'watch', '--project', 'v7@host'],
    {
      cwd: copy,
      reject: false,
      stdin: 'pipe',
      all: true,
      env: { NO_COLOR: '1', CI: '', SCT_CACHE: process.env.SCT_CACHE ?? join(ROOT, '.cache') },
    },
  );
  let told = '';
  watching.all.on('data', (data) => {
    told += data;
  });
  try {
    await expect.poll(() => told, { timeout: 60_000 }).toMatch(/W(?:ait|atch)ing for file changes/);
    expect(told).toMatch(/Tests +\d+ passed/);
    writeFileSync(join(copy, file), `${text}\n`);
    await expect.poll(() => told, { timeout: 60_000 }).toContain(text);
  } finally {
    watching.kill();
    await watching;
  }
});

test('an image that does not build is one failing test', async () => {
  const copy = copyOf('copy');
  writeFileSync(
    join(copy, 'guest/subjects/v7/arch/arm64/kernel/static_call.c'),
    '#error does not build today\n',
  );
  const { exitCode, all } = await vitest(['run', '--project', 'v7@max', '--reporter', 'verbose'], {
    cwd: copy,
    // The kernel is in it already.
    env: { SCT_CACHE: process.env.SCT_CACHE ?? join(ROOT, '.cache') },
  });
  expect(exitCode).toBe(1);
  expect(all).toMatch(/v7@max > the image builds/);
  expect(all).toContain('#error does not build today');
  expect(all).toMatch(/Tests +1 failed \(1\)/);
  expect(booted()).toEqual([]);
});
