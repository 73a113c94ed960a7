// SPDX-License-Identifier: GPL-2.0-only
// The few lines of a result that explain it, for whoever has room for no more.

import { BUILD_SUITE } from '../base/plan.ts';
import type { Finding } from '../base/verdict.ts';

/** A compiler shows the line, and the macro that it is in. */
const OF_COMPILER = 10;
const OF_GUEST = 3;

/**
 * What a compiler said; what a guest printed in a case, without registers and without what the reason says already. No line of suite `abi`, which
 * has one for each trampoline.
 */
export function excerptOf({ suite, reason, details }: Finding): string[] {
  if (suite === BUILD_SUITE)
    return details
      .filter((line) => line.trim() !== '' && !reason.endsWith(`: ${line}`))
      .slice(0, OF_COMPILER);
  if (details.some((line) => line.startsWith('__SCT__'))) return [];
  return details
    .filter((line) => !/^(?:regs|fault|last lines of the console:|\s)/.test(line))
    .filter(
      (line) =>
        !reason.includes(line.replace(/^fail\s+/, '')) && !/^fail .*: unexpected exception: EC /.test(line),
    )
    .slice(0, OF_GUEST);
}
