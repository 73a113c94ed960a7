/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The assertions of a kernel with lockdep, as far as locks here know their state: not who holds
 * them, but whether anybody does. Classes and maps, which find what might deadlock, are nothing.
 */
#ifndef _LINUX_LOCKDEP_H
#define _LINUX_LOCKDEP_H

#include <linux/bug.h>
#include <linux/lockdep_types.h>
#include <linux/preempt.h>

#define debug_locks			1
#define __lockdep_word(lock)		(*(const volatile u32 *)(const volatile void *)(lock))
#define lockdep_is_held(lock)		(__lockdep_word(lock) != 0)
#define lockdep_assert(condition)	do { (void)WARN_ON(!(condition)); } while (0)
#define lockdep_assert_once(condition)	do { (void)WARN_ON_ONCE(!(condition)); } while (0)
#define lockdep_assert_held(lock)	lockdep_assert(lockdep_is_held(lock))
#define lockdep_assert_held_write(lock)	lockdep_assert_held(lock)
#define lockdep_assert_held_read(lock)	lockdep_assert_held(lock)
#define lockdep_assert_held_once(lock)	lockdep_assert_once(lockdep_is_held(lock))
#define lockdep_assert_not_held(lock)	lockdep_assert(!lockdep_is_held(lock))
#define lockdep_assert_irqs_disabled()	lockdep_assert(irqs_disabled())
/* What calls with interrupts off may be a case: that is not asked, as of might_sleep(). */
#define lockdep_assert_irqs_enabled()	do { } while (0)
#define lockdep_assert_preemption_disabled() lockdep_assert(preempt_count() != 0 || irqs_disabled())
#define lockdep_assert_preemption_enabled() lockdep_assert(preempt_count() == 0)
#define lockdep_assert_in_irq()		do { } while (0)
#define lockdep_assert_none_held_once()	do { } while (0)
#define lockdep_off()			do { } while (0)
#define lockdep_on()			do { } while (0)
#define lockdep_set_class(lock, key)	do { (void)(lock); (void)(key); } while (0)
#define lockdep_set_subclass(lock, n)	do { (void)(lock); } while (0)
#define lockdep_set_novalidate_class(lock) do { (void)(lock); } while (0)
#define lockdep_init_map(map, name, key, n) do { (void)(map); (void)(key); } while (0)
#define lock_map_acquire(map)		do { (void)(map); } while (0)
#define lock_map_acquire_read(map)	do { (void)(map); } while (0)
#define lock_map_release(map)		do { (void)(map); } while (0)
#define might_lock(lock)		do { (void)(lock); } while (0)
#define might_lock_read(lock)		do { (void)(lock); } while (0)

#endif
