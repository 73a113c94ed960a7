/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Static calls of an architecture that has none of its own: a key is a pointer, and a call is an
 * indirect one through it (linux/static_call_types.h).
 */
#ifndef _LINUX_STATIC_CALL_H
#define _LINUX_STATIC_CALL_H

#include <linux/compiler.h>
#include <linux/static_call_types.h>

long __static_call_return0(void);

#define __DEFINE_STATIC_CALL(name, type_of, first)	\
	DECLARE_STATIC_CALL(name, type_of);		\
	struct static_call_key STATIC_CALL_KEY(name) = { .func = (void *)(first) }

#define DEFINE_STATIC_CALL(name, target)		__DEFINE_STATIC_CALL(name, target, target)
#define DEFINE_STATIC_CALL_NULL(name, prototype)	__DEFINE_STATIC_CALL(name, prototype, 0)
#define DEFINE_STATIC_CALL_RET0(name, prototype)	\
	__DEFINE_STATIC_CALL(name, prototype, __static_call_return0)

/* The next call loads it: whoever calls meanwhile goes to the old target or to the new one. */
static inline void __static_call_update(struct static_call_key *key, void *tramp, void *func)
{
	WRITE_ONCE(key->func, func);
}

#define EXPORT_STATIC_CALL(name)
#define EXPORT_STATIC_CALL_GPL(name)

#endif
