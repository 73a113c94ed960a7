// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { limitsFor } from '../../../harness/machine/limits.ts';
import type { Machine } from '../../../harness/machine/machine.ts';
import { HOSTS, MACHINES } from '../../../harness/machine/machines.ts';

test('names are unique and fit for a file name', () => {
  const names = [...HOSTS, ...MACHINES].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z0-9][a-z0-9.-]*$/);
});

test.for(MACHINES.filter(({ clock }) => clock === 'icount'))(
  '$name has one vCPU: its counters are global',
  ({ vcpus }) => {
    expect(vcpus).toBe(1);
  },
);

test('the trampoline is judged in the code of each compiler and level that boots', () => {
  const codeOf = ({ build }: Pick<Machine, 'build'>) =>
    `${build.compiler} -${build.optimise} ${build.cfi === 'none' ? '' : 'kcfi'}`;
  expect(new Set(HOSTS.map(codeOf))).toEqual(new Set(MACHINES.map(codeOf)));
});

test('limits scale with the machine and with the user, output does not', () => {
  const slow: Machine = { ...(MACHINES[0] as Machine), timeoutScale: 3 };
  const plain = limitsFor({ ...slow, timeoutScale: 1 }, 1);
  expect(limitsFor(slow, 2)).toEqual({
    idle: plain.idle * 6,
    total: plain.total * 6,
    exit: plain.exit * 6,
    bytes: plain.bytes,
  });
});
