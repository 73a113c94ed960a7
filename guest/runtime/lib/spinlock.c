// SPDX-License-Identifier: GPL-2.0-only
/* Spinlocks, and all of them at once: the linker script gathers them. */
#include <linux/memory.h>
#include <linux/spinlock.h>
#include <sct/context.h>
#include <sct/locks.h>

extern raw_spinlock_t raw_spinlocks_start[], raw_spinlocks_end[];

DEFINE_MUTEX(text_mutex);

const char *lock_misuse;

void cpu_relax(void)
{
	if (this_context()->in_turns)
		give_turn();
}

static bool take(raw_spinlock_t *lock)
{
	/* Armv8.0 exclusives: LSE would be an instruction that not every CPU here has. */
	if (__atomic_exchange_n(&lock->locked, 1, __ATOMIC_ACQUIRE))
		return false;
	lock->unmasked = !irqs_disabled();
	return true;
}

/* A function of its own, so that a hang in it is known for what it is. */
static noinline void wait_for_lock(raw_spinlock_t *lock)
{
	while (!take(lock))
		if (this_context()->in_turns)
			give_turn();
}

void raw_spin_lock(raw_spinlock_t *lock)
{
	this_context()->preempt_count++;
	if (!take(lock))
		wait_for_lock(lock);
}

int raw_spin_trylock(raw_spinlock_t *lock)
{
	this_context()->preempt_count++;
	if (take(lock))
		return 1;
	this_context()->preempt_count--;
	return 0;
}

void raw_spin_unlock(raw_spinlock_t *lock)
{
	if (!lock->locked)
		lock_misuse = "a spinlock is released that nobody holds";
	__atomic_store_n(&lock->locked, 0, __ATOMIC_RELEASE);
	this_context()->preempt_count--;
}

void __mutex_lock(struct mutex *m)
{
	if (!take(&m->lock))
		wait_for_lock(&m->lock);
}

int mutex_trylock(struct mutex *m)
{
	return take(&m->lock);
}

void mutex_unlock(struct mutex *m)
{
	if (!m->lock.locked)
		lock_misuse = "a mutex is released that nobody holds";
	__atomic_store_n(&m->lock.locked, 0, __ATOMIC_RELEASE);
}

const char *held_lock(void)
{
	for (raw_spinlock_t *lock = raw_spinlocks_start; lock < raw_spinlocks_end; lock++) {
		if (raw_spin_is_locked(lock))
			return lock->name;
	}
	return NULL;
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
