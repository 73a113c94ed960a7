// SPDX-License-Identifier: GPL-2.0-only
// Tells of a cell's first fail as soon as it is certain, while the cell goes on.

import type { Machine } from '../machine/machine.ts';
import { blame } from '../verdict/blame.ts';
import { errorOf } from './error-of.ts';
import type { Witness } from './witness.ts';

/** Listens for the first case of a cell that fails. */
export interface FirstFail {
  /** A case has failed. */
  fail(name: string, reason: string): void;
  /** A case erred, which is its fail only if the witness says that this is the subject's doing. */
  error(name: string, reason: string): Promise<void>;
}

/** @param tell told once */
export function firstFail(
  machine: Machine,
  witness: Witness | undefined,
  tell: (name: string, reason: string) => void,
): FirstFail {
  let told = false;
  const fail = (name: string, reason: string) => {
    if (!told) tell(name, reason);
    told = true;
  };
  return {
    fail,
    async error(name, reason) {
      if (told || !witness) return;
      const [result] = await blame([errorOf(name, reason)], (names) => witness.verdicts(machine, names));
      if (result?.verdict === 'fail') fail(name, reason);
    },
  };
}
