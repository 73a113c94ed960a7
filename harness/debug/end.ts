// SPDX-License-Identifier: GPL-2.0-only
// The guest's end, as gdb's user meets it.

/** Where a guest is that has nothing left to do. Beyond it there is none. */
export const STOP_AT_END = 'thbreak *power_off';

/** The script, in the cell's folder. */
export const END_SCRIPT = 'end.gdb';

/** What gdb reads first: going on beyond the end is told as what it is. gdb itself would speak of a remote communication error. */
export const endScript = `define hook-continue
  if $_thread && $pc == (unsigned long) &power_off
    printf "The guest has come to its end.\\n"
    disconnect
  end
end
`;
