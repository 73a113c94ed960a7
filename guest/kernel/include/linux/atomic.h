/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Documentation/atomic_t.txt: what returns nothing is relaxed, what returns a value is ordered
 * unless its name says otherwise.
 */
#ifndef _LINUX_ATOMIC_H
#define _LINUX_ATOMIC_H

#include <asm/barrier.h>
#include <asm/cmpxchg.h>
#include <linux/types.h>

typedef struct {
	int counter;
} atomic_t;
typedef struct {
	s64 counter;
} atomic64_t;
typedef atomic64_t atomic_long_t;
#define ATOMIC_INIT(i)		{ (i) }
#define ATOMIC64_INIT(i)	{ (i) }
#define ATOMIC_LONG_INIT(i)	{ (i) }

#define __ATOMIC_OPS(atomic, type, name, operation)					\
	static inline void atomic##_##name(type i, atomic##_t *v)			\
	{										\
		__atomic_fetch_##operation(&v->counter, i, __ATOMIC_RELAXED);		\
	}										\
	static inline type atomic##_fetch_##name(type i, atomic##_t *v)			\
	{										\
		return __atomic_fetch_##operation(&v->counter, i, __ATOMIC_SEQ_CST);	\
	}										\
	static inline type atomic##_fetch_##name##_relaxed(type i, atomic##_t *v)	\
	{										\
		return __atomic_fetch_##operation(&v->counter, i, __ATOMIC_RELAXED);	\
	}
#define __ATOMIC_FAMILY(atomic, type)							\
	static inline type atomic##_read(const atomic##_t *v)				\
	{										\
		return __atomic_load_n(&v->counter, __ATOMIC_RELAXED);			\
	}										\
	static inline type atomic##_read_acquire(const atomic##_t *v)			\
	{										\
		return __atomic_load_n(&v->counter, __ATOMIC_ACQUIRE);			\
	}										\
	static inline void atomic##_set(atomic##_t *v, type i)				\
	{										\
		__atomic_store_n(&v->counter, i, __ATOMIC_RELAXED);			\
	}										\
	static inline void atomic##_set_release(atomic##_t *v, type i)			\
	{										\
		__atomic_store_n(&v->counter, i, __ATOMIC_RELEASE);			\
	}										\
	__ATOMIC_OPS(atomic, type, add, add)						\
	__ATOMIC_OPS(atomic, type, sub, sub)						\
	__ATOMIC_OPS(atomic, type, and, and)						\
	__ATOMIC_OPS(atomic, type, or, or)						\
	__ATOMIC_OPS(atomic, type, xor, xor)						\
	static inline type atomic##_add_return(type i, atomic##_t *v)			\
	{										\
		return __atomic_add_fetch(&v->counter, i, __ATOMIC_SEQ_CST);		\
	}										\
	static inline type atomic##_sub_return(type i, atomic##_t *v)			\
	{										\
		return __atomic_sub_fetch(&v->counter, i, __ATOMIC_SEQ_CST);		\
	}										\
	static inline void atomic##_inc(atomic##_t *v)					\
	{										\
		__atomic_add_fetch(&v->counter, 1, __ATOMIC_RELAXED);			\
	}										\
	static inline void atomic##_dec(atomic##_t *v)					\
	{										\
		__atomic_sub_fetch(&v->counter, 1, __ATOMIC_RELAXED);			\
	}										\
	static inline type atomic##_inc_return(atomic##_t *v)				\
	{										\
		return __atomic_add_fetch(&v->counter, 1, __ATOMIC_SEQ_CST);		\
	}										\
	static inline type atomic##_dec_return(atomic##_t *v)				\
	{										\
		return __atomic_sub_fetch(&v->counter, 1, __ATOMIC_SEQ_CST);		\
	}										\
	static inline type atomic##_fetch_inc(atomic##_t *v)				\
	{										\
		return __atomic_fetch_add(&v->counter, 1, __ATOMIC_SEQ_CST);		\
	}										\
	static inline type atomic##_fetch_dec(atomic##_t *v)				\
	{										\
		return __atomic_fetch_sub(&v->counter, 1, __ATOMIC_SEQ_CST);		\
	}										\
	static inline bool atomic##_inc_and_test(atomic##_t *v)				\
	{										\
		return atomic##_inc_return(v) == 0;					\
	}										\
	static inline bool atomic##_dec_and_test(atomic##_t *v)				\
	{										\
		return atomic##_dec_return(v) == 0;					\
	}										\
	static inline type atomic##_xchg(atomic##_t *v, type i)				\
	{										\
		return xchg(&v->counter, i);						\
	}										\
	static inline type atomic##_cmpxchg(atomic##_t *v, type old, type new)		\
	{										\
		return cmpxchg(&v->counter, old, new);					\
	}										\
	static inline bool atomic##_try_cmpxchg(atomic##_t *v, type *old, type new)	\
	{										\
		return try_cmpxchg(&v->counter, old, new);				\
	}										\
	static inline bool atomic##_add_unless(atomic##_t *v, type i, type unless)	\
	{										\
		type was = atomic##_read(v);						\
											\
		while (was != unless)							\
			if (try_cmpxchg(&v->counter, &was, was + i))			\
				return true;						\
		return false;								\
	}										\
	static inline bool atomic##_inc_not_zero(atomic##_t *v)				\
	{										\
		return atomic##_add_unless(v, 1, 0);					\
	}

__ATOMIC_FAMILY(atomic, int)
__ATOMIC_FAMILY(atomic64, s64)
#define atomic_long_read(v)		atomic64_read(v)
#define atomic_long_set(v, i)		atomic64_set(v, i)
#define atomic_long_add(i, v)		atomic64_add(i, v)
#define atomic_long_sub(i, v)		atomic64_sub(i, v)
#define atomic_long_inc(v)		atomic64_inc(v)
#define atomic_long_dec(v)		atomic64_dec(v)
#define atomic_long_inc_return(v)	atomic64_inc_return(v)
#define atomic_long_xchg(v, i)		atomic64_xchg(v, i)
#define atomic_long_cmpxchg(v, old, new) atomic64_cmpxchg(v, old, new)

#endif
