// SPDX-License-Identifier: GPL-2.0-only
// `sct cost`: what a call costs, as an experiment.

import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { UsageError } from '../base/exit.ts';
import { catchInterrupts } from '../base/interrupt.ts';
import { pick } from '../base/pick.ts';
import { createBuilder } from '../compile/build.ts';
import {
  countInLinux,
  type Experiment,
  experiment,
  extentOn,
  prepareExperiment,
} from '../cost/experiment.ts';
import { documentOf, mergeCosts } from '../cost/merge.ts';
import { costModels } from '../cost/models.ts';
import { placeOf } from '../cost/place.ts';
import { readForeignLog } from '../cost/read-log.ts';
import { costReport } from '../cost/report.ts';
import { takeAlong } from '../cost/take-along.ts';
import { findQemu, probe } from '../machine/installed-qemu.ts';
import type { Machine } from '../machine/machine.ts';
import { MACHINES } from '../machine/machines.ts';
import { availableMachines } from '../machine/probe.ts';
import type { Document } from '../report/documents.ts';
import { reportFile } from '../report/file.ts';
import { createRunFolder } from '../store/run-folder.ts';
import { writeWhole } from '../store/whole-file.mjs';
import { oneSubject } from './shared/one-subject.ts';
import { listOption, positiveInteger, timeoutScale } from './shared/options.ts';
import { patchOption, treeOption } from './shared/outside-options.ts';
import { say, teller } from './shared/progress.ts';
import { finish, sweep } from './shared/session.ts';

/** Whose trampoline is measured if nobody is named: what was merged. */
const SUBJECT = 'reviewed';

/** A machine that counts. */
const MACHINE = 'max-icount';

interface Options {
  subject?: string;
  tree?: string;
  patch: string[];
  machine: string[];
  workload: string[];
  placements?: number;
  calls?: number;
  margin: number;
  seed: number;
  timeoutScale: number;
  models: boolean;
  log?: string;
  name?: string;
  merge?: string[];
  output?: string;
  json?: string | true;
  html?: string | true;
  svg?: string | true;
}

/** Where each report goes that was asked for. */
interface Out {
  /** `undefined` as a file: stdout. */
  json?: { file: string | undefined };
  html?: { file: string | undefined };
  svg?: { file: string | undefined };
}

/** `sct cost`: an experiment; exit code 4 if one of its controls fails. */
export function register(program: Command): void {
  program
    .command('cost')
    .description('what a call costs in each form and workload: counted, measured, or a model')
    .addOption(new Option('--subject <name>', `the subject (default: ${SUBJECT})`))
    .addOption(treeOption())
    .addOption(patchOption())
    .addOption(
      listOption(
        '--machine <name>',
        'where: a machine with an exact clock, Linux in it too, or a process',
        MACHINE,
      ),
    )
    .addOption(listOption('--workload <name>', 'only this workload; the controls are always run', 'all'))
    .option('--placements <n>', 'random placements of code and literals', positiveInteger)
    .option('--calls <n>', 'calls in a run', positiveInteger)
    .option('--margin <n>', 'a difference within it is none worth speaking of', marginOf, 1)
    .option('--seed <n>', 'of the placements', positiveInteger, 1)
    .option('--timeout-scale <factor>', 'factor on every time-out', timeoutScale, 1)
    .option('--no-models', 'without those of llvm-mca')
    .option('-o, --output <folder>', 'build what a board, a server or a phone runs, and boot nothing')
    .option('--log <file>', 'judge what one of those has printed; `-` is stdin')
    .option('--name <name>', 'with --log: what the machine is called')
    .addOption(
      new Option('--merge <files...>', 'results of several machines, side by side').conflicts([
        'log',
        'output',
        'machine',
      ]),
    )
    .option('--json [file]', 'all of it, raw samples too, to a file or else on stdout')
    .option('--html [file]', 'one page without script: plots with intervals, controls, tables')
    .option('--svg [file]', 'one picture, for a mail or a slide')
    .action(cost);
}

async function cost(options: Options, command: Command): Promise<void> {
  const experiments = OF_THE_EXPERIMENT.filter((name) => command.getOptionValueSource(name) === 'cli');
  using interrupt = catchInterrupts();
  const out = outOf(options);
  if (options.merge) return show(mergeCosts(options.merge), out, interrupt);
  if (options.log !== undefined) return show(await ofLog(options, options.log), out, interrupt);
  using tell = teller();
  await sweep(tell.say);
  await using scratch = await createRunFolder();
  const named =
    options.tree === undefined && options.patch.length === 0 ? (options.subject ?? SUBJECT) : options.subject;
  const { subject, notes } = await oneSubject({ ...options, subject: named }, scratch.path, 'measured');
  for (const note of notes) say(note);
  const builder = createBuilder({ load: 'cost', signal: interrupt.signal });
  const machines = await machinesOf(options.machine, experiments);
  if (options.output !== undefined) {
    tell.progress(`building ${subject.name}`);
    const files = await takeAlong(subject, builder, options.output, prepareExperiment);
    tell[Symbol.dispose]();
    process.stdout.write(`${options.output}: ${files.join(', ')}\n`);
    return;
  }
  const ofCases = createBuilder({ signal: interrupt.signal });
  const found: Experiment[] = [];
  for (const machine of machines) {
    tell.progress(`${subject.name} on ${machine.name}`);
    const { placements, calls } = extentOn(machine);
    const { seed, margin, timeoutScale, workload: workloads } = options;
    const common = { runFolder: scratch, workloads, margin, timeoutScale, signal: interrupt.signal };
    const inLinux = machine.kind === 'linux';
    found.push(
      inLinux
        ? await countInLinux(subject, machine, { ...common, builder: ofCases, seed })
        : await experiment(subject, machine, {
            ...common,
            builder,
            extent: { placements: options.placements ?? placements, calls: options.calls ?? calls, seed },
          }),
    );
  }
  const { models, notes: more } = options.models
    ? await costModels(interrupt.signal)
    : { models: [], notes: [] };
  tell[Symbol.dispose]();
  await show(
    documentOf({
      places: found.map(({ place }) => place),
      models,
      images: found.map(({ image }) => image),
      notes: more,
    }),
    out,
    interrupt,
  );
}

