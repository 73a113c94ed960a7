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
#undef read_sysreg
#undef write_sysreg

/*
 * The task that stands for the second CPU, and what the two CPUs have for themselves. Whatever else
 * runs is the first one, which runs the cases.
 */
extern u64 module_second, module_cpus[2];

#define __MRS(reg)								\
	({									\
		u64 __val;							\
		asm volatile("mrs %0, " __stringify(reg) : "=r"(__val));	\
		__val;								\
	})
/* Decided by the compiler. */
#define __IS(reg, name)		(!__builtin_strcmp(__stringify(reg), name))

#define __IS_SECOND()	(__MRS(sp_el0) == module_second)

#define read_sysreg(reg)									\
	(__IS(reg, "tpidr_el1") ? module_cpus[__IS_SECOND()] : __MRS(reg))

#define write_sysreg(val, reg)							\
	do {									\
		u64 __new = (u64)(val);						\
										\
		if (__IS(reg, "tpidr_el1"))					\
			module_cpus[__IS_SECOND()] = __new;			\
		else if (!__IS(reg, "cpacr_el1"))				\
			asm volatile("msr " __stringify(reg) ", %x0" : : "rZ"(__new)); \
	} while (0)

/* Where Linux runs is its own business: it has the registers of EL1 by their names either way. */
#define running_at_el2()	false
#endif

#endif
