// SPDX-License-Identifier: GPL-2.0-only
// `sct judge`: a log that came back from a board.

import { readFileSync } from 'node:fs';
import { basename, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { exitCode, UsageError } from '../base/exit.ts';
import { pick, pickCases } from '../base/pick.ts';
import { type Plan, suitesOf } from '../base/plan.ts';
import type { ImageOf, RunReport } from '../base/verdict.ts';
import { type JudgedLog, judgeLog, type Log } from '../board/judge-log.ts';
import {
  BOARD_FILES,
  type BoardFolder,
  plannedIn,
  readBoardFolder,
  type TakenImage,
} from '../board/manifest.ts';
import { WITNESS } from '../run/witness.ts';
import { packageRoot } from '../store/places.ts';
import { findTool } from '../tool/tools.ts';
import { causesOf } from '../verdict/causes/causes.ts';
import { withEvidence } from '../verdict/causes/evidence.ts';
import { userFolder } from '../verdict/causes/user-file.ts';
import { outcomeOfCells } from '../verdict/outcome.ts';
import { listOption } from './shared/options.ts';
import { addReportOptions, reportsOf, writeReports } from './shared/reports.ts';

const STDIN = '-';
/** More than any board prints in a run, and less than Node takes for one string. */
const LARGEST = 256 * 1024 * 1024;

interface Options {
  suite: string[];
  case: string[];
  restarted: boolean;
  reviewed?: string[];
  quiet: boolean;
  [format: string]: unknown;
}

/** `sct judge`: reads the folder of an image and logs, reports as `sct run` does. Boots nothing. */
export async function register(program: Command): Promise<void> {
  const command = program
    .command('judge')
    .description('judge what was printed by a board or a process of `sct image`')
    .argument('<folder>', 'what `sct image` wrote')
    .argument('<log...>', 'what minicom, a lab or a pipe has written down; - is stdin')
    .option('--restarted', 'whoever stood by restarted the board: judge the last boot in the log', false)
    .option(
      '--reviewed <place...>',
      "the folder of an image of `reviewed`, and its log from the same board: whether an error is the subject's",
    )
    .addOption(
      listOption('--suite <name>', 'the boot arguments asked for this suite alone', "the image's own"),
    )
    .addOption(listOption('--case <suite.case>', 'the same of a case', "the image's own"))
    .option('--quiet', 'tell nothing but what went wrong, and the last line', false);
  const formats = await addReportOptions(command);
  command.action(async (folder: string, logs: string[], options: Options) => {
    const reports = reportsOf(formats, options);
    if ([...logs, ...(options.reviewed ?? [])].filter((log) => log === STDIN).length > 1)
      throw new UsageError('- is there twice: stdin is read once');
    const board = await readBoardFolder(folder);
    const names = namesFor(plannedIn(board.manifest), options);
    const reviewed = options.reviewed && (await testimonyOf(options.reviewed));
    const judged = [];
    for (const log of logs)
      judged.push(
        ...(await judgeLog(board, readLog(folder, log, logs, options), {
          names,
          restarted: options.restarted,
          ...(reviewed ? { reviewed } : {}),
        })),
      );
    const report = await reportOf(board, judged);
    await writeReports(report, reports, options);
    process.exitCode = exitCode(report.verdict);
  });
}

async function reportOf(
  { folder, images: [board], manifest }: BoardFolder,
  judged: readonly JudgedLog[],
): Promise<RunReport> {
  const cells = judged.map(({ cell }) => cell);
  const { subject, selector, provenance } = manifest;
  const causes = await withEvidence(causesOf(cells), {
    root: packageRoot(),
    objdump: () => findTool('llvm-objdump-19'),
    where: ({ machine }) => ({
      folder: resolve(folder, BOARD_FILES.subject),
      named: selector ? 'subject' : `guest/subjects/${subject}`,
      shown: selector ? userFolder(selector) : `guest/subjects/${subject}`,
      image: symbolsOf(judged.find(({ cell }) => cell.machine === machine)?.image ?? board),
    }),
  });
  return {
    verdict: outcomeOfCells(cells),
    cells,
    notes: judged.flatMap(({ notes }) => notes),
    causes,
    provenance,
    images: imagesIn(subject, judged),
  };
}

/** Each image that some logs are of. */
function imagesIn(subject: string, judged: readonly JudgedLog[]): ImageOf[] {
  // A folder of an earlier sct tells nothing of it.
  const told = judged.filter(({ image }) => image.facts.layout !== undefined);
  return [...new Set(told.map(({ image }) => image))].map((image) => {
    const machines = judged.filter((one) => one.image === image).map(({ cell }) => cell.machine);
    return { subject, machines: [...new Set(machines)], layout: image.facts.layout };
  });
}

function symbolsOf({ elf, facts }: TakenImage): { elf: string; symbols: string[] } {
  return { elf, symbols: facts.code.map(({ name }) => name) };
}

/** What `reviewed` came to on the same board. @throws UsageError if that is not what was named */
async function testimonyOf([folder = '', log, ...more]: readonly string[]): Promise<JudgedLog[]> {
  if (log === undefined || more.length > 0)
    throw new UsageError('--reviewed takes two: the folder of an image of `reviewed`, and its log');
  const board = await readBoardFolder(folder);
  const { subject, selector } = board.manifest;
  if (subject !== WITNESS || selector)
    throw new UsageError(
      `${folder} has an image of ${subject}: whose mistake an error is, only the built-in subject ${WITNESS} can tell`,
    );
  return judgeLog(board, readLog(folder, log, [log], { restarted: false }), { names: [], restarted: false });
}

/** @throws UsageError if it cannot be read */
function readLog(
  folder: string,
  path: string,
  all: readonly string[],
  { restarted, reviewed }: Pick<Options, 'restarted' | 'reviewed'>,
): Log {
  const isAlone = all.filter((other) => basename(other) === basename(path)).length === 1;
  const name = path === STDIN ? 'stdin' : isAlone ? basename(path) : path;
  const here = (place: string) => relative(process.cwd(), resolve(place)) || '.';
  const again = [
    'judge',
    here(folder),
    path === STDIN ? path : here(path),
    ...(restarted ? ['--restarted'] : []),
    ...(reviewed ? ['--reviewed', ...reviewed.map(here)] : []),
  ];
  try {
    const content = readFileSync(path === STDIN ? 0 : path);
    if (content.length > LARGEST)
      throw new UsageError(`the log ${path} has more than 256 MiB: cut out the part of this run`);
    return { name, content, again };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`the log ${path} cannot be read: ${(error as Error).message}`);
  }
}

/** @throws UsageError for a suite or case that the image does not run */
function namesFor(plan: Plan, { suite, case: cases }: Options): string[] {
  const suites = pick(
    'suite',
    suitesOf(plan).map((name) => ({ name })),
    suite,
  ).map(({ name }) => name);
  if (cases.length === 0) return suite.length === 0 ? [] : suites;
  return pickCases(
    plan.filter((one) => suites.includes(one.suite)),
    cases,
  ).map((one) => `${one.suite}.${one.case}`);
}
