// SPDX-License-Identifier: GPL-2.0-only
// `npx sct` in a clone that was never built: it builds, or says what to run. (npx remembers a command that it did not find.)

import { cpSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROOT, scratch } from './sct.ts';

let clone: string;
beforeEach(() => {
  clone = scratch();
  for (const part of ['bin', 'harness', 'scripts', 'package.json', 'package-lock.json'])
    cpSync(join(ROOT, part), join(clone, part), { recursive: true });
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

const npxSct = () =>
  execa('npx', ['--offline', '--no', '--', 'sct', '--version'], {
    cwd: clone,
    reject: false,
    stdin: 'ignore',
    env: { npm_config_cache: join(clone, 'npm-cache') },
  });

test('with its packages it builds, once', async () => {
  symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'));
  const first = await npxSct();
  expect(first).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
  expect(first.stderr).toContain('building dist/, once');
  expect((await npxSct()).stderr).toBe('');
});

test('without them it says what to run', async () => {
  const { exitCode, stdout, stderr } = await npxSct();
  expect([exitCode, stdout]).toEqual([3, '']);
  expect(stderr).toContain(`run \`npm start\` in ${clone}`);
  expect(stderr).not.toMatch(/\n\s+at /);
});
