/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_BARRIER_H
#define _ASM_BARRIER_H
#define isb()		asm volatile("isb" : : : "memory")
#define dsb(opt)	asm volatile("dsb " #opt : : : "memory")
#define dmb(opt)	asm volatile("dmb " #opt : : : "memory")
#define smp_mb()	dmb(ish)
#define smp_wmb()	dmb(ishst)
#define smp_rmb()	dmb(ishld)
#define mb()		dsb(sy)
#define wmb()		dsb(st)
#define rmb()		dsb(ld)
#define dma_mb()	dmb(osh)
#define dma_wmb()	dmb(oshst)
#define dma_rmb()	dmb(oshld)
#define sev()		asm volatile("sev" : : : "memory")
#define wfe()		asm volatile("wfe" : : : "memory")
#define csdb()		asm volatile("hint #20" : : : "memory")
#define smp_mb__before_atomic()	smp_mb()
#define smp_mb__after_atomic()	smp_mb()
#define smp_mb__after_spinlock() smp_mb()

#define smp_store_release(p, value)	__atomic_store_n(p, value, __ATOMIC_RELEASE)
#define smp_load_acquire(p)		__atomic_load_n(p, __ATOMIC_ACQUIRE)
#define smp_store_mb(var, value)					\
	do {								\
		__atomic_store_n(&(var), value, __ATOMIC_RELAXED);	\
		smp_mb();						\
	} while (0)
/* `VAL` in the condition is what was read; the watchdog ends a wait for what never comes. */
#define smp_cond_load_relaxed(p, condition) ({				\
	__typeof__(*(p)) VAL;						\
	while (VAL = __atomic_load_n(p, __ATOMIC_RELAXED), !(condition)) \
		cpu_relax();						\
	VAL;								\
})
#define smp_cond_load_acquire(p, condition) ({				\
	__typeof__(*(p)) __seen = smp_cond_load_relaxed(p, condition);	\
	smp_rmb();							\
	__seen;								\
})
#endif
