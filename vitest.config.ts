// SPDX-License-Identifier: GPL-2.0-only
// A project for the unit tests, one for the mutants, and one for each cell: `--project 'v7@*'` selects cells, `vitest list` boots nothing.

import { join } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';
import { findQemu, probe } from './harness/machine/installed-qemu.ts';
import { HOSTS, MACHINES } from './harness/machine/machines.ts';
import { availableMachines } from './harness/machine/probe.ts';
import { packageRoot } from './harness/store/places.ts';
import { subjectNames } from './harness/subject/load.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The cell that a project of test/guest/cell.test.ts is. */
    cell: { subject: string; machine: string };
  }
}

/** The machines of a plain `sct run`. What the installed QEMU lacks is left out and said; without any QEMU the cells fail and say so. */
async function machines(): Promise<string[]> {
  const wanted = MACHINES.filter(({ matrix }) => matrix === 'default');
  try {
    const { machines, notes } = availableMachines(wanted, await probe(findQemu()));
    for (const note of notes) process.stderr.write(`note: ${note}\n`);
    return machines.map(({ name }) => name);
  } catch {
    return wanted.map(({ name }) => name);
  }
}

const common = { pool: 'forks' as const, setupFiles: ['test/setup.ts'] };

export default defineConfig(async () => {
  const subjects = subjectNames(join(packageRoot(), 'guest/subjects'));
  const hosts = HOSTS.filter(({ matrix }) => matrix === 'default').map(({ name }) => name);
  const machineNames = [...hosts, ...(await machines())];
  const cells = subjects.flatMap((subject) => machineNames.map((machine) => ({ subject, machine })));
  return {
    test: {
      maxWorkers: 2,
      // Each project transforms what it imports, all of them much the same: kept under the hash of the file, once is enough.
      experimental: { fsModuleCache: true, fsModuleCachePath: join(packageRoot(), '.cache/vitest') },
      // What is read, not imported: a save of it is a reason for every test.
      forceRerunTriggers: [...configDefaults.forceRerunTriggers, '**/guest/**/*.{c,h,S,lds,json}'],
      projects: [
        // Its files run in the same two processes, one after another, and put back what they change there: a process for each costs 0.2 s of CPU time a file.
        {
          test: {
            ...common,
            name: 'unit',
            include: ['test/unit/**/*.test.ts'],
            isolate: false,
            testTimeout: 30_000,
          },
        },
        { test: { ...common, name: 'system', include: ['test/system/**/*.test.ts'], testTimeout: 180_000 } },
        { test: { ...common, name: 'browser', include: ['test/browser/**/*.test.ts'], testTimeout: 60_000 } },
        { test: { ...common, name: 'mutants', include: ['test/guest/mutants.test.ts'] } },
        { test: { ...common, name: 'variants', include: ['test/guest/variants.test.ts'] } },
        { test: { ...common, name: 'witness', include: ['test/guest/witness/*.test.ts'] } },
        { test: { ...common, name: 'docs', include: ['test/guest/docs/*.test.ts'] } },
        ...cells.map((cell) => ({
          test: {
            ...common,
            name: `${cell.subject}@${cell.machine}`,
            include: ['test/guest/cell.test.ts'],
            provide: { cell },
          },
        })),
      ],
    },
  };
});
