/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a case must leave as it found it, and how much it may take meanwhile: interrupts, locks,
 * counts, x18, WARNs, stack.
 */
#ifndef _SCT_BALANCE_H
#define _SCT_BALANCE_H

#include <linux/types.h>

struct sct_case;

/* Right before a case. */
void balance_begin(void);
/* Right after it, however it ended: of one that is no longer on the stack. */
void balance_end(void);
/* What is wrong with a case that came back: it fails, with what it left. */
void balance_check(const struct sct_case *c);

/* The same of another CPU, which says nothing itself: what it had before its function, and left. */
struct cpu_balance {
	u64 daif_before, daif, x18;
	int preempt_count, cpus_read_locks;
};

/* On that CPU. */
void balance_begin_here(struct cpu_balance *balance);
void balance_end_here(struct cpu_balance *balance);
/* On CPU 0, in a case that this CPU had a part in: it fails, with what was left. */
void balance_check_of(const struct cpu_balance *balance, unsigned int cpu);

#endif
