/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * min() and max() are in linux/kernel.h; here is the rest of the family. Each argument is evaluated
 * once.
 */
#ifndef _LINUX_MINMAX_H
#define _LINUX_MINMAX_H
#include <linux/kernel.h>

#define max_t(type, a, b)	max((type)(a), (type)(b))
#define min3(a, b, c)		min(min(a, b), c)
#define max3(a, b, c)		max(max(a, b), c)
#define umin(a, b)		min((u64)(a), (u64)(b))
#define umax(a, b)		max((u64)(a), (u64)(b))
#define min_not_zero(a, b)						\
	({								\
		__typeof__(a) __p = (a);				\
		__typeof__(b) __q = (b);				\
		__p == 0 ? __q : __q == 0 ? __p : min(__p, __q);	\
	})
#define clamp(value, low, high)	min(max(value, low), high)
#define clamp_t(type, value, low, high) clamp((type)(value), (type)(low), (type)(high))
#define clamp_val(value, low, high) clamp_t(__typeof__(value), value, low, high)
#define in_range(value, start, length) ((u64)(value) - (u64)(start) < (u64)(length))
#define swap(a, b)				\
	do {					\
		__typeof__(a) __swapped = (a);	\
		(a) = (b);			\
		(b) = __swapped;		\
	} while (0)

/* In constant expressions. */
#define MIN(a, b)		((a) < (b) ? (a) : (b))
#define MAX(a, b)		((a) > (b) ? (a) : (b))
#define MIN_T(type, a, b)	MIN((type)(a), (type)(b))
#define MAX_T(type, a, b)	MAX((type)(a), (type)(b))

#endif
