/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_WORDPART_H
#define _LINUX_WORDPART_H
#include <linux/types.h>
#define upper_32_bits(n)	((u32)((u64)(n) >> 32))
#define lower_32_bits(n)	((u32)((u64)(n) & 0xffffffff))
#define upper_16_bits(n)	((u16)((n) >> 16))
#define lower_16_bits(n)	((u16)((n) & 0xffff))
#define REPEAT_BYTE(x)		((~0UL / 0xff) * (x))
#endif
