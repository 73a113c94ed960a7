// SPDX-License-Identifier: GPL-2.0-only
// What cases need beyond what each place and each design has, from the records in their files (guest/kernel/include/sct/needs.h).

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlannedCase } from '../../../harness/base/plan.ts';

/** What may be needed: how a page calls it, and in words. */
export interface Need {
  name: string;
  words: string;
}

/** A record. `case`: null for all of a suite. */
export interface NeedOfCase {
  suite: string;
  case: string | null;
  need: string;
}

const asNamed = (constant: string): string => constant.toLowerCase().replaceAll('_', ' ');

/** The needs that there are, in the order of their enumeration. */
export function needsThatThereAre(header: string): Need[] {
  const rows = header.matchAll(/^\s*NEED_(\w+),\s*\/\* (.*) \*\/$/gm);
  return Array.from(rows, ([, name = '', words = '']) => ({ name: asNamed(name), words }));
}

/** The records in a file of cases. */
export function needsIn(source: string): NeedOfCase[] {
  const rows = source.matchAll(/^NEEDS(_SUITE)?(?:_OF)?\((\w+)(?:, (\w+))?, NEED_(\w+)(?:, \w+)?\);/gm);
  return Array.from(rows, ([, whole, suite = '', name, need = '']) => ({
    suite,
    case: whole ? null : (name ?? ''),
    need: asNamed(need),
  }));
}

/** All records of these folders of cases. */
export function allNeeds(root: string, folders: readonly string[]): NeedOfCase[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((file) => file.endsWith('.c'))
      .flatMap((file) => needsIn(readFileSync(join(root, folder, file), 'utf8'))),
  );
}

/** What a case needs, in the order of the records. */
export function needsOf(one: PlannedCase, needs: readonly NeedOfCase[]): string[] {
  const own = needs.filter(
    ({ suite, case: name }) => suite === one.suite && (name === null || name === one.case),
  );
  return [...new Set(own.map(({ need }) => need))];
}
