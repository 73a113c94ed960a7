// SPDX-License-Identifier: GPL-2.0-only
// Counts by verdict, as every report has them.

/** How many of each kind there are, in the order of `kinds`. */
export function tally<T extends string>(
  kinds: readonly T[],
  values: readonly T[],
): { kind: T; count: number }[] {
  return kinds.map((kind) => ({ kind, count: values.filter((value) => value === kind).length }));
}

/** `3 pass, 1 fail`: the kinds that there are. Empty if there are none. */
export function tallied<T extends string>(kinds: readonly T[], values: readonly T[]): string {
  return tally(kinds, values)
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${count} ${kind}`)
    .join(', ');
}
