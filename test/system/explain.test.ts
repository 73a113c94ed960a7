// SPDX-License-Identifier: GPL-2.0-only
// `sct explain`: what is written down of a case, from wherever it is asked.

import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { CLI, ROOT, scratch, sct } from './sct.ts';

test.for([
  ['abi.landing_pad', 'Under BTI an indirect call', "name: 'landing_pad'", 'no-landing-pad', 'host'],
  ['dispatch.update', "The literal's writer decodes", 'CASE(dispatch, update)', 'write-skipped', 'max-el2'],
  ['cost.tramp', "the subject's trampoline, set", 'FORM(tramp);', 'extra-instruction', 'max-icount'],
] as const)('%s', async ([name, why, line, mutant, machine]) => {
  const { exitCode, stdout } = await sct(['explain', name]);
  expect(exitCode).toBe(0);
  expect(stdout.split('\n')[0]).toBe(name);
  expect(stdout).toContain(`  why:      ${why}`);
  const lines = stdout.replaceAll(/\n {12}/g, ' ');
  expect(lines).toMatch(new RegExp(`^ {2}mutants: .*\\b${mutant} \\(`, 'm'));
  expect(lines).toMatch(new RegExp(`^ {2}machines: .*\\b${machine},`, 'm'));
  const [, file = '', number] = /^ {2}where: +(\S+):(\d+)$/m.exec(stdout) ?? [];
  expect(readFileSync(join(ROOT, file), 'utf8').split('\n')[Number(number) - 1]).toContain(line);
});

test('several, from another folder', async () => {
  const words = ['explain', 'abi.*', 'patch.*'];
  // One that the project does not lie in, wherever it is.
  const cwd = scratch();
  const { stdout } = await execa(process.execPath, [CLI, ...words], { cwd, stdin: 'ignore' });
  rmSync(cwd, { recursive: true, force: true });
  const heads = stdout.match(/^(?:abi|patch)\.\w+$/gm) ?? [];
  expect(heads.length).toBeGreaterThan(10);
  expect(heads).toContain('abi.section');
  expect(stdout).toContain(`  where:    ${join(ROOT, 'guest/cases/patch.c')}:`);
});

test('a case that there is not', async () => {
  const { exitCode, stdout, stderr } = await sct(['explain', 'dispatch.updat']);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toContain('there is no case dispatch.updat; did you mean dispatch.update, ');
});
