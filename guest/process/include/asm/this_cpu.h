/* SPDX-License-Identifier: GPL-2.0-only */
/* For assembly: where a thread keeps what a CPU has for itself (sct/cpu.h). */
#ifndef _ASM_THIS_CPU_H
#define _ASM_THIS_CPU_H

/* The address of this thread's struct cpu. */
#define get_this_cpu(reg, other)	mrs reg, tpidr_el0
/* What it masks; `cpu` holds the address of its struct cpu. */
#define get_daif(reg, cpu)	ldr reg, [cpu, #CPU_DAIF]

#endif
