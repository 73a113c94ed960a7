/* SPDX-License-Identifier: GPL-2.0-only */
/* What Linux counts of the code that runs on a CPU. */
#ifndef _SCT_CONTEXT_H
#define _SCT_CONTEXT_H
#include <asm/sysreg.h>
#include <linux/types.h>

/* All 0 where nothing is held: at the start of a case, and at its end. */
struct context {
	int preempt_count;   /* preempt_disable(), raw spinlocks, RCU readers */
	int cpus_read_locks; /* cpus_read_lock() */
	int updates;	     /* calls of the subject's routine that have not come back */
	bool came_masked;    /* the last of them was called with interrupts off */
	/* It stands in for another CPU (sct/stand_in.h), and gives way while it waits. */
	bool in_turns;
};

/* Of this CPU: what TPIDR_EL1 leads to, a struct cpu, begins with it. */
static inline struct context *this_context(void)
{
	return (struct context *)read_sysreg(tpidr_el1);
}

/* Forgets this CPU's, for the end of a case. */
static inline void context_reset(void)
{
	*this_context() = (struct context){ 0 };
}

/* Of two courses of execution that take turns, lets the other one go on. */
static inline void give_turn(void)
{
	asm volatile("svc	#0" : : : "memory");
}
#endif
