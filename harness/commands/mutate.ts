// SPDX-License-Identifier: GPL-2.0-only
// `sct mutate`: which cases notice which mistake.

import type { Command } from 'commander';
import { UsageError } from '../base/exit.ts';
import { catchInterrupts, type Interrupt } from '../base/interrupt.ts';
import type { MutateOptions, MutateProgress } from '../mutant/mutate.ts';
import type { VariantProgress } from '../mutant/variant/variants.ts';
import { reportFile } from '../report/file.ts';
import { writeWhole } from '../store/whole-file.mjs';
import { listOption, positiveInteger, timeoutScale } from './shared/options.ts';
import { outsideFromOptions, patchOption, revOption, treeOption } from './shared/outside-options.ts';
import { teller } from './shared/progress.ts';
import { finish, sweep } from './shared/session.ts';

interface Options {
  name: string[];
  machine?: string;
  variants?: true;
  tree?: string;
  rev?: string;
  patch: string[];
  jobs?: number;
  timeoutScale: number;
  json?: string | true;
}

/** `sct mutate`: shows which cases notice which mistake. Exit code 0 only if each mutant is noticed by each case that its row names. */
export function register(program: Command): void {
  program
    .command('mutate')
    .description('build and boot every mutant, and show which cases notice it')
    .addOption(listOption('--name <name>', 'only this mutant (repeat, or separate by commas)', 'all'))
    .option(
      '--machine <name>',
      "the subjects' rows on this machine instead of their own, and who survives there",
    )
    .option(
      '--variants',
      'instead, right and wrong variants of the built-in subjects: each must come out as is due',
    )
    .addOption(treeOption())
    .addOption(revOption())
    .addOption(patchOption())
    .option('--jobs <n>', 'mutants at a time (default: one a core)', positiveInteger)
    .option('--timeout-scale <factor>', 'factor on every time-out', timeoutScale, 1)
    .option('--json [file]', 'report as JSON, to a file or else on stdout')
    .action(act);
}

async function act(options: Options): Promise<void> {
  const file = reportFile('--json', options.json);
  using interrupt = catchInterrupts();
  using tell = teller();
  await sweep(tell.say);
  const outside = outsideFromOptions(options);
  if (options.machine !== undefined && (options.variants || outside))
    throw new UsageError('--machine is for the table of mutants: leave out --variants, --tree and --patch');
  if (options.variants) {
    if (outside) throw new UsageError('--variants has subjects of its own: leave out --tree and --patch');
    return actOnVariants(options, file, interrupt);
  }
  const asked: MutateOptions = {
    names: options.name,
    machine: options.machine,
    jobs: options.jobs,
    timeoutScale: options.timeoutScale,
    signal: interrupt.signal,
    onProgress: (progress) => tell.progress(describe(progress)),
  };
  const report = outside
    ? await (await import('../mutant/mutate-outside.ts')).mutateOutside(outside, asked)
    : await (await import('../mutant/mutate.ts')).mutate(asked);
  tell[Symbol.dispose]();
  const { mutateJson, mutateTable } = await import('../mutant/report.ts');
  if (options.json === undefined || file !== undefined) process.stdout.write(await mutateTable(report));
  if (options.json !== undefined && file === undefined) process.stdout.write(mutateJson(report));
  if (file !== undefined) writeWhole(file, mutateJson(report));
  finish(report.verdict, interrupt);
}

async function actOnVariants(
  { name, jobs, timeoutScale, json }: Options,
  file: string | undefined,
  interrupt: Interrupt,
): Promise<void> {
  using tell = teller();
  const { tryVariants } = await import('../mutant/variant/variants.ts');
  const { variantsJson, variantsTable } = await import('../mutant/variant/report.ts');
  const report = await tryVariants({
    names: name,
    jobs,
    timeoutScale,
    signal: interrupt.signal,
    onProgress: (progress) => tell.progress(describeVariant(progress)),
  });
  tell[Symbol.dispose]();
  if (json === undefined || file !== undefined) process.stdout.write(await variantsTable(report));
  if (json !== undefined && file === undefined) process.stdout.write(variantsJson(report));
  if (file !== undefined) writeWhole(file, variantsJson(report));
  finish(report.verdict, interrupt);
}

function describeVariant(progress: VariantProgress): string {
  if (progress.kind === 'building') return 'building what is not changed';
  const { variant: tried, done, total } = progress;
  return `[${done}/${total}] ${tried.variant.name}: ${tried.verdict}`;
}

function describe(progress: MutateProgress): string {
  if (progress.kind === 'building') return 'building what is not changed';
  const { mutant: tried, done, total } = progress;
  return `[${done}/${total}] ${tried.mutant.name}: ${tried.verdict}`;
}
