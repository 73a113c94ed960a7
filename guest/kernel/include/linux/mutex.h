/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_MUTEX_H
#define _LINUX_MUTEX_H
#include <linux/spinlock.h>
/* Nothing sleeps here: a mutex is a lock. */
struct mutex { raw_spinlock_t lock; };
/* Among the spinlocks, which it is like: the bench finds both there. */
#define DEFINE_MUTEX(name)	struct mutex name __section(".data.raw_spinlocks") = { { 0 } }
#define mutex_lock(m)		raw_spin_lock(&(m)->lock)
#define mutex_unlock(m)		raw_spin_unlock(&(m)->lock)
#endif
