/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Addresses at which nothing is mapped, with 48 bits and more: Linux gives them out from the lower
 * end, and its own image lies there or, with KASLR, from 0xffffa00080000000 on
 * (arch/arm64/kernel/pi/kaslr_early.c). Only those that cases for Linux use are asked for.
 */
#ifndef _SCT_ADDRESSES_H
#define _SCT_ADDRESSES_H

#define ADDRESS_BOTTOM	0xffff000000010000UL
#define ADDRESS_TOP	0xfffffffff0100000UL

#define ADDRESS_CARRIES	0xffff9300ffff0000UL
#define ADDRESS_BORROWS	0xffff930100000000UL

#define ADDRESS_FAR	0xffff944400000000UL

/* Different in each byte in which an address may differ. */
#define ADDRESS_HIGH_1	0xffff900000000000UL
#define ADDRESS_HIGH_2	0xffff911100000000UL

/*
 * Above wherever Linux's own image and its modules may be, as the two before are below, and below
 * the end of what may be mapped: 0xffffc00000000000 in a kernel for 52-bit addresses, as Debian's.
 */
#define ADDRESS_ABOVE	0xffffb80012340000UL

/* Where the slots of asm/fixmap.h are. */
#define ADDRESS_FIXMAP	0xffff922200000000UL

#endif
