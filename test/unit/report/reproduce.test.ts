// SPDX-License-Identifier: GPL-2.0-only

import { expect, test } from 'vitest';
import { reproduce } from '../../../harness/report/reproduce.ts';
import { cell, result } from './sample.ts';

test.each([
  ['v7', 'max', 'bti', 'fail', 'npx sct run --subject v7 --machine max --case bti.c --keep'],
  ['v7', 'host', 'abi', 'fail', 'npx sct run --subject v7 --machine host --case abi.c --keep'],
  ['v7', 'max', 'bti', 'error', 'npx sct run --subject v7 --machine max --keep'],
  ['v7', 'max', 'bench', 'error', 'npx sct run --subject v7 --machine max --keep'],
  ['v7', 'host', 'build', 'fail', 'npx sct run --subject v7 --machine host --keep'],
  ['a b$c', 'max', 'bti', 'fail', "npx sct run --subject 'a b$c' --machine max --case bti.c --keep"],
] as const)('%s on %s, suite %s, %s', (subject, machine, suite, verdict, command) => {
  expect(reproduce(cell(machine, [], { subject }), result(suite, 'c', { verdict }))).toBe(command);
});

test('a cell whose image was moved is moved there again', () => {
  expect(
    reproduce(cell('max-kaslr', [], { subject: 'v7', seed: 17 }), result('bti', 'c', { verdict: 'fail' })),
  ).toBe('npx sct run --subject v7 --machine max-kaslr --seed 17 --case bti.c --keep');
});
