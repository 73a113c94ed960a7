// SPDX-License-Identifier: GPL-2.0-only
// The options of `sct run`, but for those that choose reports.

import { type Command, Option } from 'commander';
import type { Shard } from '../../base/verdict.ts';
import { CONSENT } from '../../machine/host-module.ts';
import { type CellChoice, listOption, positiveInteger, seedOption, shard, timeoutScale } from './options.ts';
import { patchOption, revOption, treeOption } from './outside-options.ts';

/** What they come to, and what else was said of reports. */
export interface RunCommandOptions extends CellChoice {
  subject: string[];
  tree?: string;
  rev?: string;
  patch: string[];
  inTree: boolean;
  yesLoadAModule: boolean;
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

/** Gives them to a command. */
export function addRunOptions(command: Command): Command {
  return command
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
}
