/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _SCT_CPU_H
#define _SCT_CPU_H

/* What each CPU has for itself; TPIDR_EL1 holds its address. Assembly knows it by these offsets. */

#define CPU_GUARD_TOP		0
#define CPU_CASE_GUARD		8
#define CPU_EXCEPTION_STACK	16
#define CPU_EXCEPTION_SP	24

#ifndef __ASSEMBLY__
#include <asm/sysreg.h>
#include <linux/types.h>

struct cpu {
	struct guard *guard_top;	/* the innermost guard, NULL outside any */
	struct guard *case_guard;	/* what the watchdog unwinds to, NULL while no case runs */
	void *exception_stack;		/* its upper end */
	u64 exception_sp;		/* SP_ELx while code runs on SP_EL0: lower in the handler of an interrupt */
};

static inline struct cpu *this_cpu(void)
{
	return (struct cpu *)read_sysreg(tpidr_el1);
}

/* Makes the CPU that starts the kernel CPU 0; before this no exception can be taken. */
void cpu_init(void);
#endif

#endif
