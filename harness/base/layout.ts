// SPDX-License-Identifier: GPL-2.0-only
// Where an image has its trampolines and their literals. Addresses are hexadecimal, `0x` and all, since they go beyond 2^53.

/** `count` things of `bytes` bytes each, `stride` bytes from the start of one to the start of the next; the first is at `from`. */
export interface AddressRun {
  from: string;
  bytes: number;
  stride: number;
  count: number;
}

/** Where in memory the parts of an image lie. */
export interface Layout {
  /** All that is loaded, by address. */
  sections: { name: string; from: string; bytes: number; access: 'r' | 'rx' | 'rw' | 'rwx' }[];
  /** By address. */
  trampolines: AddressRun[];
  /** What the trampolines load their targets from, by address; none where nobody finds any. */
  literals: AddressRun[];
  /** How many trampolines of one page of 4 KiB, the unit of ADRP, have their literals in another. */
  reach: { from: string; to: string; count: number }[];
  /** One trampoline, and its literal. */
  example?: { symbol: string; at: string; literal?: string };
}
