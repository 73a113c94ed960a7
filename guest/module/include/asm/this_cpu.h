/* SPDX-License-Identifier: GPL-2.0-only */
/* For assembly: what the CPU that runs the cases has for itself (sct/cpu.h). */
#ifndef _ASM_THIS_CPU_H
#define _ASM_THIS_CPU_H

/* The address of its struct cpu. */
#define get_this_cpu(reg)		\
	adrp	reg, module_cpu;	\
	ldr	reg, [reg, :lo12:module_cpu]
/* What it masks. */
#define get_daif(reg, cpu)		mrs reg, daif

#endif
