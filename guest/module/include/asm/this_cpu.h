/* SPDX-License-Identifier: GPL-2.0-only */
/* For assembly: what the CPU that runs a part of the bench has for itself (sct/cpu.h). */
#ifndef _ASM_THIS_CPU_H
#define _ASM_THIS_CPU_H

/*
 * The address of its struct cpu: that of the second one for the task that stands for it, of the
 * first one for every other. `other` is changed, too, and so are the flags.
 */
#define get_this_cpu(reg, other)			\
	mrs	reg, sp_el0;				\
	adrp	other, module_second;			\
	ldr	other, [other, :lo12:module_second];	\
	cmp	reg, other;				\
	cset	reg, eq;				\
	adrp	other, module_cpus;			\
	add	other, other, :lo12:module_cpus;	\
	ldr	reg, [other, reg, lsl #3]
/* What it masks. */
#define get_daif(reg, cpu)		mrs reg, daif

#endif
