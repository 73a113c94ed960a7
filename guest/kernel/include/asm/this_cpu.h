/* SPDX-License-Identifier: GPL-2.0-only */
/* For assembly: where a CPU keeps what it has for itself (sct/cpu.h). */
#ifndef _ASM_THIS_CPU_H
#define _ASM_THIS_CPU_H

/* The address of this CPU's struct cpu. */
#define get_this_cpu(reg, other)	mrs reg, tpidr_el1
/* PSTATE.DAIF; `cpu` holds the address of this CPU's struct cpu. */
#define get_daif(reg, cpu)	mrs reg, daif

#endif
