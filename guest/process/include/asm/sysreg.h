/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * System registers as a process has them: those of EL0, and by the names of the kernel's a few that
 * stand for what a process has instead. Any other is read for what it is, and traps.
 */
#ifndef _PROCESS_ASM_SYSREG_H
#define _PROCESS_ASM_SYSREG_H

#include_next <asm/sysreg.h>

#ifndef __ASSEMBLY__
#include <sct/el0.h>

#define read_sysreg(reg)							\
	(__sysreg_is(reg, "daif")	   ? el0_daif() :			\
	 __sysreg_is(reg, "tpidr_el1")	   ? __mrs(tpidr_el0) :			\
	 __sysreg_is(reg, "pmccntr_el0")   ? el0_counter(EL0_CYCLES) :		\
	 __sysreg_is(reg, "pmevcntr0_el0") ? el0_counter(EL0_INSTRUCTIONS) :	\
	 __sysreg_is(reg, "pmevcntr1_el0") ? el0_counter(EL0_MISSES) :		\
					     __mrs(reg))

/* CPACR_EL1 lets FP and SIMD through, which a process always has. */
#define write_sysreg(val, reg)							\
	do {									\
		u64 __new = (u64)(val);						\
										\
		if (__sysreg_is(reg, "daif"))					\
			el0_set_daif(__new);					\
		else if (__sysreg_is(reg, "tpidr_el1"))				\
			__msr(tpidr_el0, __new);				\
		else if (!__sysreg_is(reg, "cpacr_el1"))			\
			__msr(reg, __new);					\
	} while (0)
#endif

#endif
