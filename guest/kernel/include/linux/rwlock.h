/* SPDX-License-Identifier: GPL-2.0-only */
/* A reader keeps other readers out, too: no handler reads here. */
#ifndef _LINUX_RWLOCK_H
#define _LINUX_RWLOCK_H

#include <linux/spinlock.h>

typedef raw_spinlock_t rwlock_t;

#define __RW_LOCK_UNLOCKED(x)			__RAW_SPIN_LOCK_UNLOCKED(x)
#define DEFINE_RWLOCK(x)			DEFINE_RAW_SPINLOCK(x)
#define rwlock_init(lock)			raw_spin_lock_init(lock)
#define write_lock(lock)			raw_spin_lock(lock)
#define write_unlock(lock)			raw_spin_unlock(lock)
#define write_trylock(lock)			raw_spin_trylock(lock)
#define write_lock_irq(lock)			raw_spin_lock_irq(lock)
#define write_unlock_irq(lock)			raw_spin_unlock_irq(lock)
#define write_lock_irqsave(lock, flags)		raw_spin_lock_irqsave(lock, flags)
#define write_unlock_irqrestore(lock, flags)	raw_spin_unlock_irqrestore(lock, flags)
#define read_lock(lock)				raw_spin_lock(lock)
#define read_unlock(lock)			raw_spin_unlock(lock)
#define read_trylock(lock)			raw_spin_trylock(lock)
#define read_lock_irq(lock)			raw_spin_lock_irq(lock)
#define read_unlock_irq(lock)			raw_spin_unlock_irq(lock)
#define read_lock_irqsave(lock, flags)		raw_spin_lock_irqsave(lock, flags)
#define read_unlock_irqrestore(lock, flags)	raw_spin_unlock_irqrestore(lock, flags)

#endif
