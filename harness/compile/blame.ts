// SPDX-License-Identifier: GPL-2.0-only
// Whose fault it is that files did not compile.

import type { Compiled } from './compile-unit.ts';
import type { NotBuilt } from './image.ts';
import { lackOfCompile } from './lacks.ts';
import type { Knows } from './reach.ts';
import { uncompiled } from './refused.ts';
import type { SubjectTree } from './sources.ts';
import type { Unit } from './units.ts';

/** Whose fault it is that files did not compile: keys and the subject's own depend on the subject, everything else does not. */
export function blame(
  outcomes: readonly ({ unit: Unit } & Compiled)[],
  own: SubjectTree,
  guestKnows: Knows,
): NotBuilt | undefined {
  const failed = outcomes.flatMap(({ unit, failure }) =>
    failure ? [{ ...unit.source, ...failure, message: failure.message.trimEnd() }] : [],
  );
  const bench = failed.filter(({ role, broken }) => (role !== 'key' && role !== 'subject') || broken);
  if (bench.length > 0) {
    const messages = new Set(bench.map(({ message }) => message));
    return uncompiled(
      'bench',
      [...messages],
      bench.some(({ broken }) => broken),
    );
  }
  // All keys stumble over a broken header of the subject's: once is enough, as its own source tells it.
  const shown = failed.find(({ role }) => role === 'subject') ?? failed[0];
  if (!shown) return undefined;
  const lack = lackOfCompile(shown.message, own.own(), guestKnows);
  if (lack) return { ...uncompiled('nobody', [shown.message]), lacks: [lack] };
  return uncompiled('subject', [shown.message]);
}
