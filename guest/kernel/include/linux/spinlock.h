/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SPINLOCK_H
#define _LINUX_SPINLOCK_H

#include <linux/bug.h>
#include <linux/cleanup.h>
#include <linux/irqflags.h>
#include <linux/preempt.h>
#include <linux/types.h>

/* `unmasked`: its holder took it with interrupts on. The name is that of the variable. */
typedef struct {
	volatile u32 locked, unmasked;
	const char *name;
} raw_spinlock_t;
typedef raw_spinlock_t spinlock_t;

/*
 * In a section of their own, so that the bench finds a lock that somebody left taken, whoever owns
 * it.
 */
#define __RAW_SPIN_LOCK_UNLOCKED(x)	{ 0, 0, #x }
#define DEFINE_RAW_SPINLOCK(x)	\
	raw_spinlock_t x __section(".data.raw_spinlocks") = __RAW_SPIN_LOCK_UNLOCKED(x)
#define DEFINE_SPINLOCK(name)		DEFINE_RAW_SPINLOCK(name)
#define raw_spin_lock_init(lock)	((lock)->locked = 0)

/* A lock that is never released spins here until the watchdog names the case. */
void raw_spin_lock(raw_spinlock_t *lock);
void raw_spin_unlock(raw_spinlock_t *lock);
#define raw_spin_is_locked(lock)	((lock)->locked != 0)

#define raw_spin_lock_irqsave(lock, flags)	\
	do {					\
		local_irq_save(flags);		\
		raw_spin_lock(lock);		\
	} while (0)
#define raw_spin_unlock_irqrestore(lock, flags)	\
	do {					\
		raw_spin_unlock(lock);		\
		local_irq_restore(flags);	\
	} while (0)
#define spin_lock_irqsave(lock, flags)		raw_spin_lock_irqsave(lock, flags)
#define spin_unlock_irqrestore(lock, flags)	raw_spin_unlock_irqrestore(lock, flags)

/* The rest of the family. Nobody runs in the bottom half. */
int raw_spin_trylock(raw_spinlock_t *lock);
#define raw_spin_trylock_irqsave(lock, flags)		\
	({						\
		local_irq_save(flags);			\
		raw_spin_trylock(lock) ? 1 : ({		\
			local_irq_restore(flags);	\
			0;				\
		});					\
	})
#define raw_spin_lock_irq(lock)		do { local_irq_disable(); raw_spin_lock(lock); } while (0)
#define raw_spin_unlock_irq(lock)	do { raw_spin_unlock(lock); local_irq_enable(); } while (0)
#define raw_spin_lock_bh(lock)		raw_spin_lock(lock)
#define raw_spin_unlock_bh(lock)	raw_spin_unlock(lock)
#define raw_spin_lock_nested(lock, n)	raw_spin_lock(lock)
#define __SPIN_LOCK_UNLOCKED(x)		__RAW_SPIN_LOCK_UNLOCKED(x)
#define spin_lock_init(lock)		raw_spin_lock_init(lock)
#define spin_lock(lock)			raw_spin_lock(lock)
#define spin_unlock(lock)		raw_spin_unlock(lock)
#define spin_trylock(lock)		raw_spin_trylock(lock)
#define spin_is_locked(lock)		raw_spin_is_locked(lock)
#define spin_lock_irq(lock)		raw_spin_lock_irq(lock)
#define spin_unlock_irq(lock)		raw_spin_unlock_irq(lock)
#define spin_lock_bh(lock)		raw_spin_lock(lock)
#define spin_unlock_bh(lock)		raw_spin_unlock(lock)
#define assert_raw_spin_locked(lock)	BUG_ON(!raw_spin_is_locked(lock))
#define assert_spin_locked(lock)	BUG_ON(!raw_spin_is_locked(lock))

DEFINE_LOCK_GUARD_1(raw_spinlock, raw_spinlock_t, raw_spin_lock(_T->lock),
		    raw_spin_unlock(_T->lock))
DEFINE_LOCK_GUARD_1_COND(raw_spinlock, _try, raw_spin_trylock(_T->lock))
DEFINE_LOCK_GUARD_1(raw_spinlock_irq, raw_spinlock_t, raw_spin_lock_irq(_T->lock),
		    raw_spin_unlock_irq(_T->lock))
DEFINE_LOCK_GUARD_1(raw_spinlock_irqsave, raw_spinlock_t,
		    raw_spin_lock_irqsave(_T->lock, _T->flags),
		    raw_spin_unlock_irqrestore(_T->lock, _T->flags), unsigned long flags)
DEFINE_LOCK_GUARD_1(spinlock, spinlock_t, spin_lock(_T->lock), spin_unlock(_T->lock))
DEFINE_LOCK_GUARD_1_COND(spinlock, _try, spin_trylock(_T->lock))
DEFINE_LOCK_GUARD_1(spinlock_irq, spinlock_t, spin_lock_irq(_T->lock), spin_unlock_irq(_T->lock))
DEFINE_LOCK_GUARD_1(spinlock_irqsave, spinlock_t, spin_lock_irqsave(_T->lock, _T->flags),
		    spin_unlock_irqrestore(_T->lock, _T->flags), unsigned long flags)
#endif
