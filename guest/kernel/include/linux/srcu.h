/* SPDX-License-Identifier: GPL-2.0-only */
/* Readers of a domain of their own are counted, and waited for by who is none of them. */
#ifndef _LINUX_SRCU_H
#define _LINUX_SRCU_H
#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/cleanup.h>
#include <linux/kernel.h>
#include <linux/preempt.h>

struct srcu_struct {
	atomic_t readers;
};

#define DEFINE_SRCU(name)		struct srcu_struct name = { ATOMIC_INIT(0) }
#define DEFINE_STATIC_SRCU(name)	static DEFINE_SRCU(name)

static inline int srcu_read_lock(struct srcu_struct *domain)
{
	atomic_inc(&domain->readers);
	return 0;
}

static inline void srcu_read_unlock(struct srcu_struct *domain, int index)
{
	WARN_ON(index != 0 || atomic_read(&domain->readers) <= 0);
	atomic_dec(&domain->readers);
}

static inline int srcu_read_lock_held(const struct srcu_struct *domain)
{
	return atomic_read(&domain->readers) > 0;
}

/* A reader that waits for itself waits for ever. */
static inline void synchronize_srcu(struct srcu_struct *domain)
{
	might_sleep();
	while (atomic_read(&domain->readers) > 0)
		cpu_relax();
}
#define synchronize_srcu_expedited(domain)	synchronize_srcu(domain)
#define srcu_dereference(p, domain)		READ_ONCE(p)
#define srcu_dereference_check(p, domain, c)	READ_ONCE(p)

#endif
