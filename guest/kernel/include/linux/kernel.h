/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_KERNEL_H
#define _LINUX_KERNEL_H

#include <asm/byteorder.h>
#include <linux/compiler.h>
#include <linux/kconfig.h>
#include <linux/linkage.h>
#include <linux/printk.h>
#include <linux/sizes.h>
#include <linux/stringify.h>
#include <linux/types.h>

#define ALIGN_DOWN(x, a)	((x) & ~((__typeof__(x))(a) - 1))
#define ALIGN(x, a)		ALIGN_DOWN((x) + ((__typeof__(x))(a) - 1), a)
#define IS_ALIGNED(x, a)	(((x) & ((__typeof__(x))(a) - 1)) == 0)
#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))

#define PTR_ALIGN(p, a)		((__typeof__(p))ALIGN((unsigned long)(p), (a)))
#define PTR_ALIGN_DOWN(p, a)	((__typeof__(p))ALIGN_DOWN((unsigned long)(p), (a)))
#define __ALIGN_KERNEL(x, a)	ALIGN(x, a)

#define BIT(n)			(1UL << (n))
#define GENMASK(h, l)		((~0UL >> (63 - (h))) & (~0UL << (l)))
#define BIT_ULL(n)		(1ULL << (n))
#define GENMASK_ULL(h, l)	GENMASK(h, l)
#define BIT_U32(n)		((u32)1 << (n))
#define BIT_U64(n)		((u64)1 << (n))
#define GENMASK_U32(h, l)	((u32)GENMASK(h, l))
#define GENMASK_U64(h, l)	((u64)GENMASK(h, l))
#define BITS_PER_BYTE		8
#define BITS_PER_LONG		64
#define BITS_PER_LONG_LONG	64

#define min(a, b)				\
	({					\
		__typeof__(a) __a = (a);	\
		__typeof__(b) __b = (b);	\
		__a < __b ? __a : __b;		\
	})
#define min_t(type, a, b)	min((type)(a), (type)(b))
#define max(a, b)				\
	({					\
		__typeof__(a) __a = (a);	\
		__typeof__(b) __b = (b);	\
		__a > __b ? __a : __b;		\
	})

/* How far start-up is; it is over before any case but the controls. */
#define SYSTEM_BOOTING		0
#define SYSTEM_SCHEDULING	1
#define SYSTEM_FREEING_INITMEM	2
#define SYSTEM_RUNNING		3
extern int system_state;

/*
 * A WARN where preemption is disabled, as lib/context.c counts it. What calls with interrupts off
 * may be a case: that is not asked.
 */
void __might_sleep(const char *file, int line);
#define might_sleep()			__might_sleep(__FILE__, __LINE__)
#define might_sleep_if(condition)	do { if (condition) might_sleep(); } while (0)
#define cant_sleep()			do { } while (0)
#define might_fault()			do { } while (0)

#include <linux/build_bug.h>
#include <linux/container_of.h>
#include <linux/instruction_pointer.h>
#include <linux/limits.h>
#include <linux/log2.h>
#include <linux/math.h>
#include <linux/minmax.h>
#include <linux/typecheck.h>
#include <linux/wordpart.h>

#endif
