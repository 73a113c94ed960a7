/* SPDX-License-Identifier: GPL-2.0-only */
/* Addresses at which nothing is mapped, for cases to map what they like. */
#ifndef _SCT_ADDRESSES_H
#define _SCT_ADDRESSES_H

/* The lowest page of a 48-bit kernel address that is free, bit 47 clear; and nearly the highest. */
#define ADDRESS_BOTTOM	0xffff000000010000UL
#define ADDRESS_TOP	0xfffffffff0100000UL

/* Nothing else is there, for 4 GiB around: 64 KiB and more added to it carry into bit 32. */
#define ADDRESS_CARRIES	0xffff9000ffff0000UL
/* Anything subtracted borrows from bit 32. */
#define ADDRESS_BORROWS	0xffff900100000000UL

/* Where modules lie, as far as a call is concerned: out of reach of BL and ADRP. */
#define ADDRESS_FAR	0xffffa11100000000UL

/* Two upper halves of addresses, different in every byte that an address may differ in. */
#define ADDRESS_HIGH_1	0xffff900000000000UL
#define ADDRESS_HIGH_2	0xffffa11100000000UL

#endif
