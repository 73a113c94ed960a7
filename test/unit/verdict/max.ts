// SPDX-License-Identifier: GPL-2.0-only
import { DEFAULT_BUILD } from '../../../harness/compile/flags.ts';
import type { JudgeInput } from '../../../harness/verdict/judge.ts';

/** The machine that the boot lines of the consoles in these tests speak of. */
export const MAX: JudgeInput['machine'] = {
  name: 'max',
  midr: [0x000f0510],
  bti: true,
  pauth: true,
  entryEl: 1,
  runEl: 1,
  build: DEFAULT_BUILD,
  clock: 'realtime',
};
