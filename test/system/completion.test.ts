// SPDX-License-Identifier: GPL-2.0-only
// `sct completion`: candidates out of what there is, and a script that bash really uses.

import { execa } from 'execa';
import { expect, test } from 'vitest';
import { ROOT, sct } from './sct.ts';

const candidates = async (...words: string[]) =>
  (await sct(['completion', 'bash', '--', ...words])).stdout.split('\n').filter((line) => line !== '');

test.for([
  [['r'], ['run']],
  [['run', '--mat'], ['--matrix']],
  [
    ['run', '--matrix', ''],
    ['default', 'full', 'linux'],
  ],
  [
    ['run', '--subject', ''],
    ['reviewed', 'v7', 'generic', 'laight', 'mark', 'typed-ret0', 'v2', 'v3', 'v5'],
  ],
  [['run', '--machine', 'max-el'], ['max-el2']],
  [
    ['run', '--machine', 'max,neoverse-n'],
    ['max,neoverse-n1', 'max,neoverse-n2', 'max,neoverse-n1-vhe'],
  ],
  [['run', '--suite', 'disp'], ['dispatch']],
  [['run', '--case', 'dispatch.update_b'], ['dispatch.update_back']],
  [['explain', 'abi.landing_p'], ['abi.landing_pad']],
  [['mutate', '--name', 'write-sk'], ['write-skipped']],
  [['completion', 'f'], ['fish']],
  // Files are the shell's.
  [['run', '--tree', ''], []],
  [['frobnicate', ''], []],
] as const)('%j', async ([words, wanted]) => {
  expect(await candidates(...words)).toEqual(wanted);
});

test('every command is offered, with the options that its help names', async () => {
  const commands = (await candidates('')).filter((word) => !word.startsWith('-') && word !== 'help');
  expect(commands).toContain('completion');
  for (const command of commands) {
    const { stdout } = await sct([command, '--help']);
    const options = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, name]) => name);
    expect((await candidates(command, '-')).sort()).toEqual(options.sort());
  }
});

test('every case is offered', async () => {
  const { stdout } = await sct(['list', '--json']);
  const { suites } = JSON.parse(stdout) as { suites: { name: string; cases: string[] }[] };
  const all = suites.flatMap(({ name, cases }) => cases.map((one) => `${name}.${one}`));
  expect((await candidates('explain', '')).sort()).toEqual(all.sort());
});

test('bash completes with it', async () => {
  const { stdout: script } = await sct(['completion', 'bash']);
  const ask = `${script}
COMP_WORDS=(sct run --machine max-el) COMP_CWORD=3; _sct; echo "\${COMPREPLY[@]}"
COMP_WORDS=(sct run --tree '') COMP_CWORD=3; _sct; echo "\${#COMPREPLY[@]}"
complete -p sct static-call-harness`;
  const { stdout } = await execa('bash', ['-c', ask], { cwd: '/' });
  expect(stdout.split('\n')).toEqual([
    'max-el2',
    '0',
    'complete -o default -F _sct sct',
    'complete -o default -F _sct static-call-harness',
  ]);
});

test.for(['zsh', 'fish'])("%s's script asks this sct", async (shell) => {
  const { exitCode, stdout } = await sct(['completion', shell]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain(`${ROOT}bin/sct.mjs completion ${shell} -- `);
});

test('another shell is refused', async () => {
  const { exitCode, stderr } = await sct(['completion', 'tcsh']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('Allowed choices are bash, zsh, fish.');
});
