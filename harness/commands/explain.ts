// SPDX-License-Identifier: GPL-2.0-only
// `sct explain`: what there is to know of a case without running it.

import { existsSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import type { Command } from 'commander';
import { pickCases } from '../base/pick.ts';
import { ABI_SUITE, nameOf, type PlannedCase } from '../base/plan.ts';
import { shellLine } from '../base/shell.ts';
import { GUEST } from '../compile/sources.ts';
import type { Host, Machine } from '../machine/machine.ts';
import { HOSTS, MACHINES } from '../machine/machines.ts';
import { loadMutants, type Mutant, names } from '../mutant/mutant.ts';
import { wordsToStart } from '../report/start.ts';
import { wrapped } from '../report/wrap.ts';
import { packageRoot } from '../store/places.ts';
import { allReasons, type Reason, recordOf, whyOf } from '../verdict/causes/reasons.ts';
import { knownCases } from './shared/known-cases.ts';

/** As many lines as any list of machines or reason needs. */
const WHOLE = 1000;

/** The machines that boot Linux, which alone have its cases. */
const LINUX = MACHINES.filter(({ matrix }) => matrix === 'linux');

/** `sct explain`: why a case exists, where it is, who judges it, which mutants it notices. Builds, as `sct list`; boots nothing. */
export function register(program: Command): void {
  program
    .command('explain')
    .description('tell why cases exist, where they are, and which mutants they notice; boots nothing')
    .argument('<suite.case...>', 'the cases; a * stands for any characters')
    .action(async (wanted: string[]) => {
      const root = packageRoot();
      const cases = pickCases(await knownCases(), wanted);
      const reasons = allReasons(root);
      const mutants = loadMutants(root);
      const told = cases.map((one) => explain(one, reasons, mutants, root));
      process.stdout.write(`${told.join('\n\n')}\n`);
    });
}

/** A case in a few lines. */
export function explain(
  one: PlannedCase,
  reasons: readonly Reason[],
  mutants: readonly Mutant[],
  root: string,
): string {
  const record = recordOf(one, reasons);
  const notices = mutants.filter(({ killedBy }) => killedBy.some((pattern) => names(pattern, one)));
  const ofLinux = record?.file.startsWith(GUEST.ofLinux) ?? false;
  const judges = one.suite === ABI_SUITE ? HOSTS : ofLinux ? LINUX : MACHINES;
  const where = ofLinux ? ['--matrix', 'linux'] : [];
  const run = shellLine([...wordsToStart(), 'run', ...where, '--case', nameOf(one)]);
  return [
    nameOf(one),
    ...told('why', whyOf(one, reasons) || 'nobody has written it down'),
    ...(record ? told('where', placeOf(record, root)) : []),
    ...told('machines', namesOf(judges)),
    ...(one.suite === ABI_SUITE ? [] : told('', 'one that cannot show it skips it, and says why')),
    ...told('mutants', notices.map(({ name, mistake }) => `${name} (${mistake})`).join('; ') || 'none'),
    `  to run it: ${run}`,
  ].join('\n');
}

/** Those of every run by name, and how many more each other matrix has; all by name if no run has them unasked. */
function namesOf(judges: readonly (Host | Machine)[]): string {
  const usual = judges.filter(({ matrix }) => matrix === 'default');
  const named = usual.length > 0 ? usual : judges;
  const more = (['full', 'linux'] as const).flatMap((matrix) => {
    const count = judges.filter((one) => one.matrix === matrix && !named.includes(one)).length;
    return count > 0 ? [`${count} more with --matrix ${matrix}`] : [];
  });
  return [named.map(({ name }) => name).join(', '), ...more].join(', and ');
}

function told(what: string, text: string): string[] {
  const [first = '', ...more] = wrapped(text, '', { width: 90, most: WHOLE });
  const label = what === '' ? '' : `${what}:`;
  return [`  ${label.padEnd(10)}${first}`, ...more.map((line) => `${' '.repeat(12)}${line}`)];
}

/** As it can be opened from here; a package has none of what judges images. */
function placeOf({ file, line }: Reason, root: string): string {
  const path = join(root, file);
  if (!existsSync(path)) return `${file}, in the sources of sct`;
  const near = relative(process.cwd(), path);
  return `${near.startsWith('..') || isAbsolute(near) ? path : near}${line === undefined ? '' : `:${line}`}`;
}
