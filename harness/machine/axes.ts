// SPDX-License-Identifier: GPL-2.0-only
import type { Host, Machine } from './machine.ts';

/** What a machine is, a few words for each axis. */
export function axesOf(machine: Host | Machine): string[] {
  const { compiler, optimise, pageSize } = machine.build;
  if (machine.cpu === null) return ['boots nothing', `${compiler} -${optimise}`];
  const { cpu, bti, pauth, entryEl, runEl, kaslr, vcpus, clock, icountShift } = machine;
  return [
    `-cpu ${cpu}`,
    bti ? 'BTI' : 'no BTI',
    pauth ? 'PAC' : 'no PAC',
    entryEl === runEl ? `EL${runEl}` : `EL${entryEl} to EL${runEl}`,
    ...(vcpus > 1 ? [`${vcpus} vCPUs`] : []),
    ...(kaslr ? ['relocated'] : []),
    icountShift > 0 ? `${clock} shift=${icountShift}` : clock,
    `${compiler} -${optimise}`,
    `${pageSize} KiB pages`,
  ];
}
