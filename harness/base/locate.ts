// SPDX-License-Identifier: GPL-2.0-only
// Where addresses are, for people.

/**
 * `function+0x10 (guest/cases/dispatch.c:41)` for each of these addresses; none for an address in no function of the image. Asked for many at a
 * time, since whoever knows is another process.
 */
export type Locate = (addresses: readonly bigint[]) => Promise<ReadonlyMap<bigint, string>>;
