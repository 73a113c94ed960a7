/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_BITFIELD_H
#define _LINUX_BITFIELD_H
#include <linux/bits.h>
/* `mask` is a constant run of ones; its lowest bit says where the field lies. */
#define __FIELD_SHIFT(mask)	((unsigned int)__builtin_ctzll(mask))
#define FIELD_GET(mask, reg)	((__typeof__(mask))(((reg) & (mask)) >> __FIELD_SHIFT(mask)))
#define FIELD_PREP(mask, value)	(((__typeof__(mask))(value) << __FIELD_SHIFT(mask)) & (mask))
#endif
