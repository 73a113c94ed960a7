// SPDX-License-Identifier: GPL-2.0-only
// `sct image`: what a person takes to a board.

import { randomBytes } from 'node:crypto';
import { stdout } from 'node:process';
import { type Command, Option } from 'commander';
import { exitCode, SctError, UsageError } from '../base/exit.ts';
import { catchInterrupts } from '../base/interrupt.ts';
import { pick, pickCases } from '../base/pick.ts';
import { nameOf, suitesOf } from '../base/plan.ts';
import type { Outcome } from '../base/verdict.ts';
import { checkFree, type Taken, writeBoardFolder } from '../board/folder.ts';
import { checkKitFile, writeKit } from '../board/kit.ts';
import { BOARD_FILES, type Manifest } from '../board/manifest.ts';
import { type Builder, createBuilder } from '../compile/build.ts';
import { type Build, DEFAULT_BUILD } from '../compile/flags.ts';
import type { Machine } from '../machine/machine.ts';
import { HOSTS, MACHINES } from '../machine/machines.ts';
import { reportFile } from '../report/file.ts';
import { outcomeOfUnbuilt } from '../run/cell.ts';
import { type Prepared, prepare } from '../run/prepare.ts';
import { provenanceOf } from '../run/provenance.ts';
import { createRunFolder } from '../store/run-folder.ts';
import { writeWhole } from '../store/whole-file.mjs';
import type { Subject } from '../subject/subject.ts';
import { oneSubject } from './shared/one-subject.ts';
import { listOption } from './shared/options.ts';
import { patchOption, revOption, treeOption } from './shared/outside-options.ts';
import { say, type Teller, teller } from './shared/progress.ts';

interface Options {
  subject?: string;
  tree?: string;
  rev?: string;
  patch: string[];
  machine: string;
  suite: string[];
  case: string[];
  for?: 'linux';
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
    .description('make what is taken to a board, a server or a phone, with what is needed to judge its log')
    .option('--subject <name>', 'the subject')
    .addOption(treeOption())
    .addOption(revOption())
    .addOption(patchOption())
    .addOption(
      new Option('--machine <name>', 'whose build, page size and exception level it gets').default('max'),
    )
    .addOption(listOption('--suite <name>', 'only this suite; controls run in every boot', 'all'))
    .addOption(listOption('--case <suite.case>', 'only this case; controls run in every boot', 'all'))
    .addOption(
      new Option(
        '--for <what>',
        'linux: a kit, from which any arm64 machine that runs Linux builds a module of its own; one file, .tar.xz or .tar.gz',
      ).choices(['linux']),
    )
    .requiredOption(
      '-o, --output <folder>',
      'where to: a new folder, or an empty one; a file for --for linux',
    )
    .option('--json [file]', 'the manifest, to a file or else on stdout')
    .action(image);
}

async function image(options: Options, command: Command): Promise<void> {
  if (options.for === 'linux') return kit(options, command);
  using interrupt = catchInterrupts();
  using tell = teller();
  const json = options.json === undefined ? undefined : reportFile('--json', options.json);
  const machine = machineOf(options.machine);
  checkFree(options.output);
  await using scratch = await createRunFolder();
  const { signal } = interrupt;
  const { subject, builder, prepared } = await built(options, scratch.path, machine.build, tell, signal);
  const process = await asProcess(subject, builder, machine);
  interrupt.signal.throwIfAborted();
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
  const manifest = await writeBoardFolder({ prepared, machine }, process, {
    folder: options.output,
    runId: randomBytes(8).toString('hex'),
    names,
    provenance: await provenanceOf(work, [subject]),
  });
  tell[Symbol.dispose]();
  tellOf(manifest, options, json, `${options.output}/${BOARD_FILES.readme} says how to start it`);
}

/**
 * The subject that is taken along, its image, and who has built it.
 * @throws UsageError, NoImage if it does not build
 */
