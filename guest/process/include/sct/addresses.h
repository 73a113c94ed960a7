/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Addresses at which nothing is mapped, for cases to map what they like. All have 39 bits, which is
 * what the least of Linux's configurations gives a process (ARM64_VA_BITS_39: most phones); stack,
 * vDSO and whatever the kernel itself maps lie within 64 GiB of the upper end then.
 */
#ifndef _SCT_ADDRESSES_H
#define _SCT_ADDRESSES_H

#define ADDRESS_BOTTOM	0x0000000010000000UL
#define ADDRESS_TOP	0x0000006ef0100000UL

#define ADDRESS_CARRIES	0x00000030ffff0000UL
#define ADDRESS_BORROWS	0x0000003100000000UL

#define ADDRESS_FAR	0x0000005111000000UL

#define ADDRESS_HIGH_1	0x0000004100000000UL
#define ADDRESS_HIGH_2	0x0000005200000000UL

/* Where process.lds puts the image: in the midst of 32 GiB that are free. */
#define ADDRESS_IMAGE	0x0000002000000000UL
/* Where the slots of asm/fixmap.h are. */
#define ADDRESS_FIXMAP	0x0000006000000000UL

#endif
