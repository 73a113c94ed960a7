/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Readers are counted as in a kernel that does not preempt them. No CPU is one for longer than a
 * call, so a grace period is over at once.
 */
#ifndef _LINUX_RCUPDATE_H
#define _LINUX_RCUPDATE_H

#include <asm/barrier.h>
#include <linux/cleanup.h>
#include <linux/kernel.h>
#include <linux/preempt.h>

#define rcu_read_lock()			preempt_disable()
#define rcu_read_unlock()		preempt_enable()
#define rcu_read_lock_sched()		preempt_disable()
#define rcu_read_unlock_sched()		preempt_enable()
#define rcu_read_lock_held()		in_atomic()
#define rcu_dereference(p)		READ_ONCE(p)
#define rcu_dereference_check(p, c)	READ_ONCE(p)
#define rcu_dereference_protected(p, c)	(p)
#define rcu_dereference_sched(p)	READ_ONCE(p)
#define rcu_dereference_raw(p)		READ_ONCE(p)
#define rcu_access_pointer(p)		READ_ONCE(p)
#define rcu_assign_pointer(p, v)	smp_store_release(&(p), v)
#define RCU_INIT_POINTER(p, v)		WRITE_ONCE(p, v)
#define RCU_LOCKDEP_WARN(c, s)		do { } while (0)
#define rcu_is_watching()		1
#define synchronize_rcu()		do { might_sleep(); smp_mb(); } while (0)
#define synchronize_rcu_tasks()		synchronize_rcu()
#define synchronize_rcu_tasks_rude()	synchronize_rcu()

DEFINE_LOCK_GUARD_0(rcu, rcu_read_lock(), rcu_read_unlock())

#endif
