/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_STATIC_CALL_H
#define _LINUX_STATIC_CALL_H

#include <linux/cpu.h>
#include <linux/kernel.h>
#include <linux/static_call_types.h>

/* The subject's. It needs STATIC_CALL_TRAMP_STR and nothing else from above. */
#include <asm/static_call.h>

#define STATIC_CALL_TRAMP_ADDR(name)	((void *)&STATIC_CALL_TRAMP(name))

/*
 * The subject's patch routine: `tramp` must tail-call `func` (NULL: do nothing, return) from its
 * next call on. `site` is NULL here.
 */
void arch_static_call_transform(void *site, void *tramp, void *func, bool tail);

long __static_call_return0(void);
void __static_call_update(struct static_call_key *key, void *tramp, void *func);

#define __DEFINE_STATIC_CALL_KEY(name, type_of, initial)		\
	DECLARE_STATIC_CALL(name, type_of);				\
	struct static_call_key STATIC_CALL_KEY(name) = { .func = (void *)(initial) }

#define DEFINE_STATIC_CALL(name, target)				\
	__DEFINE_STATIC_CALL_KEY(name, target, target);			\
	ARCH_DEFINE_STATIC_CALL_TRAMP(name, target)

#define DEFINE_STATIC_CALL_NULL(name, prototype)			\
	__DEFINE_STATIC_CALL_KEY(name, prototype, NULL);		\
	ARCH_DEFINE_STATIC_CALL_NULL_TRAMP(name)

#define DEFINE_STATIC_CALL_RET0(name, prototype)			\
	__DEFINE_STATIC_CALL_KEY(name, prototype, __static_call_return0); \
	ARCH_DEFINE_STATIC_CALL_RET0_TRAMP(name)

/*
 * The trampoline of a NULL key returns; so this always calls, and its arguments are always
 * evaluated.
 */
#define static_call_cond(name)	(void)__raw_static_call(name)

/* What the key says, which is NULL for a NULL call whatever the literal holds. */
#define static_call_query(name)	(READ_ONCE(STATIC_CALL_KEY(name).func))

#define static_call_update(name, target)							\
	do {											\
		__typeof__(&STATIC_CALL_TRAMP(name)) __target = (target);			\
		__static_call_update(&STATIC_CALL_KEY(name), STATIC_CALL_TRAMP_ADDR(name),	\
				     (void *)__target);						\
	} while (0)

#define EXPORT_STATIC_CALL(name)
#define EXPORT_STATIC_CALL_GPL(name)
#define EXPORT_STATIC_CALL_TRAMP(name)
#define EXPORT_STATIC_CALL_TRAMP_GPL(name)

#endif
