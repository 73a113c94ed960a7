/* SPDX-License-Identifier: GPL-2.0-only */
/* Attributes that the kernel has names of its own for; those that change nothing here are empty. */
#ifndef _LINUX_COMPILER_ATTRIBUTES_H
#define _LINUX_COMPILER_ATTRIBUTES_H

#define __alias(symbol)		__attribute__((__alias__(#symbol)))
#define __always_unused		__attribute__((__unused__))
#define __assume_aligned(...)	__attribute__((__assume_aligned__(__VA_ARGS__)))
#define __attribute_const__	__attribute__((__const__))
#define __cleanup(function)	__attribute__((__cleanup__(function)))
#define __cold			__attribute__((__cold__))
#define __hot			__attribute__((__hot__))
#define __gnu_inline		__attribute__((__gnu_inline__))
#define __malloc		__attribute__((__malloc__))
#define __mode(x)		__attribute__((__mode__(x)))
#define __must_check		__attribute__((__warn_unused_result__))
#define __flatten		__attribute__((__flatten__))
#define __pure			__attribute__((__pure__))
#define __scanf(a, b)		__attribute__((__format__(scanf, a, b)))
#define __noinline		__attribute__((__noinline__))
#define fallthrough		__attribute__((__fallthrough__))
#define __designated_init
#define __nonstring
#define __counted_by(member)
#define __noclone
#define __visible
#define __deprecated

#endif
