// SPDX-License-Identifier: GPL-2.0-only
// What a user names, out of what there is.

import { UsageError } from './exit.ts';
import { nearest } from './nearest.ts';

/** As many names are easily looked through. */
const MANY = 50;

/**
 * The members of `all` with these names, in the order of `all`; every one of them if no name is given.
 * @throws UsageError for a name that none of them has
 */
export function pick<T extends { name: string }>(
  kind: string,
  all: readonly T[],
  names: readonly string[],
): T[] {
  const unknown = names.filter((name) => !all.some((one) => one.name === name));
  if (unknown.length > 0) {
    const known = all.map(({ name }) => name);
    const close = [...new Set(unknown.flatMap((name) => nearest(name, known)))].join(', ');
    const hint =
      known.length > MANY
        ? `of the ${known.length} that there are, did you mean ${close}?`
        : `there are: ${known.join(', ')}`;
    throw new UsageError(`there is no ${kind} ${unknown.join(', ')}; ${hint}`);
  }
  return names.length === 0 ? [...all] : all.filter(({ name }) => names.includes(name));
}
