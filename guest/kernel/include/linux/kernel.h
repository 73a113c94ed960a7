/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_KERNEL_H
#define _LINUX_KERNEL_H

#include <asm/byteorder.h>
#include <linux/compiler.h>
#include <linux/kconfig.h>
#include <linux/printk.h>
#include <linux/sizes.h>
#include <linux/stringify.h>
#include <linux/types.h>

#define ALIGN_DOWN(x, a)	((x) & ~((__typeof__(x))(a) - 1))
#define ALIGN(x, a)		ALIGN_DOWN((x) + ((__typeof__(x))(a) - 1), a)
#define IS_ALIGNED(x, a)	(((x) & ((__typeof__(x))(a) - 1)) == 0)
#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))

#define BIT(n)			(1UL << (n))
#define GENMASK(h, l)		((~0UL >> (63 - (h))) & (~0UL << (l)))

#define min(a, b)		({ __typeof__(a) __a = (a); __typeof__(b) __b = (b); __a < __b ? __a : __b; })
#define min_t(type, a, b)	min((type)(a), (type)(b))
#define max(a, b)		({ __typeof__(a) __a = (a); __typeof__(b) __b = (b); __a > __b ? __a : __b; })

/* Start-up is over before anything here asks. */
#define SYSTEM_RUNNING	1
#define system_state	SYSTEM_RUNNING

#endif
