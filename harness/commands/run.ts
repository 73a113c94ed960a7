// SPDX-License-Identifier: GPL-2.0-only
// `sct run`: the main job.

import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { type Command, Option } from 'commander';
import { exitCode } from '../base/exit.ts';
import { catchInterrupts } from '../base/interrupt.ts';
import { tallied } from '../base/tally.ts';
import { type RunReport, type Shard, VERDICTS, type Verdict, verdictsOf } from '../base/verdict.ts';
import { CONSENT } from '../machine/host-module.ts';
import type { Matrix } from '../machine/machine.ts';
import { FULL_REPORT } from '../report/answer.ts';
import { loadFormat } from '../report/formats.ts';
import { merged } from '../report/merge.ts';
import { readRun } from '../report/read-run.ts';
import { repeat } from '../run/repeat.ts';
import type { Progress, RunOptions, RunResult } from '../run/run.ts';
import { cacheRoot } from '../store/places.ts';
import { writeWhole } from '../store/whole-file.mjs';
import { inWords } from '../verdict/outcome.ts';
import { listOption, positiveInteger, seedOption, shard, timeoutScale } from './shared/options.ts';
import {
  outsideFromOptions,
  patchOption,
  revOption,
  treeOption,
  wholeTree,
} from './shared/outside-options.ts';
import { say, teller } from './shared/progress.ts';
import { addReportOptions, reportsOf, writeReports } from './shared/reports.ts';
import { finish, sweep } from './shared/session.ts';

const WAITING = 'waiting for a save; Ctrl-C ends, with the exit code of the last verdict';

/** What lies in the folder of a run beside its logs. */
const IN_FOLDER = [
  [FULL_REPORT, 'verbose'],
  ['report.json', 'json'],
] as const;

interface Options {
  subject: string[];
  tree?: string;
  rev?: string;
  patch: string[];
  inTree: boolean;
  yesLoadAModule: boolean;
  machine: string[];
  matrix: Matrix;
  suite: string[];
  case: string[];
  seed?: number;
  jobs?: number;
  timeoutScale: number;
  failFast: boolean;
  shard?: Shard;
  merge?: string[];
  against?: string;
  repeat: number;
  keep: boolean;
  quiet: boolean;
  watch: boolean;
  [format: string]: unknown;
}

