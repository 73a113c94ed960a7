// SPDX-License-Identifier: GPL-2.0-only
// What one call costs, counted by hand. Each form is written out, so that the number can be checked by eye; the
// forms are assembly in the guest, so that no compiler option changes them. What a trampoline costs depends on the
// subject and lies in the subject's expect.json.

/** One form of call: the caller's instructions, then the callee's. */
export interface CostRow {
  caller: string;
  callee: string;
  /** Instructions executed from the caller's first to the callee's `ret`. */
  instructions: number;
}

/** Cases of suite `cost` whose cost no subject changes. */
export const COST_TABLE: Readonly<Record<string, CostRow>> = {
  direct: { caller: 'bl', callee: 'bti ret', instructions: 3 },
  indirect: { caller: 'blr', callee: 'bti ret', instructions: 3 },
  generic: { caller: 'adrp ldr blr', callee: 'bti ret', instructions: 5 },
  kcfi: { caller: 'ldur movk movk cmp b.eq blr', callee: 'bti ret', instructions: 8 },
  kcfi_loaded: { caller: 'adrp ldr ldur movk movk cmp b.eq blr', callee: 'bti ret', instructions: 10 },
};

/** Cases of suite `cost` that are reported and never judged: their cost is the guest kernel's, not the subject's. */
export const UNJUDGED: ReadonlySet<string> = new Set(['update']);

/** Cases of suite `cost` that check a counter and measure no call: they print no cost. */
export const NO_CALL: ReadonlySet<string> = new Set(['inst_retired']);
