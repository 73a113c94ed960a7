/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_MUTEX_H
#define _LINUX_MUTEX_H
#include <linux/spinlock.h>
/* Nothing sleeps here: a mutex is a lock. */
struct mutex {
	raw_spinlock_t lock;
};
/* Among the spinlocks, which it is like: the bench finds both there. */
#define DEFINE_MUTEX(x)		\
	struct mutex x __section(".data.raw_spinlocks") = { __RAW_SPIN_LOCK_UNLOCKED(x) }
#define mutex_init(m)		raw_spin_lock_init(&(m)->lock)
#define mutex_destroy(m)	do { (void)(m); } while (0)
#define mutex_is_locked(m)	raw_spin_is_locked(&(m)->lock)
#define mutex_lock_nested(m, n)	mutex_lock(m)
#define mutex_lock_interruptible(m) ({ mutex_lock(m); 0; })
/* It may be preempted with one held, so nothing is counted. */
void __mutex_lock(struct mutex *m);
#define mutex_lock(m)		do { might_sleep(); __mutex_lock(m); } while (0)
void mutex_unlock(struct mutex *m);
/* Whether it was free, and now is taken. */
int mutex_trylock(struct mutex *m);

DEFINE_GUARD(mutex, struct mutex *, mutex_lock(_T), mutex_unlock(_T))
DEFINE_GUARD_COND(mutex, _try, mutex_trylock(_T))
#endif
