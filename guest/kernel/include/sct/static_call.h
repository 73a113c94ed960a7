/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Static calls for whoever only calls, updates and asks: without the subject's header, so that
 * nothing in it can change what a case does or expects. What defines a key is in the case files
 * that are called *_keys.c, and in no other; they include linux/static_call.h.
 */
#ifndef _SCT_STATIC_CALL_H
#define _SCT_STATIC_CALL_H

#include <linux/kernel.h>
#include <linux/static_call_types.h>

#define STATIC_CALL_TRAMP_ADDR(name)	((void *)&STATIC_CALL_TRAMP(name))

/*
 * The subject's patch routine: `tramp` must tail-call `func` (NULL: do nothing, return) from its
 * next call on. `site` is NULL here.
 */
void arch_static_call_transform(void *site, void *tramp, void *func, bool tail);

long __static_call_return0(void);

/* static_call_update() as the subject's kernel has it: cases/update_keys.c. */
void update_static_call(struct static_call_key *key, void *tramp, void *func);

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
		update_static_call(&STATIC_CALL_KEY(name), STATIC_CALL_TRAMP_ADDR(name),	\
				   (void *)__target);						\
	} while (0)

#endif
