// SPDX-License-Identifier: GPL-2.0-only
// Where an address is, for people.

/** `function+0x10 (guest/cases/dispatch.c:41)`; undefined for an address in no function of the image. */
export type Locate = (address: bigint) => string | undefined;
