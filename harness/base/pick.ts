// SPDX-License-Identifier: GPL-2.0-only
// What a user names, out of what there is.

import { UsageError } from './exit.ts';
import { nearest } from './nearest.ts';
import { matches } from './pattern.ts';
import { nameOf, type PlannedCase } from './plan.ts';

/** What `sct list` names all of. */
const LISTED: readonly string[] = ['subject', 'machine', 'suite'];
/** As many names are easily looked through. */
const MANY = 50;

/**
 * The members of `all` with these names, in the order of `all`; every one of them if no name is given. A `*` in a name stands for any characters.
 * @throws UsageError for a name that none of them has
 */
export function pick<T extends { name: string }>(
  kind: string,
  all: readonly T[],
  names: readonly string[],
): T[] {
  const unknown = names.filter((pattern) => !all.some(({ name }) => matches(pattern, name)));
  if (unknown.length > 0) {
    const known = all.map(({ name }) => name);
    const close = [...new Set(unknown.flatMap((name) => nearest(name, known)))].join(', ');
    const meant =
      close === ''
        ? `of the ${known.length} that there are none is called alike${LISTED.includes(kind) ? ': `sct list` names them' : ''}`
        : `of the ${known.length} that there are, did you mean ${close}?`;
    const hint = known.length > MANY ? meant : `there are: ${known.join(', ')}`;
    throw new UsageError(`there is no ${kind} ${unknown.join(', ')}; ${hint}`);
  }
  return names.length === 0
    ? [...all]
    : all.filter(({ name }) => names.some((pattern) => matches(pattern, name)));
}

/**
 * The cases of these names, `suite.case`, in the order of `all`. A `*` stands for any characters.
 * @throws UsageError for a name that none of them has, with those that look like it
 */
export function pickCases<T extends PlannedCase>(all: readonly T[], names: readonly string[]): T[] {
  const unknown = names.find((pattern) => !all.some((one) => matches(pattern, nameOf(one))));
  if (unknown !== undefined) throw new UsageError(unknownCase(unknown, all));
  return all.filter((one) => names.some((pattern) => matches(pattern, nameOf(one))));
}

/** Who left out the suite is told of every case of that name. */
function unknownCase(wanted: string, all: readonly PlannedCase[]): string {
  const namesakes = all.filter((one) => matches(wanted, one.case)).map(nameOf);
  const close = namesakes.length > 0 ? namesakes.slice(0, MANY) : nearest(wanted, all.map(nameOf));
  const meant = close.length > 0 ? `did you mean ${[...new Set(close)].join(', ')}? ` : '';
  return `there is no case ${wanted}; ${meant}\`sct list\` names all of them.`;
}
