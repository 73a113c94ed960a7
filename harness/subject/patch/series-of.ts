// SPDX-License-Identifier: GPL-2.0-only
// All that the user has of a series, in the order in which it applies.

import type { Mail } from './identity.ts';
import { identityOf } from './identity.ts';
import type { PatchInput } from './inputs.ts';
import { mailTexts } from './mail.ts';
import { inOrder, partInSeries, readPatches } from './read.ts';
import type { FilePatch } from './series.ts';
import { NoPatch } from './unreadable.ts';

/** A series, and what it came of. */
export interface Series {
  patches: FilePatch[];
  /** The mails that it came of, a cover letter first; none where files are no mails. */
  mails: Mail[];
  /** For people: what was left out. */
  notes: string[];
}

/**
 * Reads all patches of some files. Files of a folder are taken in the order that their subjects tell. One without a patch, as a cover letter
 * is, is left out with a note, as long as another has one.
 * @throws NoPatch, PatchUnreadable
 */
export async function seriesOf(inputs: readonly PatchInput[]): Promise<Series> {
  const read = await Promise.all(
    inputs.map(async (input) => {
      const texts = await mailTexts(input.bytes);
      const mails = (await Promise.all(texts.map(identityOf))).filter((mail) => mail !== undefined);
      return { input, mails, part: texts[0] && partInSeries(texts[0]) };
    }),
  );
  const ordered = inputs.every(({ found }) => found) ? inOrder(read, ({ part }) => part) : read;
  const series: Series = { patches: [], mails: [], notes: [] };
  let none: NoPatch | undefined;
  for (const { input, mails } of ordered) {
    try {
      series.patches.push(...(await readPatches(input.bytes, input.from)));
    } catch (error) {
      if (!(error instanceof NoPatch)) throw error;
      none ??= error;
      series.notes.push(`${input.from}: left out, there is no patch in it`);
    }
    series.mails.push(...mails);
  }
  if (none && series.patches.length === 0) throw none;
  return series;
}
