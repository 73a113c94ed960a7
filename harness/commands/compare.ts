// SPDX-License-Identifier: GPL-2.0-only
// `sct compare`: two revisions, or two of anything that can be judged.

import { type Command, Option } from 'commander';
import { exitCode, UsageError } from '../base/exit.ts';
import { catchInterrupts } from '../base/interrupt.ts';
import { compare, type Judged } from '../compare/comparison.ts';
import { asJson } from '../compare/json.ts';
import { asMarkdown } from '../compare/markdown.ts';
import { type Side, sidesOf } from '../compare/side.ts';
import { asText } from '../compare/text.ts';
import { reportFile } from '../report/file.ts';
import { createRunFolder } from '../store/run-folder.ts';
import { writeWhole } from '../store/whole-file.mjs';
import { loadAllBuiltin } from '../subject/load.ts';
import { judgeSide, textsOf, withStdin } from './shared/judge-side.ts';
import { type CellChoice, listOption, positiveInteger, seedOption, timeoutScale } from './shared/options.ts';
import { treeOption } from './shared/outside-options.ts';
import { teller } from './shared/progress.ts';
import { sweep } from './shared/session.ts';

interface Options extends CellChoice {
  tree?: string;
  json?: string | true;
  markdown?: string | true;
}

/** `sct compare A B`: which verdicts changed, and what calls cost. Exit code 0: nothing is worse. */
export function register(program: Command): void {
  program
    .command('compare')
    .description('hold one subject against another: what is broken, what is fixed, what a call costs now')
    .argument('[before]', 'a built-in subject, a folder, a patch, a report; with --tree a revision (HEAD)')
    .argument('[after]', 'another; with --tree the work tree unless told')
    .addOption(treeOption())
    .addOption(listOption('--machine <name>', 'only this machine', 'those of --matrix'))
    .addOption(
      new Option('--matrix <name>', 'the machines if none is named')
        .choices(['default', 'full'])
        .default('default')
        .conflicts('machine'),
    )
    .addOption(listOption('--suite <name>', 'only this suite', 'all'))
    .addOption(listOption('--case <suite.case>', 'only this case', 'all'))
    .addOption(seedOption())
    .option('--jobs <n>', 'cells at a time (default: one a core)', positiveInteger)
    .option('--timeout-scale <factor>', 'factor on every time-out', timeoutScale, 1)
    .option('--json [file]', 'the comparison as JSON, to a file or else on stdout')
    .option('--markdown [file]', 'a block to paste into a reply, to a file or else on stdout')
    .action(compareSides);
}

/** Two reports of one name are called as their files are. */
function toldApart([one, other]: [Judged, Judged], sides: readonly Side[]): [Judged, Judged] {
  if (one.name !== other.name) return [one, other];
  const [before, after] = sides.map(({ name }) => name);
  return [
    { ...one, name: before ?? one.name },
    { ...other, name: after ?? other.name },
  ];
}

async function compareSides(
  before: string | undefined,
  after: string | undefined,
  options: Options,
): Promise<void> {
  const json = options.json === undefined ? undefined : reportFile('--json', options.json);
  const markdown = options.markdown === undefined ? undefined : reportFile('--markdown', options.markdown);
  if (options.json === true && options.markdown === true)
    throw new UsageError('--json and --markdown both go to stdout: give one a file');
  using interrupt = catchInterrupts();
  using tell = teller();
  await sweep(tell.say);
  const builtin = await loadAllBuiltin();
  const words = [before, after].filter((word) => word !== undefined);
  const named = sidesOf(
    words,
    options.tree,
    builtin.map(({ name }) => name),
  );
  const sides = named.map(withStdin);
  await using scratch = await createRunFolder();
  const asked = {
    machines: options.machine,
    matrix: options.matrix,
    suites: options.suite,
    cases: options.case,
    jobs: options.jobs,
    timeoutScale: options.timeoutScale,
  };
  const judged: Judged[] = [];
  for (const side of sides) {
    // Both images are put to the same place.
    const seed = options.seed ?? judged[0]?.cells.find((cell) => cell.seed !== undefined)?.seed;
    judged.push(await judgeSide(side, { ...asked, seed, signal: interrupt.signal }, tell));
  }
  const texts = await textsOf(sides, builtin, scratch.path, interrupt.signal);
  tell[Symbol.dispose]();
  const [one, other] = judged;
  if (!one || !other) throw new UsageError('two things are compared');
  const comparison = compare(...toldApart([one, other], sides), texts);
  const formats = [
    { asked: options.json, file: json, text: async () => asJson(comparison) },
    { asked: options.markdown, file: markdown, text: async () => asMarkdown(comparison) },
  ];
  for (const { asked, file, text } of formats) {
    if (asked === undefined) continue;
    if (file === undefined) process.stdout.write(await text());
    else writeWhole(file, await text());
  }
  if (!formats.some(({ asked }) => asked === true)) process.stdout.write(await asText(comparison));
  process.exitCode = exitCode(comparison.verdict);
  interrupt.signal.throwIfAborted();
}