/** `sct run`: builds, boots, judges and reports. The exit code is the verdict: see the README. */
export async function register(program: Command): Promise<void> {
  const command = program
    .command('run')
    .description('boot subjects on machines and judge them')
    .addHelpText(
      'after',
      "\nIn names of subjects, machines, suites and cases a * stands for any characters: --case '*null*'",
    )
    .addOption(listOption('--subject <name>', 'only this subject (repeat, or separate by commas)', 'all'))
    .addOption(
      listOption(
        '--machine <name>',
        'only this machine; `host` judges the image without a boot',
        'those of --matrix',
      ),
    )
    .addOption(
      new Option(
        '--matrix <name>',
        'the machines if none is named; `full` adds one axis at a time, `linux` is Linux with the cases as a module',
      )
        .choices(['default', 'full', 'linux'])
        .default('default')
        .conflicts('machine'),
    )
    .addOption(listOption('--suite <name>', 'only this suite; controls run in every boot', 'all'))
    .addOption(listOption('--case <suite.case>', 'only this case; controls run in every boot', 'all'))
    .addOption(treeOption())
    .addOption(revOption())
    .addOption(patchOption())
    .addOption(
      new Option(
        '--in-tree',
        'in a kernel built of all of --tree, in the cache and with a configuration of sct: its own trampolines, its own patching code',
      )
        .conflicts(['machine', 'matrix', 'rev', 'subject', 'merge', 'shard', 'against'])
        .default(false),
    )
    .option(
      CONSENT,
      'with --machine host-module: load the subject into the kernel of this machine, which a wrong one can crash',
      false,
    )
    .addOption(
      new Option(
        '--against <what>',
        'then hold it against that, as compare does: a revision of --tree, a patch, a built-in subject, a report',
      ).conflicts(['watch', 'repeat', 'merge', 'failFast']),
    )
    .addOption(seedOption())
    .option('--jobs <n>', 'cells at a time (default: one a core)', positiveInteger)
    .option('--timeout-scale <factor>', 'factor on every time-out', timeoutScale, 1)
    .option('--shard <i/n>', 'every n-th of the machines, from the i-th: a part for one of n jobs', shard)
    .addOption(
      new Option('--merge <report...>', 'judge nothing: one report of those that --json wrote for all shards')
        .conflicts(['subject', 'machine', 'tree', 'patch', 'shard', 'watch', 'repeat'])
        .default(undefined, 'none'),
    )
    .option('--fail-fast', 'begin no cell after the first that does not pass', false)
    .option('--repeat <n>', 'run it so often, and count the equal verdicts', positiveInteger, 1)
    .option('--watch', "judge again after each save of the subjects' files, until Ctrl-C", false)
    .option('--quiet', 'tell nothing but errors, what went wrong, and the last line', false)
    .option('--keep', "keep the run's folder after a pass too", false);
  const formats = await addReportOptions(command);
  command.action(async (options: Options) => {
    const wanted = reportsOf(formats, options);
    // The block for a reply is of the comparison then; whatever else is wanted is of the run.
    const ofBoth = (format: string) => options.against !== undefined && format === 'markdown';
    const reports = wanted.filter(({ format }) => !ofBoth(format));
    if (options.merge) {
      const parts = options.merge.map(async (file) => ({ file, report: await readRun(file) }));
      const report = merged(await Promise.all(parts));
      await writeReports(report, reports, options);
      process.exitCode = exitCode(report.verdict);
      return;
    }
    // Whoever waits for stdin can be interrupted as any program is.
    const outside = outsideFromOptions(options);
    const inTree = options.inTree ? wholeTree(options) : undefined;
    using interrupt = catchInterrupts();
    using tell = teller(options);
    await sweep(tell.say);
    const describe = describer();
    const asked: RunOptions = {
      outside,
      subjects: options.subject,
      machines: options.machine,
      matrix: options.matrix,
      loadsModule: options.yesLoadAModule,
      suites: options.suite,
      cases: options.case,
      seed: options.seed,
      jobs: options.jobs,
      timeoutScale: options.timeoutScale,
      keep: options.keep,
      signal: interrupt.signal,
      ...(inTree && {
        inTree: async () => {
          const { makeTreeKernel } = await import('../compile/tree-kernel.ts');
          return makeTreeKernel(inTree, { cache: cacheRoot(), signal: interrupt.signal, say: tell.say });
        },
      }),
      failFast: options.failFast,
      shard: options.shard,
      onProgress: (progress) => {
        // The first case that fails is told of at once, and stays to be read.
        if (progress.kind === 'fail') tell.say(describe(progress));
        else tell.progress(describe(progress));
      },
    };
    const held = options.against === undefined ? undefined : await import('./shared/against.ts');
    const against = held && (await held.againstFrom(options.against ?? '', asked));
    const judge = (one: RunOptions) => repeat(one, options.repeat);
    const show = async ({ report, folder }: RunResult) => {
      tell[Symbol.dispose]();
      await writeReports(report, reports, options);
      if (folder === null) return;
      await fillFolder(report, folder);
      tell.say(`kept ${folder}`);
    };
    if (options.watch) {
      const { watchSubjects } = await import('../run/watch.ts');
      process.exitCode = await watchSubjects(
        { ...asked, signal: interrupt.signal },
        {
          judge,
          onResult: async (result) => {
            await show(result);
            tell.say(WAITING);
          },
          onRefusal: ({ message }) => {
            say(message);
            tell.say(WAITING);
          },
          onSave: (path) => tell.say(`${path} was saved`),
        },
      );
      return;
    }
    const result = await judge(asked);
    await show(result);
    if (!held || !against || interrupt.signal.aborted) return finish(result.report.verdict, interrupt);
    const comparison = await held.heldAgainst(
      against,
      result.report,
      { ...asked, signal: interrupt.signal },
      tell,
    );
    tell[Symbol.dispose]();
    await held.writeComparison(comparison, wanted, options);
    finish(comparison.verdict, interrupt);
  });
}

async function fillFolder(report: RunReport, folder: string): Promise<void> {
  for (const [file, format] of IN_FOLDER)
    writeWhole(join(folder, file), stripVTControlCharacters(await (await loadFormat(format))(report)));
}

/** Words for what a run has come to: how many cells, of how many, and what all their cases came to. */
function describer(): (progress: Progress) => string {
  const verdicts: Verdict[] = [];
  return (progress) => {
    if (progress.kind === 'fail')
      return `FAIL ${progress.subject}@${progress.machine}: ${progress.case}: ${progress.reason}`;
    if (progress.kind === 'once more')
      return `${progress.subject}@${progress.machine}: once more, alone: ${progress.cases} cases of which this host was too busy to tell`;
    if (progress.kind === 'building') return `building ${progress.subjects.join(', ')}`;
    const { cell, done, total } = progress;
    if (done === 1) verdicts.length = 0;
    verdicts.push(...verdictsOf(cell.results));
    return `[${done}/${total}: ${tallied(VERDICTS, verdicts)}] ${cell.subject}@${cell.machine}: ${inWords(cell.verdict)}`;
  };
}
