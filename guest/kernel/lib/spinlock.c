// SPDX-License-Identifier: GPL-2.0-only
/* Spinlocks, and all of them at once: the linker script gathers them. */
#include <linux/memory.h>
#include <linux/spinlock.h>
#include <sct/locks.h>

extern raw_spinlock_t raw_spinlocks_start[], raw_spinlocks_end[];

DEFINE_MUTEX(text_mutex);

bool lock_taken_unmasked;

void raw_spin_lock(raw_spinlock_t *lock)
{
	/* Armv8.0 exclusives: LSE would be an instruction that not every CPU here has. */
	while (__atomic_exchange_n(&lock->locked, 1, __ATOMIC_ACQUIRE))
		;
	lock->unmasked = !irqs_disabled();
	if (lock->unmasked)
		lock_taken_unmasked = true;
}

void raw_spin_unlock(raw_spinlock_t *lock)
{
	__atomic_store_n(&lock->locked, 0, __ATOMIC_RELEASE);
}

bool any_raw_spinlock_held(void)
{
	for (raw_spinlock_t *lock = raw_spinlocks_start; lock < raw_spinlocks_end; lock++) {
		if (raw_spin_is_locked(lock))
			return true;
	}
	return false;
}

bool any_masked_lock_held(void)
{
	for (raw_spinlock_t *lock = raw_spinlocks_start; lock < raw_spinlocks_end; lock++) {
		if (raw_spin_is_locked(lock) && !lock->unmasked)
			return true;
	}
	return false;
}

void release_raw_spinlocks(void)
{
	for (raw_spinlock_t *lock = raw_spinlocks_start; lock < raw_spinlocks_end; lock++)
		lock->locked = 0;
}
