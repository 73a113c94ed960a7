// SPDX-License-Identifier: GPL-2.0-only
// For commands that take one subject, from here or from outside.

import { UsageError } from '../../base/exit.ts';
import { pick } from '../../base/pick.ts';
import { loadAllBuiltin } from '../../subject/load.ts';
import { loadOutside } from '../../subject/load-outside.ts';
import type { Subject } from '../../subject/subject.ts';
import { outsideFromOptions } from './outside-options.ts';

interface Named {
  subject?: string | undefined;
  tree?: string | undefined;
  rev?: string | undefined;
  patch: string[];
}

/**
 * The one subject that these options name, and notes on it; the files of one from outside are put below `folder`.
 * @param done what is done with one at a time: `debugged`
 * @throws UsageError for none and for several
 */
export async function oneSubject(
  { subject, tree, rev, patch }: Named,
  folder: string,
  done: string,
): Promise<{ subject: Subject; notes: string[] }> {
  const outside = outsideFromOptions({ tree, rev, patch });
  if ((subject === undefined) === (outside === undefined))
    throw new UsageError(`one subject is ${done} at a time: give --subject, or --tree and --patch`);
  const builtin = await loadAllBuiltin();
  if (outside) return loadOutside(outside, folder, builtin);
  const [found, more] = pick('subject', builtin, [subject ?? '']);
  if (!found || more) throw new UsageError(`one subject is ${done} at a time, and ${subject} are several`);
  return { subject: found, notes: [] };
}
