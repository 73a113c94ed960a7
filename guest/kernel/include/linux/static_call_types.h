/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_STATIC_CALL_TYPES_H
#define _LINUX_STATIC_CALL_TYPES_H

#include <linux/compiler.h>
#include <linux/stringify.h>
#include <linux/types.h>

/*
 * A call of key `name` is a direct call of the symbol __SCT__name; its target is the func of
 * __SCK__name. Without CONFIG_HAVE_STATIC_CALL, whose calls are called generic, there is no such
 * symbol: each call loads that func itself, and calls it.
 */
#define STATIC_CALL_KEY_PREFIX		__SCK__
#define STATIC_CALL_TRAMP_PREFIX	__SCT__

#define __STATIC_CALL_JOIN2(a, b)	a##b
#define __STATIC_CALL_JOIN(a, b)	__STATIC_CALL_JOIN2(a, b)
#define STATIC_CALL_KEY(name)		__STATIC_CALL_JOIN(STATIC_CALL_KEY_PREFIX, name)
#define STATIC_CALL_KEY_STR(name)	__stringify(STATIC_CALL_KEY(name))
#define STATIC_CALL_TRAMP(name)		__STATIC_CALL_JOIN(STATIC_CALL_TRAMP_PREFIX, name)
#define STATIC_CALL_TRAMP_STR(name)	__stringify(STATIC_CALL_TRAMP(name))

struct static_call_key {
	void *func;
};

#define DECLARE_STATIC_CALL(name, func)				\
	extern struct static_call_key STATIC_CALL_KEY(name);	\
	extern __typeof__(func) STATIC_CALL_TRAMP(name)

#ifdef CONFIG_HAVE_STATIC_CALL
#define __raw_static_call(name)	(&STATIC_CALL_TRAMP(name))
#else
/* Generic: what the key holds is called, and the trampoline is declared for its type alone. */
#define __raw_static_call(name)	((__typeof__(STATIC_CALL_TRAMP(name)) *)STATIC_CALL_KEY(name).func)
#endif
#define static_call(name)	__raw_static_call(name)
#define static_call_mod(name)	__raw_static_call(name)

#endif
