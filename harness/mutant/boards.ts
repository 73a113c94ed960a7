// SPDX-License-Identifier: GPL-2.0-only
// Rows of the table that only a board's model can show: not every QEMU has each, and device trees are fetched apart.

import type { Machine } from '../machine/machine.ts';
import { MACHINES } from '../machine/machines.ts';
import type { Mutant } from './mutant.ts';

/** The boards that the rows name. */
export function boardMachines(rows: readonly Mutant[]): Machine[] {
  return MACHINES.filter(
    ({ name, kind, board }) =>
      kind === 'system' && board !== 'virt' && rows.some(({ machine }) => machine === name),
  );
}

/** The rows less those of a board that is not `available`, and the notes that say why. */
export function withoutAbsentBoards(
  rows: readonly Mutant[],
  available: { machines: readonly Machine[]; notes: readonly string[] },
): { rows: Mutant[]; notes: string[] } {
  const absent = boardMachines(rows)
    .filter((machine) => !available.machines.includes(machine))
    .map(({ name }) => name);
  return {
    rows: rows.filter(({ machine }) => !absent.includes(machine)),
    notes: available.notes.map((note) => `mutants on ${note}`),
  };
}
