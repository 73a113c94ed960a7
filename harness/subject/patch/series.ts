// SPDX-License-Identifier: GPL-2.0-only
// What a patch says, once it is read. Text is held as one character a byte (latin1), so that nothing of a file is ever recoded.

import type { PatchUnreadable, Place } from './unreadable.ts';

/** A line of a hunk, without its mark. */
export interface HunkLine {
  mark: ' ' | '+' | '-';
  text: string;
  /** The file ends here, without a line feed. */
  noNewline?: true;
}

/** One hunk, its lines whole again. */
export interface Hunk {
  /** First line and number of lines, before and after. */
  old: { start: number; count: number };
  new: { start: number; count: number };
  lines: HunkLine[];
  /** Lines of the mail (from 1) that were joined to the line before. */
  rejoined: number[];
  /** Context lines have lost their mark and what blanks followed it, so that nobody can tell where the hunk belongs. */
  contextLost: boolean;
  place: Place;
}

/** What is done to one file. */
export interface FilePatch {
  /** Paths below the tree's root; null for /dev/null. They are the patch's words: nothing may be written there unchecked. */
  oldPath: string | null;
  newPath: string | null;
  /** Ids of the blobs that the patch was made from and leads to, as far as its index line gives them. */
  oldBlob?: string;
  newBlob?: string;
  /** What sct does not do to a file that it needs: a rename, a copy, a binary patch, a symbolic link. */
  unsupported?: string;
  hunks: Hunk[];
  /** Why the hunks are not all there, or not to be trusted. It matters only if the file is needed. */
  damage?: PatchUnreadable;
  /** It was found in a reply, behind quote marks. */
  quoted: boolean;
  /** White space of the mail was collapsed on its way: every run of blanks and tabs is a single blank. */
  collapsed: boolean;
  place: Place;
}

/** The file that a file patch is about. */
export function pathOf({ oldPath, newPath }: FilePatch): string {
  return newPath ?? oldPath ?? '/dev/null';
}
