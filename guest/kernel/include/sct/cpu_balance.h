/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a function on another CPU must leave there as it found it. That CPU says nothing itself: it
 * notes what it had before and what was left, and CPU 0 judges.
 */
#ifndef _SCT_CPU_BALANCE_H
#define _SCT_CPU_BALANCE_H

#include <linux/types.h>

/* What x18 holds meanwhile, on any CPU: no address, and nothing that a subject has. */
#define X18_PATTERN	0x5c7018185c701818UL

struct cpu_balance {
	u64 daif_before, daif, x18;
	int preempt_count, cpus_read_locks;
};

static inline u64 read_x18(void)
{
	u64 value;

	asm volatile("mov %0, x18" : "=r"(value));
	return value;
}

static inline void set_x18(void)
{
	asm volatile("mov x18, %0" : : "r"(X18_PATTERN) : "memory");
}

/* On that CPU, right before its function and right after it. */
void cpu_balance_begin(struct cpu_balance *balance);
void cpu_balance_end(struct cpu_balance *balance);
/* On CPU 0, in a case that CPU `cpu` had a part in: it fails, with what was left. */
void cpu_balance_check(const struct cpu_balance *balance, unsigned int cpu);

#endif
