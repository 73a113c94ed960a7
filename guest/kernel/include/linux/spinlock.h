/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SPINLOCK_H
#define _LINUX_SPINLOCK_H

#include <linux/bug.h>
#include <linux/irqflags.h>
#include <linux/types.h>

/* `unmasked`: its holder took it with interrupts on. */
typedef struct { volatile u32 locked, unmasked; } raw_spinlock_t;
typedef raw_spinlock_t spinlock_t;

/* In a section of their own, so that the bench finds a lock that somebody left taken, whoever owns it. */
#define DEFINE_RAW_SPINLOCK(name)	raw_spinlock_t name __section(".data.raw_spinlocks") = { 0 }
#define DEFINE_SPINLOCK(name)		DEFINE_RAW_SPINLOCK(name)
#define raw_spin_lock_init(lock)	((lock)->locked = 0)

/* A lock that is never released spins here until the watchdog names the case. */
void raw_spin_lock(raw_spinlock_t *lock);
void raw_spin_unlock(raw_spinlock_t *lock);
#define raw_spin_is_locked(lock)	((lock)->locked != 0)

#define raw_spin_lock_irqsave(lock, flags) do { local_irq_save(flags); raw_spin_lock(lock); } while (0)
#define raw_spin_unlock_irqrestore(lock, flags) do { raw_spin_unlock(lock); local_irq_restore(flags); } while (0)
#define spin_lock_irqsave(lock, flags)		raw_spin_lock_irqsave(lock, flags)
#define spin_unlock_irqrestore(lock, flags)	raw_spin_unlock_irqrestore(lock, flags)

#endif
