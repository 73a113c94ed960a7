// SPDX-License-Identifier: GPL-2.0-only
// A patch that nobody can read without guessing.

import { EXIT, SctError } from '../../base/exit.ts';

/** A place in a patch, as far as it is known; every part of it helps whoever has to look. */
export interface Place {
  /** The patch file, as the user named it. */
  from: string;
  /** The kernel file that is patched there. */
  file?: string | undefined;
  /** Number of the hunk in that file, from 1. */
  hunk?: number | undefined;
  /** Line of the patch file, from 1. */
  line?: number | undefined;
}

const REMEDY =
  'sct does not guess at code. Give it the mail as it was sent (archives call it "raw" or "mbox"), or what `git format-patch` wrote.';

/** A patch that cannot be read, or not without guessing. The message says where, why, and what to ask for instead. Exit code 2. */
export class PatchUnreadable extends SctError {
  override name = 'PatchUnreadable';
  override readonly exitCode = EXIT.usage;
  readonly place: Place;
  readonly problem: string;

  constructor(place: Place, problem: string, remedy = REMEDY) {
    super(`${placeName(place)}: ${problem}\n${remedy}`);
    this.place = place;
    this.problem = problem;
  }
}

/** E.g. `v9.mbox, line 120: arch/arm64/kernel/static_call.c, hunk 2`. */
export function placeName({ from, file, hunk, line }: Place): string {
  const where = line === undefined ? from : `${from}, line ${line}`;
  const what = [...(file ? [file] : []), ...(hunk ? [`hunk ${hunk}`] : [])].join(', ');
  return what ? `${where}: ${what}` : where;
}

/** There is no patch in it at all, as in a cover letter. */
export class NoPatch extends PatchUnreadable {
  override name = 'NoPatch';

  constructor(from: string) {
    super({ from }, 'there is no patch in it (no line begins with "diff --git", "> diff --git" or "--- ")');
  }
}
