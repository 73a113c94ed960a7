// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { availableMachines } from '../../../harness/machine/probe.ts';
import { boardMachines, withoutAbsentBoards } from '../../../harness/mutant/boards.ts';
import { loadMutants } from '../../../harness/mutant/mutant.ts';
import { packageRoot } from '../../../harness/store/places.ts';

const rows = loadMutants(packageRoot());
const machines = boardMachines(rows);
const hereOn = (boards: string[], hasTree = true) =>
  withoutAbsentBoards(
    rows,
    availableMachines(
      machines,
      { facts: { version: '7.2.0', cpus: [], boards }, problem: null },
      () => hasTree,
    ),
  );

test('rows of boards are for the full job alone', () => {
  expect(machines.length).toBeGreaterThan(0);
  for (const { machine, matrix } of rows)
    if (machines.some(({ name }) => name === machine)) expect(matrix).toBe('full');
});

test('a board that this QEMU does not model leaves out its rows with a note, and no other row', () => {
  const { rows: left, notes } = hereOn(['raspi3b', 'xlnx-zcu102']);
  const gone = rows.filter((row) => !left.includes(row));
  expect([...new Set(gone.map(({ machine }) => machine))].sort()).toEqual(['imx8mp-evk', 'raspi4b']);
  expect(notes).toHaveLength(2);
  for (const note of notes)
    expect(note).toMatch(/^mutants on \S+: left out, the installed QEMU 7\.2\.0 has no such board$/);
});

test('a device tree that is not here leaves out its rows, too', () => {
  const boards = [...new Set(machines.map(({ board }) => board))];
  expect(hereOn(boards).rows).toHaveLength(rows.length);
  const { rows: left, notes } = hereOn(boards, false);
  expect(left.every(({ machine }) => !machines.some(({ name }) => name === machine))).toBe(true);
  expect(notes).toHaveLength(machines.length);
});