async function built(
  options: Options,
  scratch: string,
  build: Build,
  tell: Teller,
  signal: AbortSignal,
): Promise<{ subject: Subject; builder: Builder; prepared: Extract<Prepared, { ok: true }> }> {
  const { subject, notes } = await oneSubject(options, scratch, 'taken along');
  for (const note of notes) say(note);
  tell.progress(`building ${subject.name}`);
  const builder = createBuilder({ signal });
  const prepared = await prepare(subject, builder, build);
  signal.throwIfAborted();
  if (!prepared.ok)
    throw new NoImage(
      `${subject.name} ${prepared.failure.reason}\n${prepared.failure.details.join('\n')}`,
      outcomeOfUnbuilt(prepared.failure),
    );
  return { subject, builder, prepared };
}

/** Says what was written: to people on stdout, unless that has the JSON; to programs where `--json` says. `file`: undefined for stdout. */
function tellOf(manifest: Manifest, options: Options, file: string | undefined, next: string): void {
  if (options.json !== undefined) {
    const text = `${JSON.stringify(manifest, null, 2)}\n`;
    if (file === undefined) stdout.write(text);
    else writeWhole(file, text);
  }
  if (options.json === undefined || file !== undefined)
    stdout.write(`${options.output}: ${manifest.what}, ${manifest.plan.length} cases; ${next}\n`);
}

/** What a module is built as that its own machine's Kbuild makes. */
const KIT_BUILD: Build = { ...DEFAULT_BUILD, runtime: 'module' };

/** `--for linux`. */
async function kit(options: Options, command: Command): Promise<void> {
  for (const name of ['machine', 'suite', 'case'])
    if (command.getOptionValueSource(name) === 'cli')
      throw new UsageError(`--${name} does not go with --for linux: a kit has all cases, for any machine`);
  using interrupt = catchInterrupts();
  using tell = teller();
  const json = options.json === undefined ? undefined : reportFile('--json', options.json);
  checkKitFile(options.output);
  await using scratch = await createRunFolder();
  const { signal } = interrupt;
  const { subject, prepared } = await built(options, scratch.path, KIT_BUILD, tell, signal);
  const manifest = await writeKit(prepared, {
    file: options.output,
    runId: randomBytes(8).toString('hex'),
    provenance: await provenanceOf([], [subject]),
    like: machineOfLinux(),
    signal: interrupt.signal,
  });
  tell[Symbol.dispose]();
  tellOf(manifest, options, json, `${BOARD_FILES.readme} in it says how to build and run it`);
}

function machineOfLinux(): Machine {
  const found = MACHINES.find(({ kind }) => kind === 'linux');
  if (!found) throw new SctError('no machine boots Linux');
  return found;
}

/** The same subject by the same compiler, as a process; null, and a word why, if it is none: the board does without. */
async function asProcess(subject: Subject, builder: Builder, { build }: Machine): Promise<Taken | null> {
  const machine = MACHINES.find(({ kind }) => kind === 'process');
  if (!machine) return null;
  const { compiler, optimise } = build;
  const prepared = await prepare(subject, builder, { ...machine.build, compiler, optimise });
  if (prepared.ok) return { prepared, machine };
  say(`no ${BOARD_FILES.process} in it: as a process ${subject.name} ${prepared.failure.reason}`);
  return null;
}

/** @throws UsageError if it is no machine, or several, or one that boots nothing */
function machineOf(name: string): Machine {
  const [found, more] = pick('machine', [...HOSTS, ...MACHINES], [name]);
  if (!found || more) throw new UsageError(`an image is of one machine, and ${name} are several`);
  if (!found.boots) throw new UsageError(`machine ${name} boots nothing, so there is nothing to take along`);
  if (found.kind === 'process')
    throw new UsageError(
      `machine ${name} is a process of Linux, which no board boots; its binary, ${BOARD_FILES.process}, is in the folder of any other machine`,
    );
  if (found.kind === 'here')
    throw new UsageError(
      `machine ${name} is this machine itself; what is taken to another one is a kit: sct image --for linux -o kit.tar.xz`,
    );
  if (found.kind === 'linux')
    throw new UsageError(
      `machine ${name} is a module in a Linux that sct has; what is taken to another Linux is a kit: sct image --for linux -o kit.tar.xz`,
    );
  return found;
}
