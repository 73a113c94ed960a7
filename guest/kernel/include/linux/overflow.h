/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_OVERFLOW_H
#define _LINUX_OVERFLOW_H
#include <linux/limits.h>
#include <linux/stddef.h>
#include <linux/types.h>

/* True if the result does not fit, which *result then holds cut off. */
#define check_add_overflow(a, b, result)	__builtin_add_overflow(a, b, result)
#define check_sub_overflow(a, b, result)	__builtin_sub_overflow(a, b, result)
#define check_mul_overflow(a, b, result)	__builtin_mul_overflow(a, b, result)
#define overflows_type(n, T)				\
	({						\
		__typeof__(T) __fits;			\
		__builtin_add_overflow(n, 0, &__fits);	\
	})

/* The largest size_t instead of one that does not fit. */
static inline size_t size_add(size_t a, size_t b)
{
	size_t sum;
	return __builtin_add_overflow(a, b, &sum) ? SIZE_MAX : sum;
}

static inline size_t size_mul(size_t a, size_t b)
{
	size_t product;
	return __builtin_mul_overflow(a, b, &product) ? SIZE_MAX : product;
}

static inline size_t size_sub(size_t a, size_t b)
{
	size_t rest;
	return a == SIZE_MAX || __builtin_sub_overflow(a, b, &rest) ? SIZE_MAX : rest;
}
#define array_size(a, b)		size_mul(a, b)
#define struct_size(p, member, n)	size_add(sizeof(*(p)), size_mul(sizeof(*(p)->member), n))

#endif
