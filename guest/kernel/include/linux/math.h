/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_MATH_H
#define _LINUX_MATH_H
#include <linux/types.h>

/* To a power of two; the others to any multiple. */
#define __round_mask(x, y)	((__typeof__(x))((y) - 1))
#define round_up(x, y)		((((x) - 1) | __round_mask(x, y)) + 1)
#define round_down(x, y)	((x) & ~__round_mask(x, y))
#define roundup(x, y)		({ __typeof__(y) __to = (y); (((x) + (__to - 1)) / __to) * __to; })
#define rounddown(x, y)		({ __typeof__(x) __from = (x); __from - (__from % (y)); })
#define DIV_ROUND_UP(n, d)	(((n) + (d) - 1) / (d))
#define DIV_ROUND_DOWN(n, d)	((n) / (d))
#define DIV_ROUND_UP_ULL(n, d)	DIV_ROUND_UP((unsigned long long)(n), (d))
#define DIV_ROUND_CLOSEST(n, d)	(((n) + (d) / 2) / (d))	/* neither is negative */
#define abs(x)			({ __typeof__(x) __value = (x); __value < 0 ? -__value : __value; })
#define abs_diff(a, b)					\
	({						\
		__typeof__(a) __m = (a);		\
		__typeof__(b) __n = (b);		\
		__m > __n ? __m - __n : __n - __m;	\
	})

#endif
