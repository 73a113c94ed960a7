/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Exchanges on a word of any size that is a single access: Armv8.0 exclusives, so that every CPU
 * has them.
 */
#ifndef _ASM_CMPXCHG_H
#define _ASM_CMPXCHG_H

#include <linux/types.h>

/* What was there. */
#define __xchg_as(p, value, order)	__atomic_exchange_n(p, value, order)
#define xchg(p, value)			__xchg_as(p, value, __ATOMIC_SEQ_CST)
#define xchg_relaxed(p, value)		__xchg_as(p, value, __ATOMIC_RELAXED)
#define xchg_acquire(p, value)		__xchg_as(p, value, __ATOMIC_ACQUIRE)
#define xchg_release(p, value)		__xchg_as(p, value, __ATOMIC_RELEASE)

#define __cmpxchg_as(p, old, new, order) ({						\
	__typeof__(*(p)) __was = (old);							\
	(void)__atomic_compare_exchange_n(p, &__was, new, false, order, __ATOMIC_RELAXED); \
	__was;										\
})
#define cmpxchg(p, old, new)		__cmpxchg_as(p, old, new, __ATOMIC_SEQ_CST)
#define cmpxchg_relaxed(p, old, new)	__cmpxchg_as(p, old, new, __ATOMIC_RELAXED)
#define cmpxchg_acquire(p, old, new)	__cmpxchg_as(p, old, new, __ATOMIC_ACQUIRE)
#define cmpxchg_release(p, old, new)	__cmpxchg_as(p, old, new, __ATOMIC_RELEASE)
#define cmpxchg64(p, old, new)		cmpxchg(p, old, new)
#define cmpxchg_local(p, old, new)	cmpxchg_relaxed(p, old, new)

/* Whether it was *oldp, which else becomes what was there. */
#define try_cmpxchg(p, oldp, new)	\
	__atomic_compare_exchange_n(p, oldp, new, false, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED)
#define try_cmpxchg_relaxed(p, oldp, new) \
	__atomic_compare_exchange_n(p, oldp, new, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED)
#define try_cmpxchg_acquire(p, oldp, new) \
	__atomic_compare_exchange_n(p, oldp, new, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)
#define try_cmpxchg_release(p, oldp, new) \
	__atomic_compare_exchange_n(p, oldp, new, false, __ATOMIC_RELEASE, __ATOMIC_RELAXED)

#endif
