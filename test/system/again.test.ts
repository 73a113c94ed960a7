// SPDX-License-Identifier: GPL-2.0-only
// The `again:` line works where its reader is, and shows the failure again.

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLI, ROOT, scratch } from './sct.ts';

let tmp: string;
beforeAll(() => {
  tmp = scratch();
  const header = join(tmp, 'a tree/arch/arm64/include/asm/static_call.h');
  mkdirSync(join(tmp, 'a tree'));
  cpSync(join(ROOT, 'guest/subjects/reviewed/arch'), join(tmp, 'a tree/arch'), { recursive: true });
  writeFileSync(header, readFileSync(header, 'utf8').replace('hint	#34', 'nop'));
});
afterAll(() => rmSync(tmp, { recursive: true, force: true }));

test.for([
  { where: 'another folder', cwd: () => tmp, start: /^node \S+\/bin\/sct\.mjs run / },
  { where: 'a folder of the checkout', cwd: () => join(ROOT, 'docs'), start: /^npx sct run / },
])('from $where', async ({ cwd, start }) => {
  // Offline: for a name that it does not find here npx would ask the registry.
  const options = {
    cwd: cwd(),
    reject: false,
    stdin: 'ignore',
    env: { TMPDIR: tmp, npm_config_offline: 'true', npm_config_yes: 'false' },
  } as const;
  const tree = join(tmp, 'a tree');
  const cell = ['--tree', tree, '--machine', 'host,max', '--suite', 'abi,bti'];
  const first = await execa(process.execPath, [CLI, 'run', ...cell, '--junit', join(tmp, 'r.xml')], options);
  const [, line = ''] = /^ {2}again: (.*)$/m.exec(first.stdout) ?? [];
  expect(line).toMatch(start);
  const [, gdb = ''] = /^ {2}in gdb: (.*)$/m.exec(first.stdout) ?? [];
  expect(gdb.replace(' debug ', ' run ')).toMatch(start);
  // What may be read elsewhere names no path of this machine.
  expect(readFileSync(join(tmp, 'r.xml'), 'utf8')).toContain('again: npx sct run ');

  const again = await execa('/bin/sh', ['-c', line], options);
  expect(again.exitCode, again.stderr).toBe(1);
  expect(again.stdout).toMatch(/^FAIL no landing pad: 1 case, /);
});
