// SPDX-License-Identifier: GPL-2.0-only
// Known defects of Linux itself, which no subject can help: docs/finds.md tells each of them.

import type { Expectation, KnownDefect } from '../subject/subject.ts';
import { compareVersions } from '../tool/lookup.mjs';

interface LinuxDefect extends KnownDefect {
  /** The first release that has it mended; while there is none, each has it. */
  mendedIn?: string;
}

/** A kernel that has one mended fails the xfail, and then this table is changed. */
const LINUX_DEFECTS: readonly LinuxDefect[] = [
  {
    case: 'linux.kprobe_on_adrp',
    reason:
      'Linux lets a kprobe onto a trampoline, and the next update reads its BRK as an ADRP: a BUG (docs/finds.md, 1)',
  },
  {
    case: 'linux.kprobe_on_ldr',
    reason:
      'Linux lets a kprobe onto a trampoline, and the next update reads its BRK as an LDR: 8 bytes are written elsewhere (docs/finds.md, 1)',
  },
  {
    case: 'linux.adrp_is_decoded_in_full',
    reason:
      'Linux decodes 32 of the 33 bits of an ADRP: from 2 GiB on its offset is 4 GiB off (docs/finds.md, 3)',
  },
];

/** What is expected of a subject in a Linux of this release (`uname -r`): its own defects, and Linux's. */
export function expectedIn(release: string, expectation: Expectation, defects = LINUX_DEFECTS): Expectation {
  const [number = ''] = /^\d+(?:\.\d+)*/.exec(release) ?? [];
  const there = defects.filter(
    ({ mendedIn }) => mendedIn === undefined || compareVersions(number, mendedIn) < 0,
  );
  return { ...expectation, xfail: [...expectation.xfail, ...there] };
}
