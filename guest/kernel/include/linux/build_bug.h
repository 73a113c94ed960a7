/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_BUILD_BUG_H
#define _LINUX_BUILD_BUG_H

#include <linux/compiler.h>

#define BUILD_BUG_ON_MSG(condition, text)	compiletime_assert(!(condition), text)
#define BUILD_BUG_ON(condition)			\
	BUILD_BUG_ON_MSG(condition, "BUILD_BUG_ON: " #condition)
#define BUILD_BUG()				BUILD_BUG_ON_MSG(1, "BUILD_BUG")
#define BUILD_BUG_ON_NOT_POWER_OF_2(n)		BUILD_BUG_ON((n) == 0 || ((n) & ((n) - 1)) != 0)
#define BUILD_BUG_ON_INVALID(e)			((void)sizeof((long)(e)))
/* 0, or no program: for initialisers. */
#define BUILD_BUG_ON_ZERO(e, ...)		((int)sizeof(struct { int : -!!(e); }))

#define __static_assert(expression, text, ...)	_Static_assert(expression, text)
#define static_assert(expression, ...)		\
	__static_assert(expression, ##__VA_ARGS__, #expression)

#endif
