/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * System registers as a module has them. TPIDR_EL1 is Linux's own, which holds its per-CPU data
 * there: what the bench keeps in it elsewhere is found by the task that runs, of which SP_EL0 holds
 * the address in Linux (arch/arm64/include/asm/current.h). CPACR_EL1 is Linux's, too.
 */
#ifndef _MODULE_ASM_SYSREG_H
#define _MODULE_ASM_SYSREG_H

#include_next <asm/sysreg.h>

#ifndef __ASSEMBLY__
/*
 * The task that stands for the second CPU, and what the two CPUs have for themselves. Whatever else
 * runs is the first one, which runs the cases.
 */
extern u64 module_second, module_cpus[2];

#define __IS_SECOND()	(__mrs(sp_el0) == module_second)

#define read_sysreg(reg)	\
	(__sysreg_is(reg, "tpidr_el1") ? module_cpus[__IS_SECOND()] : __mrs(reg))

#define write_sysreg(val, reg)							\
	do {									\
		u64 __new = (u64)(val);						\
										\
		if (__sysreg_is(reg, "tpidr_el1"))				\
			module_cpus[__IS_SECOND()] = __new;			\
		else if (!__sysreg_is(reg, "cpacr_el1"))			\
			__msr(reg, __new);					\
	} while (0)
#endif

#endif
