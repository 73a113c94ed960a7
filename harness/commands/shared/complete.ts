// SPDX-License-Identifier: GPL-2.0-only
// What may stand at the end of a command line that somebody types, out of commander's own tree of commands. Builds nothing, boots nothing.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command, Option } from 'commander';
import { HOSTS, MACHINES } from '../../machine/machines.ts';
import { loadMutants } from '../../mutant/mutant.ts';
import { packageRoot } from '../../store/places.ts';
import { builtinFolder, designNames, subjectNames } from '../../subject/load.ts';

/** The names that a value of an option or an argument is one of, by what it is called; of any other the shell completes files. */
const NAMES: Readonly<Record<string, () => readonly string[]>> = {
  '--subject': () => [...subjectNames(builtinFolder()), ...designNames(builtinFolder())],
  '--machine': () => [...HOSTS, ...MACHINES].map(({ name }) => name),
  '--suite': () => [...new Set(caseNames().map((name) => name.split('.')[0] ?? ''))],
  '--case': caseNames,
  '--name': () => loadMutants(packageRoot()).map(({ name }) => name),
  'suite.case': caseNames,
};

/**
 * The words that the last of `words` may become, in order; none where the shell knows better. `words` are those behind `sct`, the last one
 * perhaps empty.
 */
export function complete(program: Command, words: readonly string[]): string[] {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const command = program.commands.find((one) => one.name() === before[0]);
  if (!command) return before.length > 0 ? [] : startingWith(typed, commandsOf(program));
  const last = before.at(-1) ?? '';
  const option = command.options.find((one) => one.long === last || one.short === last);
  if (option?.required) return lastOfList(typed, valuesOf(option));
  if (typed.startsWith('-'))
    return startingWith(typed, [...command.options.flatMap(({ long }) => long ?? []), '--help']);
  const [argument] = command.registeredArguments;
  return startingWith(typed, argument?.argChoices ?? NAMES[argument?.name() ?? '']?.() ?? []);
}

function commandsOf(program: Command): string[] {
  return [...program.commands.map((one) => one.name()), 'help', '--help', '--version'];
}

function valuesOf({ long, argChoices }: Option): readonly string[] {
  return argChoices ?? NAMES[long ?? '']?.() ?? [];
}

/** Of `max,max-e` the name behind the last comma is completed. */
function lastOfList(typed: string, names: readonly string[]): string[] {
  const done = typed.slice(0, typed.lastIndexOf(',') + 1);
  return startingWith(typed.slice(done.length), names).map((name) => done + name);
}

function startingWith(typed: string, words: readonly string[]): string[] {
  return words.filter((word) => word.startsWith(typed));
}

/** Every case, as `suite.case`: from docs/cases.md, which the tests hold to the images, since an image would have to be built. */
function caseNames(): string[] {
  const page = readFileSync(join(packageRoot(), 'docs/cases.md'), 'utf8');
  return page
    .split(/^## /m)
    .slice(1)
    .flatMap((section) => {
      const suite = /^\w+/.exec(section)?.[0];
      const rows = [...section.matchAll(/^\| ((?:`\w+` ?)+) \|/gm)];
      return rows.flatMap(([, names = '']) => (names.match(/\w+/g) ?? []).map((name) => `${suite}.${name}`));
    });
}
