/* SPDX-License-Identifier: GPL-2.0-only */
/* Nothing sleeps here: it is a mutex, for readers too. */
#ifndef _LINUX_RWSEM_H
#define _LINUX_RWSEM_H

#include <linux/mutex.h>

struct rw_semaphore {
	struct mutex mutex;
};

#define DECLARE_RWSEM(x)		\
	struct rw_semaphore x __section(".data.raw_spinlocks") = { { __RAW_SPIN_LOCK_UNLOCKED(x) } }
#define init_rwsem(sem)			mutex_init(&(sem)->mutex)
#define rwsem_is_locked(sem)		mutex_is_locked(&(sem)->mutex)
#define down_write(sem)			mutex_lock(&(sem)->mutex)
#define down_write_killable(sem)	({ down_write(sem); 0; })
#define down_write_trylock(sem)		mutex_trylock(&(sem)->mutex)
#define up_write(sem)			mutex_unlock(&(sem)->mutex)
#define down_read(sem)			mutex_lock(&(sem)->mutex)
#define down_read_killable(sem)		({ down_read(sem); 0; })
#define down_read_trylock(sem)		mutex_trylock(&(sem)->mutex)
#define up_read(sem)			mutex_unlock(&(sem)->mutex)

DEFINE_GUARD(rwsem_read, struct rw_semaphore *, down_read(_T), up_read(_T))
DEFINE_GUARD(rwsem_write, struct rw_semaphore *, down_write(_T), up_write(_T))

#endif
