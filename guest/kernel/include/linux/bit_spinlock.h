/* SPDX-License-Identifier: GPL-2.0-only */
/* One bit of a word is the lock. The bench knows none of them: one that stays held hangs. */
#ifndef _LINUX_BIT_SPINLOCK_H
#define _LINUX_BIT_SPINLOCK_H

#include <asm/processor.h>
#include <linux/bitops.h>
#include <linux/preempt.h>

static inline void bit_spin_lock(int bit, unsigned long *word)
{
	preempt_disable();
	while (test_and_set_bit_lock(bit, word))
		cpu_relax();
}

static inline int bit_spin_trylock(int bit, unsigned long *word)
{
	preempt_disable();
	if (!test_and_set_bit_lock(bit, word))
		return 1;
	preempt_enable();
	return 0;
}

static inline void bit_spin_unlock(int bit, unsigned long *word)
{
	clear_bit_unlock(bit, word);
	preempt_enable();
}

static inline int bit_spin_is_locked(int bit, unsigned long *word)
{
	return test_bit(bit, word);
}

#endif
