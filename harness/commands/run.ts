// SPDX-License-Identifier: GPL-2.0-only
// `sct run`: the main job.

import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Command } from 'commander';
import { exitCode } from '../base/exit.ts';
import { catchInterrupts } from '../base/interrupt.ts';
import { tallied } from '../base/tally.ts';
import { type RunReport, VERDICTS, type Verdict, verdictsOf } from '../base/verdict.ts';
import { FULL_REPORT } from '../report/answer.ts';
import { loadFormat } from '../report/formats.ts';
import { merged } from '../report/merge.ts';
import { readRun } from '../report/read-run.ts';
import { repeat } from '../run/repeat.ts';
import type { Progress, RunOptions, RunResult } from '../run/run.ts';
import { cacheRoot } from '../store/places.ts';
import { writeWhole } from '../store/whole-file.mjs';
import { inWords } from '../verdict/outcome.ts';
import { outsideFromOptions, wholeTree } from './shared/outside-options.ts';
import { say, type Teller, teller } from './shared/progress.ts';
import { addReportOptions, type Report, reportsOf, writeReports } from './shared/reports.ts';
import { addRunOptions, type RunCommandOptions } from './shared/run-options.ts';
import { finish, sweep } from './shared/session.ts';

const WAITING = 'waiting for a save; Ctrl-C ends, with the exit code of the last verdict';

/** What lies in the folder of a run beside its logs. */
const IN_FOLDER = [
  [FULL_REPORT, 'verbose'],
  ['report.json', 'json'],
] as const;

/** `sct run`: builds, boots, judges and reports. The exit code is the verdict: see the README. */
export async function register(program: Command): Promise<void> {
  const command = addRunOptions(
    program.command('run').description('boot subjects on machines and judge them'),
  );
  const formats = await addReportOptions(command);
  command.action(async (options: RunCommandOptions) => {
    const wanted = reportsOf(formats, options);
    // The block for a reply is of the comparison then; whatever else is wanted is of the run.
    const ofBoth = (format: string) => options.against !== undefined && format === 'markdown';
    const reports = wanted.filter(({ format }) => !ofBoth(format));
    return options.merge ? merge(options.merge, reports, options) : judgeAll(options, reports, wanted);
  });
}

/** `--merge`. */
async function merge(
  files: readonly string[],
  reports: readonly Report[],
  options: RunCommandOptions,
): Promise<void> {
  const parts = files.map(async (file) => ({ file, report: await readRun(file) }));
  const report = merged(await Promise.all(parts));
  await writeReports(report, reports, options);
  process.exitCode = exitCode(report.verdict);
}

/** Everything else. `wanted`: all reports, `reports`: those of the run. */
async function judgeAll(
  options: RunCommandOptions,
  reports: readonly Report[],
  wanted: readonly Report[],
): Promise<void> {
  // Whoever waits for stdin can be interrupted as any program is.
  const outside = outsideFromOptions(options);
  const inTree = options.inTree ? wholeTree(options) : undefined;
  using interrupt = catchInterrupts();
  using tell = teller(options);
  await sweep(tell.say);
  const { signal } = interrupt;
  const asked = {
    ...askedFor(options, tell),
    outside,
    signal,
    ...(inTree && treeKernel(inTree, signal, tell)),
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
    process.exitCode = await watch(asked, judge, show, tell);
    return;
  }
  const result = await judge(asked);
  await show(result);
  if (!held || !against || signal.aborted) return finish(result.report.verdict, interrupt);
  const comparison = await held.heldAgainst(against, result.report, asked, tell);
  tell[Symbol.dispose]();
  await held.writeComparison(comparison, wanted, options);
  finish(comparison.verdict, interrupt);
}

/** What the options ask for, but for the subject from outside. */
function askedFor(options: RunCommandOptions, tell: Teller): RunOptions {
  const describe = describer();
  return {
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
    failFast: options.failFast,
    shard: options.shard,
    onProgress: (progress) => {
      // The first case that fails is told of at once, and stays to be read.
      if (progress.kind === 'fail') tell.say(describe(progress));
      else tell.progress(describe(progress));
    },
  };
}

/** `--in-tree`. */
function treeKernel(tree: string, signal: AbortSignal, tell: Teller): Pick<RunOptions, 'inTree'> {
  return {
    inTree: async () => {
      const { makeTreeKernel } = await import('../compile/tree-kernel.ts');
      return makeTreeKernel(tree, { cache: cacheRoot(), signal, say: tell.say });
    },
  };
}

/** `--watch`. Gives the exit code. */
async function watch(
  asked: RunOptions & { signal: AbortSignal },
  judge: (one: RunOptions) => Promise<RunResult>,
  show: (result: RunResult) => Promise<void>,
  tell: Teller,
): Promise<number> {
  const { watchSubjects } = await import('../run/watch.ts');
  return watchSubjects(asked, {
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
