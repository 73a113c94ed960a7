// SPDX-License-Identifier: GPL-2.0-only
// The guest's end, as gdb's user meets it.

/** The function in which a guest has nothing left to do: beyond it there is none. */
const END = { system: 'power_off', linux: 'glue_count_no_more' } as const;

/** A guest of gdb's: one that is all ours, or a module in Linux. */
export type GuestKind = keyof typeof END;

/** Stops there. */
export function stopAtEnd(kind: GuestKind): string {
  return `thbreak *${END[kind]}`;
}

/** The script, in the cell's folder. */
export const END_SCRIPT = 'end.gdb';

/** What gdb reads first: going on beyond the end is told as what it is. gdb itself would speak of a remote communication error. */
export function endScript(kind: GuestKind): string {
  return `define hook-continue
  if $_thread && $pc == (unsigned long) &${END[kind]}
    printf "The guest has come to its end.\\n"
    disconnect
  end
end
`;
}
