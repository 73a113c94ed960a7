// SPDX-License-Identifier: GPL-2.0-only

import { expect, test } from 'vitest';
import { reproduce } from '../../../harness/report/reproduce.ts';
import { cell, result } from './sample.ts';

test.each([
  ['v7', 'max', 'bti', 'npx sct run --subject v7 --machine max --suite bti --keep'],
  ['v7', 'host', 'abi', 'npx sct run --subject v7 --machine host --suite abi --keep'],
  ['v7', 'max', 'bench', 'npx sct run --subject v7 --machine max --keep'],
  ['v7', 'host', 'build', 'npx sct run --subject v7 --machine host --keep'],
  ['a b$c', 'max', 'bti', "npx sct run --subject 'a b$c' --machine max --suite bti --keep"],
  ["it's", 'max', 'bti', "npx sct run --subject 'it'\\''s' --machine max --suite bti --keep"],
])('%s on %s, suite %s', (subject, machine, suite, command) => {
  expect(reproduce(cell(machine, [], { subject }), result(suite, 'c'))).toBe(command);
});
