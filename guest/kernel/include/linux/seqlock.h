/* SPDX-License-Identifier: GPL-2.0-only */
/* The lock has a name of its own, where the bench finds all of them. */
#ifndef _LINUX_SEQLOCK_H
#define _LINUX_SEQLOCK_H

#include <asm/barrier.h>
#include <linux/cleanup.h>
#include <linux/spinlock.h>

typedef struct {
	unsigned int sequence;
} seqcount_t;
typedef struct {
	seqcount_t seqcount;
	spinlock_t *lock;
} seqlock_t;

#define SEQCNT_ZERO(name)	{ 0 }
#define DEFINE_SEQLOCK(name)			\
	DEFINE_SPINLOCK(name##_spinlock);	\
	static __maybe_unused seqlock_t name = { { 0 }, &name##_spinlock }

static inline unsigned int read_seqcount_begin(const seqcount_t *s)
{
	unsigned int sequence;

	while ((sequence = smp_load_acquire(&s->sequence)) & 1)
		cpu_relax();
	return sequence;
}

static inline int read_seqcount_retry(const seqcount_t *s, unsigned int start)
{
	smp_rmb();
	return READ_ONCE(s->sequence) != start;
}

/* Of both ends of a write: odd in its midst. */
static inline void write_seqcount_next(seqcount_t *s)
{
	smp_wmb();
	WRITE_ONCE(s->sequence, s->sequence + 1);
	smp_wmb();
}

#define raw_write_seqcount_begin(s)	write_seqcount_next(s)
#define raw_write_seqcount_end(s)	write_seqcount_next(s)
#define write_seqcount_begin(s)		do { preempt_disable(); write_seqcount_next(s); } while (0)
#define write_seqcount_end(s)		do { write_seqcount_next(s); preempt_enable(); } while (0)
#define read_seqbegin(s)		read_seqcount_begin(&(s)->seqcount)
#define read_seqretry(s, start)		read_seqcount_retry(&(s)->seqcount, start)
#define write_seqlock(s)		\
	do { spin_lock((s)->lock); write_seqcount_next(&(s)->seqcount); } while (0)
#define write_sequnlock(s)		\
	do { write_seqcount_next(&(s)->seqcount); spin_unlock((s)->lock); } while (0)
#define write_seqlock_irqsave(s, flags)	\
	do { local_irq_save(flags); write_seqlock(s); } while (0)
#define write_sequnlock_irqrestore(s, flags)	\
	do { write_sequnlock(s); local_irq_restore(flags); } while (0)

#endif