/** Options of the experiment's own runs, which Linux has not: there the calls of suite `cost` are counted, once, exactly. */
const OF_THE_EXPERIMENT = ['placements', 'calls', 'seed', 'margin'] as const;

/** @throws UsageError for an option that would be ignored there */
function refuseInLinux(machines: readonly Machine[], given: readonly string[]): void {
  const linux = machines.filter(({ kind }) => kind === 'linux');
  if (linux.length === 0 || given.length === 0) return;
  const options = given.map((name) => `--${name}`).join(', ');
  const names = linux.map(({ name }) => name).join(', ');
  throw new UsageError(
    `${options}: of the experiment, which emits code and maps pages; in Linux (${names}) only the calls of suite cost are counted, each once and exactly\nLeave ${given.length === 1 ? 'it' : 'them'} out, or take \`--machine ${MACHINE}\`, or a process.`,
  );
}

/** @throws UsageError for a file that cannot be, or for two reports on stdout */
function outOf(options: Options): Out {
  const out: Out = {};
  for (const name of ['json', 'html', 'svg'] as const)
    if (options[name] !== undefined) out[name] = { file: reportFile(`--${name}`, options[name]) };
  const onStdout = Object.entries(out).filter(([, { file }]) => file === undefined);
  if (onStdout.length > 1)
    throw new UsageError(
      `${onStdout.map(([name]) => `--${name}`).join(' and ')} both go to stdout: name a file for one of them`,
    );
  return out;
}

async function show(
  document: Document<'cost'>,
  out: Out,
  interrupt: Parameters<typeof finish>[1],
): Promise<void> {
  const texts = {
    json: out.json && `${JSON.stringify(document)}\n`,
    // Loaded for them alone: what draws is as large as all the rest of sct.
    html: out.html && (await import('../cost/page/html.ts')).costPage(document),
    svg: out.svg && (await import('../cost/page/svg.ts')).costPicture(document),
  };
  let onStdout: string | undefined;
  for (const name of ['json', 'html', 'svg'] as const) {
    const text = texts[name];
    if (text === undefined) continue;
    const file = out[name]?.file;
    if (file === undefined) onStdout = text;
    else writeWhole(file, text);
  }
  process.stdout.write(onStdout ?? (await costReport(document)));
  finish(document.verdict, interrupt);
}

/** What a binary printed elsewhere: no emulator, unless its CPU says that it is one. */
async function ofLog(options: Options, file: string): Promise<Document<'cost'>> {
  const printed = await readForeignLog(readLog(file));
  if (printed.samples.length === 0)
    throw new UsageError(
      `--log ${file}: no line of the experiment is in it ("# cost …", below a line "# sct boot …")`,
    );
  const seed = Number(printed.place['place.seed'] ?? options.seed);
  const place = placeOf(printed, {
    name: options.name ?? (file === '-' ? 'a log' : file),
    emulated: isQemus(printed.place['place.midr']),
    subject: options.subject ?? printed.place['place.subject'] ?? 'subject',
    compiler: '',
    date: new Date().toISOString(),
    seed,
    margin: options.margin,
  });
  return documentOf({ places: [place] });
}

/** QEMU's own `max` has no implementer (MIDR_EL1[31:24]). The controls know the other CPUs that it plays. */
function isQemus(midr: string | undefined): boolean {
  return midr !== undefined && Number(midr) !== 0 && Number(midr) >>> 24 === 0;
}

function readLog(file: string): Uint8Array {
  try {
    return readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    throw new UsageError(`--log ${file}: ${(error as Error).message}`);
  }
}

/**
 * @param given options of the experiment that somebody has named
 * @throws UsageError for a machine that the installed QEMU lacks, or that has no use for what was given
 */
async function machinesOf(names: readonly string[], given: readonly string[]): Promise<Machine[]> {
  const wanted = pick('machine', MACHINES, names.length > 0 ? names : [MACHINE]);
  refuseInLinux(wanted, given);
  const boots = wanted.some(({ kind }) => kind !== 'process');
  if (!boots) return wanted;
  const { machines, notes } = availableMachines(wanted, await probe(findQemu()));
  if (machines.length < wanted.length) throw new UsageError(notes.join('\n'));
  return machines;
}

function marginOf(text: string): number {
  const value = Number(text);
  if (!(value >= 0 && value <= 1000)) throw new InvalidArgumentError('It must be a number from 0 to 1000.');
  return value;
}
