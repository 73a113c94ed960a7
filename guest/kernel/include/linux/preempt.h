/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Nothing preempts here, but what Linux counts is counted, for each CPU, and so might_sleep() and
 * lockdep's assertions mean what they do there.
 */
#ifndef _LINUX_PREEMPT_H
#define _LINUX_PREEMPT_H

#include <linux/cleanup.h>
#include <linux/compiler.h>
#include <linux/irqflags.h>
#include <linux/types.h>

/*
 * Of this CPU: how often preemption was disabled, by raw spinlocks and RCU readers too. 0 at the
 * start of a case.
 */
int preempt_count(void);
void preempt_count_add(int n);
void preempt_count_sub(int n);

#define preempt_disable()		do { preempt_count_add(1); barrier(); } while (0)
#define preempt_enable()		do { barrier(); preempt_count_sub(1); } while (0)
#define preempt_enable_no_resched()	preempt_enable()
#define preempt_disable_notrace()	preempt_disable()
#define preempt_enable_notrace()	preempt_enable()
#define preempt_check_resched()		do { } while (0)
/* Who may not be preempted does not migrate. */
#define migrate_disable()		preempt_disable()
#define migrate_enable()		preempt_enable()
#define preemptible()			(preempt_count() == 0 && !irqs_disabled())
#define in_atomic()			(preempt_count() != 0)

/*
 * The alarm is no interrupt as far as these say: its handler stands for whatever calls and updates,
 * and that is told apart by nobody.
 */
#define in_interrupt()			0
#define in_hardirq()			0
#define in_irq()			0
#define in_nmi()			0
#define in_softirq()			0
#define in_serving_softirq()		0
#define in_task()			1

DEFINE_LOCK_GUARD_0(preempt, preempt_disable(), preempt_enable())
DEFINE_LOCK_GUARD_0(preempt_notrace, preempt_disable(), preempt_enable())
DEFINE_LOCK_GUARD_0(irq, local_irq_disable(), local_irq_enable())
DEFINE_LOCK_GUARD_0(irqsave, local_irq_save(_T->flags), local_irq_restore(_T->flags),
		    unsigned long flags)

#endif
