// SPDX-License-Identifier: GPL-2.0-only
// What a subject is.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Mail } from './patch/identity.ts';

/** A defect that a subject is known to have: its case is reported as xfail, and as fail should it ever pass. */
export interface KnownDefect {
  /** `suite.case` */
  case: string;
  reason: string;
  /** In such images alone; elsewhere the case is to pass. */
  with?: 'kcfi' | undefined;
}

/** What kind of trampoline a subject has: where a call learns its target. */
const DESIGNS = ['literal by load', 'literal in text', 'patched code', 'none'] as const;
export type Design = (typeof DESIGNS)[number];

/** A design that was proposed and not taken: such a subject is judged where it is named. */
interface Proposal {
  /** What it is, in a line. */
  what: string;
  who: string;
  when: string;
  /** Why it was proposed, or why not taken. */
  why: string;
}

/** What is known of a subject beforehand; read from the optional `expect.json` in its folder. */
export interface Expectation {
  xfail: KnownDefect[];
  /** Exact instructions per call for each `cost` case that depends on the subject, e.g. `{ "tramp": 8 }`. */
  instructions: Record<string, number>;
  proposal?: Proposal | undefined;
}

/** The implementation under test: kernel files at their kernel paths below `folder`. */
export interface Subject {
  name: string;
  folder: string;
  expectation: Expectation;
  /** The `expect.json` that this was read from, or would be, as the user may open it. */
  expectationFile?: string;
  /** The mails that it came of, if any. */
  mails?: readonly Mail[];
  /** How the command line names a subject from outside, e.g. `--patch v9.patch`; a built-in one is named by `--subject`. */
  selector?: readonly string[];
}

/** Where the two files lie below a subject's folder, as in a kernel tree. */
export const SUBJECT_FILES = {
  header: 'arch/arm64/include/asm/static_call.h',
  source: 'arch/arm64/kernel/static_call.c',
} as const;

/** Those of a subject without trampolines, whose calls load the key themselves: Linux without `HAVE_STATIC_CALL`. It has none of the two. */
export const GENERIC_FILES = {
  header: 'include/linux/static_call.h',
  source: 'kernel/static_call.c',
} as const;

/** Whether the subject in `folder` has no trampolines. */
export function isGeneric(folder: string): boolean {
  const has = (path: string) => existsSync(join(folder, path));
  return Object.values(GENERIC_FILES).every(has) && !Object.values(SUBJECT_FILES).some(has);
}
