// SPDX-License-Identifier: GPL-2.0-only
// The axes of a machine: the one list of which its listing, its page and its JSON are made.

import type { Build } from '../compile/flags.ts';
import type { Axes, Host, Machine } from './machine.ts';

/** What carries the cases, if not a kernel of the bench's own. */
const KINDS: Readonly<Record<Axes['kind'], string>> = {
  system: '',
  process: 'a process',
  linux: 'a module in Linux',
  here: "a module in this machine's own Linux",
};

/** Each axis in words, in the order in which they are told; empty where it is as usual, or told with another one. */
const AXES: { readonly [axis in keyof Axes]: (machine: Axes) => string } = {
  kind: ({ kind }) => KINDS[kind],
  board: ({ board }) => (board === 'none' || board === 'virt' ? '' : `-machine ${board}`),
  accel: ({ accel }) => (accel === 'kvm' ? '-accel kvm' : ''),
  cpu: ({ kind, board, cpu }) =>
    kind === 'here' ? '' : board === 'none' || board === 'virt' ? `-cpu ${cpu}` : cpu,
  bti: ({ bti }) => (bti === null ? 'BTI and PAC as the CPU has them' : bti ? 'BTI' : 'no BTI'),
  pauth: ({ pauth }) => (pauth === null ? '' : pauth ? 'PAC' : 'no PAC'),
  entryEl: ({ entryEl, runEl }) => (entryEl === runEl ? '' : `EL${entryEl} to EL${runEl}`),
  runEl: ({ entryEl, runEl }) => (entryEl === runEl ? `EL${runEl}` : ''),
  vcpus: ({ vcpus }) => (vcpus > 1 ? `${vcpus} vCPUs` : ''),
  kaslr: ({ kaslr }) => (kaslr ? 'relocated' : ''),
  clock: ({ clock, icountShift }) => (icountShift > 0 ? `${clock} shift=${icountShift}` : clock),
  icountShift: () => '',
};

/** What kCFI adds to how a compiler is called. */
const IN_CODE: Readonly<Record<Build['cfi'], string>> = {
  none: '',
  kcfi: ' -fsanitize=kcfi',
  'kcfi-ftrace': ' -fsanitize=kcfi -fpatchable-function-entry=4,2',
};

/** What a machine is, a few words for each axis. */
export function axesOf(machine: Host | Machine): string[] {
  const { runtime, compiler, optimise, pageSize, cfi, linux } = machine.build;
  const code = `${compiler} -${optimise}${IN_CODE[cfi]}${linux ? `, for the kernel ${linux}` : ''}`;
  if (!machine.boots) return ['boots nothing', ...(runtime === 'process' ? ['a process'] : []), code];
  const words = Object.values(AXES).map((inWords) => inWords(machine));
  return [...words.filter((word) => word !== ''), code, `${pageSize} KiB pages`];
}

/** Each axis by its name, as the record has it; null where nothing boots. */
export function axisValues(machine: Host | Machine): { [axis in keyof Axes]: Axes[axis] | null } {
  const values = Object.keys(AXES).map((axis) => [axis, machine.boots ? machine[axis as keyof Axes] : null]);
  return Object.fromEntries(values);
}
