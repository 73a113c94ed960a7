// SPDX-License-Identifier: GPL-2.0-only
// `sct list`: what there is to run.

import type { Command } from 'commander';
import type { PlannedCase } from '../base/plan.ts';
import { createBuilder } from '../compile/build.ts';
import { axesOf, axisValues } from '../machine/axes.ts';
import type { Host, Machine } from '../machine/machine.ts';
import { HOST, HOSTS, MACHINES } from '../machine/machines.ts';
import type { Document } from '../report/documents.ts';
import { prepare } from '../run/prepare.ts';
import { packageRoot } from '../store/places.ts';
import { loadAllBuiltin } from '../subject/load.ts';
import { casesOfLinux } from '../verdict/causes/reasons.ts';

type Listing = Document<'list'>;

/** `sct list`: subjects, machines, suites and cases. Builds, since the plan is in the image; boots nothing. */
export function register(program: Command): void {
  program
    .command('list')
    .description('list subjects, machines, suites and cases; boots nothing')
    .option('--json', 'print JSON')
    .action(async (options: { json?: true }) => {
      const listing = await collect();
      process.stdout.write(options.json ? `${JSON.stringify(listing, null, 2)}\n` : format(listing));
    });
}

async function collect(): Promise<Listing> {
  const builder = createBuilder();
  const prepared = await Promise.all((await loadAllBuiltin()).map((subject) => prepare(subject, builder)));
  const built = prepared.flatMap((one) => (one.ok ? [one.facts] : []));
  const abi = built.flatMap(({ abi }) => abi);
  return {
    schemaVersion: 1,
    subjects: prepared.map(({ subject, ok }) => ({ name: subject.name, builds: ok })),
    machines: [...HOSTS, ...MACHINES].map(placeOf),
    suites: [
      ...suites(abi, HOST.name),
      ...suites(
        built.flatMap(({ plan }) => plan),
        'booted',
      ),
      ...suites(casesOfLinux(packageRoot()), 'linux'),
    ],
  };
}

function placeOf(machine: Host | Machine): Listing['machines'][number] {
  const { name, why, boots, build, matrix } = machine;
  return { name, why, boots, ...axisValues(machine), build, matrix };
}

/** Grouped by suite, each case once though several images have it. */
function suites(cases: readonly PlannedCase[], machine: string): Listing['suites'] {
  const names = [...new Set(cases.map(({ suite }) => suite))];
  return names.map((name) => ({
    name,
    machine,
    cases: [...new Set(cases.filter(({ suite }) => suite === name).map((one) => one.case))],
  }));
}

function format({ subjects, suites }: Listing): string {
  const lines = [
    'subjects',
    ...subjects.map(
      ({ name, builds }) => `  ${name}${builds ? '' : '  (does not build: sct run tells why)'}`,
    ),
    'machines',
    ...[...HOSTS, ...MACHINES].map(
      (machine) => `  ${machine.name}  ${[...axesOf(machine), `--matrix ${machine.matrix}`].join(', ')}`,
    ),
    suites.length > 0 ? 'suites' : 'suites  (not known, since no subject builds)',
    ...suites.flatMap(({ name, machine, cases }) => [
      `  ${name}  (${machine}, ${cases.length} cases)`,
      ...cases.map((one) => `    ${name}.${one}`),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}
