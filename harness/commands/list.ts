// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander';
import { createBuilder } from '../build/build.ts';
import type { Build } from '../build/flags.ts';
import type { PlannedCase } from '../inspect/plan.ts';
import type { Matrix } from '../machine/machine.ts';
import { HOST, HOSTS, MACHINES } from '../machine/machines.ts';
import { prepare } from '../prepare.ts';
import { builtinSubjects } from '../run.ts';

interface Listing {
  schemaVersion: 1;
  subjects: { name: string; builds: boolean }[];
  machines: {
    name: string;
    cpu: string | null;
    entryEl: number | null;
    bti: boolean | null;
    clock: string | null;
    vcpus: number | null;
    build: Build;
    matrix: Matrix;
  }[];
  suites: { name: string; machine: string; cases: string[] }[];
}

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
  const prepared = await Promise.all((await builtinSubjects()).map((subject) => prepare(subject, builder)));
  const built = prepared.flatMap((one) => (one.ok ? [one.facts] : []));
  const abi = built.flatMap(({ abi }) => abi);
  return {
    schemaVersion: 1,
    subjects: prepared.map(({ subject, ok }) => ({ name: subject.name, builds: ok })),
    machines: [
      ...HOSTS.map(({ name, build, matrix }) => ({
        name,
        cpu: null,
        entryEl: null,
        bti: null,
        clock: null,
        vcpus: null,
        build,
        matrix,
      })),
      ...MACHINES.map(({ name, cpu, entryEl, bti, clock, vcpus, build, matrix }) => ({
        name,
        cpu,
        entryEl,
        bti,
        clock,
        vcpus,
        build,
        matrix,
      })),
    ],
    suites: [
      ...suites(abi, HOST.name),
      ...suites(
        built.flatMap(({ plan }) => plan),
        'booted',
      ),
    ],
  };
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

function describe({ cpu, entryEl, bti, clock, vcpus, build, matrix }: Listing['machines'][number]): string {
  const axes =
    cpu === null
      ? ['judges the image, boots nothing']
      : [
          `-cpu ${cpu}`,
          `entered at EL${entryEl}`,
          bti ? 'BTI' : 'no BTI',
          `${clock}`,
          `${vcpus} ${vcpus === 1 ? 'vCPU' : 'vCPUs'}`,
        ];
  const { compiler, optimise, pageSize } = build;
  return [...axes, `${compiler} -${optimise}`, `${pageSize} KiB pages`, `--matrix ${matrix}`].join(', ');
}

function format({ subjects, machines, suites }: Listing): string {
  const lines = [
    'subjects',
    ...subjects.map(
      ({ name, builds }) => `  ${name}${builds ? '' : '  (does not build: sct run tells why)'}`,
    ),
    'machines',
    ...machines.map((machine) => `  ${machine.name}  ${describe(machine)}`),
    suites.length > 0 ? 'suites' : 'suites  (not known, since no subject builds)',
    ...suites.flatMap(({ name, machine, cases }) => [
      `  ${name}  (${machine}, ${cases.length} cases)`,
      ...cases.map((one) => `    ${name}.${one}`),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}
