// SPDX-License-Identifier: GPL-2.0-only
// `sct image`: what a person takes to a board.

import { randomBytes } from 'node:crypto';
import { type Command, Option } from 'commander';
import { exitCode, SctError, UsageError } from '../base/exit.ts';
import { catchInterrupts } from '../base/interrupt.ts';
import { pick, pickCases } from '../base/pick.ts';
import { nameOf, suitesOf } from '../base/plan.ts';
import type { Outcome } from '../base/verdict.ts';
import { checkFree, writeBoardFolder } from '../board/folder.ts';
import { BOARD_FILES } from '../board/manifest.ts';
import { createBuilder } from '../compile/build.ts';
import type { Machine } from '../machine/machine.ts';
import { HOSTS, MACHINES } from '../machine/machines.ts';
import { reportFile } from '../report/file.ts';
import { outcomeOfUnbuilt } from '../run/cell.ts';
import { prepare } from '../run/prepare.ts';
import { provenanceOf } from '../run/provenance.ts';
import { createRunFolder } from '../store/run-folder.ts';
import { writeWhole } from '../store/whole-file.mjs';
import { oneSubject } from './shared/one-subject.ts';
import { listOption } from './shared/options.ts';
import { patchOption, revOption, treeOption } from './shared/outside-options.ts';
import { say, teller } from './shared/progress.ts';

interface Options {
  subject?: string;
  tree?: string;
  rev?: string;
  patch: string[];
  machine: string;
  suite: string[];
  case: string[];
  output: string;
  json?: string | true;
}

/** The subject does not build. The exit code says whose fault that is. */
class NoImage extends SctError {
  override name = 'NoImage';
  override readonly exitCode: number;

  constructor(message: string, outcome: Outcome) {
    super(message);
    this.exitCode = exitCode(outcome);
  }
}

/** `sct image`: builds, and writes a folder to take along. Boots nothing. */
export function register(program: Command): void {
  program
    .command('image')
    .description('make the image that a board boots, with what is needed to judge its log')
    .option('--subject <name>', 'the subject')
    .addOption(treeOption())
    .addOption(revOption())
    .addOption(patchOption())
    .addOption(
      new Option('--machine <name>', 'whose build, page size and exception level it gets').default('max'),
    )
    .addOption(listOption('--suite <name>', 'only this suite; controls run in every boot', 'all'))
    .addOption(listOption('--case <suite.case>', 'only this case; controls run in every boot', 'all'))
    .requiredOption('-o, --output <folder>', 'where to: a new folder, or an empty one')
    .option('--json [file]', 'the manifest, to a file or else on stdout')
    .action(image);
}

async function image(options: Options): Promise<void> {
  using interrupt = catchInterrupts();
  using tell = teller();
  const json = options.json === undefined ? undefined : reportFile('--json', options.json);
  const machine = machineOf(options.machine);
  checkFree(options.output);
  await using scratch = await createRunFolder();
  const { subject, notes } = await oneSubject(options, scratch.path, 'taken along');
  for (const note of notes) say(note);
  tell.progress(`building ${subject.name}`);
  const prepared = await prepare(subject, createBuilder({ signal: interrupt.signal }), machine.build);
  interrupt.signal.throwIfAborted();
  if (!prepared.ok)
    throw new NoImage(
      `${subject.name} ${prepared.failure.reason}\n${prepared.failure.details.join('\n')}`,
      outcomeOfUnbuilt(prepared.failure),
    );
  const { plan } = prepared.facts;
  const suites = pick(
    'suite',
    suitesOf(plan).map((name) => ({ name })),
    options.suite,
  );
  const inSuites = plan.filter(({ suite }) => suites.some(({ name }) => name === suite));
  const names =
    options.case.length > 0
      ? pickCases(inSuites, options.case).map(nameOf)
      : options.suite.length > 0
        ? suites.map(({ name }) => name)
        : [];
  const work = [{ prepared, machine: { ...machine, boots: false as const }, suites: names }];
  const manifest = await writeBoardFolder(prepared, machine, {
    folder: options.output,
    runId: randomBytes(8).toString('hex'),
    names,
    provenance: await provenanceOf(work, [subject]),
  });
  tell[Symbol.dispose]();
  if (options.json !== undefined) {
    const text = `${JSON.stringify(manifest, null, 2)}\n`;
    if (json === undefined) process.stdout.write(text);
    else writeWhole(json, text);
  }
  if (options.json === undefined || json !== undefined)
    process.stdout.write(
      `${options.output}: ${manifest.what}, ${manifest.plan.length} cases; ${options.output}/${BOARD_FILES.readme} says how to start it\n`,
    );
}

/** @throws UsageError if it is no machine, or several, or one that boots nothing */
function machineOf(name: string): Machine {
  const [found, more] = pick('machine', [...HOSTS, ...MACHINES], [name]);
  if (!found || more) throw new UsageError(`an image is of one machine, and ${name} are several`);
  if (!found.boots) throw new UsageError(`machine ${name} boots nothing, so there is nothing to take along`);
  if (found.kind === 'process')
    throw new UsageError(
      `machine ${name} is a process of Linux, which no board boots: \`sct run --machine ${name} --keep\` leaves its binary, sct.elf`,
    );
  return found;
}
