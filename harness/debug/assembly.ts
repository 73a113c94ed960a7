// SPDX-License-Identifier: GPL-2.0-only
// What the subject's trampolines are made of, in its own header: the compiler keeps no line numbers of assembly within C.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SUBJECT_FILES, type Subject } from '../subject/subject.ts';
import { asUserSees } from '../verdict/causes/user-file.ts';
import type { Assembly } from './fault.ts';

/** Lines of a header that are shown at most. */
const MOST = 40;

/** The assembly of a subject's header, from its first line to its last; undefined if it has none. */
export function assemblyOf({ folder, selector }: Subject): Assembly | undefined {
  const file = join(folder, SUBJECT_FILES.header);
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const first = lines.findIndex((line) => /\b(?:asm|__asm__)\b.*\(/.test(line));
  if (first < 0) return undefined;
  const last = lines.findLastIndex((line) => /".*"/.test(line));
  const shown = selector ? asUserSees(`subject/${SUBJECT_FILES.header}`, { selector }) : file;
  return { file, shown, firstLine: first + 1, lastLine: Math.min(Math.max(first, last) + 1, first + MOST) };
}
