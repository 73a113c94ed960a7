// SPDX-License-Identifier: GPL-2.0-only
// `sct check-patch`: what b4, a hook and patchwork call for each patch of a series.

import { readFileSync, rmSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { SctError, UsageError } from '../base/exit.ts';
import { catchInterrupts } from '../base/interrupt.ts';
import type { RunReport } from '../base/verdict.ts';
import type { Matrix } from '../machine/machine.ts';
import { loadFormat } from '../report/formats.ts';
import { PATCHWORK_STATES, terseLines } from '../report/terse.ts';
import { run } from '../run/run.ts';
import { createRunFolder } from '../store/run-folder.ts';
import { loadBuiltinSubjects } from '../subject/load.ts';
import { loadOutside } from '../subject/load-outside.ts';
import type { Outside } from '../subject/outside.ts';
import { type Concern, concernOf } from '../subject/patch/concern.ts';
import { STDIN } from '../subject/patch/inputs.ts';
import { listOption, positiveInteger, timeoutScale } from './shared/options.ts';
import { allOfStdin, treeOption } from './shared/outside-options.ts';
import { finish } from './shared/session.ts';

interface Options {
  tree?: string;
  machine: string[];
  matrix: Matrix;
  jobs?: number;
  timeoutScale: number;
  patchwork: boolean;
  context: string;
  url?: string;
}

const NOTHING = 'it is not about static calls';
/** For a patch that changes what one before it has made. */
const WITH_SERIES = 'With its series: `b4 am -o - MSGID | sct run --patch -`';

/** `sct check-patch`: a line for each mistake, and not a word of a patch that makes none or is about something else. */
export function register(program: Command): void {
  program
    .command('check-patch')
    .description(
      'judge one patch of a series, for b4, a hook or patchwork: a line for each mistake, nothing else',
    )
    .argument('[patch]', 'a file; - is stdin', STDIN)
    .addOption(treeOption().default('.', 'the folder it is called in'))
    .addOption(listOption('--machine <name>', 'only this machine', 'those of --matrix'))
    .addOption(
      new Option('--matrix <name>', 'the machines if none is named')
        .choices(['default', 'full'])
        .default('default')
        .conflicts('machine'),
    )
    .option('--jobs <n>', 'cells at a time (default: one a core)', positiveInteger)
    .option('--timeout-scale <factor>', 'factor on every time-out', timeoutScale, 1)
    .option('--patchwork', 'one line instead, the JSON of a check as patchwork takes it', false)
    .addOption(
      new Option('--context <name>', 'what the check is called in patchwork').default('sct').argParser(slug),
    )
    .option('--url <address>', 'where patchwork is to send people who want to know more')
    .action(checkPatch);
}

async function checkPatch(patch: string, options: Options): Promise<void> {
  // Whoever waits for stdin can be interrupted as any program is.
  const bytes = patch === STDIN ? allOfStdin('the patch') : bytesOf(patch);
  using interrupt = catchInterrupts();
  const concern = await concernOf(bytes, options.tree);
  const outside = concern.about === 'nothing' ? undefined : await firstToLoad(concern);
  if (outside === undefined) return tell(undefined, options);
  if (outside instanceof SctError) return tellOf(outside, options);
  const { report, folder } = await run({
    outside,
    subjects: [],
    machines: options.machine,
    matrix: options.matrix,
    suites: [],
    cases: [],
    jobs: options.jobs,
    timeoutScale: options.timeoutScale,
    alone: true,
    signal: interrupt.signal,
  });
  // Whoever called wants lines; `sct run` keeps a folder for people.
  if (folder !== null) rmSync(folder, { recursive: true, force: true });
  await tell(report, options);
  finish(report.verdict, interrupt);
}

/**
 * The best of what there is to judge that can be loaded; why nothing can; undefined if there are no static calls here, and the patch brings
 * none.
 */
async function firstToLoad({
  about,
  candidates,
}: Exclude<Concern, { about: 'nothing' }>): Promise<Outside | SctError | undefined> {
  const builtin = await loadBuiltinSubjects();
  await using scratch = await createRunFolder();
  let why: SctError | undefined;
  for (const outside of candidates)
    try {
      await loadOutside(outside, scratch.path, builtin);
      return outside;
    } catch (error) {
      if (!(error instanceof SctError)) throw error;
      why ??= error;
    }
  return about === 'helpers' ? undefined : why;
}

async function tell(report: RunReport | undefined, { patchwork, context, url }: Options): Promise<void> {
  if (!patchwork) {
    if (report) process.stdout.write(await (await loadFormat('terse'))(report));
    return;
  }
  const [first, ...more] = report ? terseLines(report) : [];
  const also = more.length === 0 ? '' : `; and ${more.length} more`;
  const cells = report?.cells.length ?? 0;
  const passed = report ? `${cells} ${cells === 1 ? 'cell' : 'cells'} pass` : NOTHING;
  const description = first ? `${first.title}: ${first.text}${also}` : passed;
  writeCheck({ state: PATCHWORK_STATES[report?.verdict ?? 'pass'], description }, { context, url });
}

/** What keeps a patch from being judged accuses nobody. */
function tellOf({ message, exitCode }: SctError, { patchwork, context, url }: Options): void {
  const description = `not judged by itself: ${message.replace(/\s*\n\s*/g, ' ')} ${WITH_SERIES}`;
  if (patchwork) writeCheck({ state: 'warning', description }, { context, url });
  else process.stdout.write(`WARNING: ${description}\n`);
  process.exitCode = exitCode;
}

/** The body that patchwork's API takes at `patches/ID/checks/`. */
function writeCheck(
  { state, description }: { state: string; description: string },
  { context, url }: { context: string; url: string | undefined },
): void {
  process.stdout.write(
    `${JSON.stringify({ state, context, description, ...(url !== undefined && { target_url: url }) })}\n`,
  );
}

/** Patchwork's `context` is a slug: letters, digits, `_` and `-`. */
function slug(text: string): string {
  if (!/^[\w-]{1,255}$/.test(text)) throw new InvalidArgumentError('It must be of letters, digits, _ and -.');
  return text;
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`);
  }
}
