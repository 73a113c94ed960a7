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

#undef read_sysreg
#undef write_sysreg

#define __MRS(reg)								\
	({									\
		u64 __val;							\
		asm volatile("mrs %0, " __stringify(reg) : "=r"(__val));	\
		__val;								\
	})
/* Decided by the compiler. */
#define __IS(reg, name)		(!__builtin_strcmp(__stringify(reg), name))

#define read_sysreg(reg)							\
	(__IS(reg, "daif")	    ? el0_daif() :				\
	 __IS(reg, "tpidr_el1")	    ? __MRS(tpidr_el0) :			\
	 __IS(reg, "pmccntr_el0")   ? el0_counter(EL0_CYCLES) :			\
	 __IS(reg, "pmevcntr0_el0") ? el0_counter(EL0_INSTRUCTIONS) :		\
	 __IS(reg, "pmevcntr1_el0") ? el0_counter(EL0_MISSES) :			\
				      __MRS(reg))

/* CPACR_EL1 lets FP and SIMD through, which a process always has. */
#define write_sysreg(val, reg)							\
	do {									\
		u64 __new = (u64)(val);						\
										\
		if (__IS(reg, "daif"))						\
			el0_set_daif(__new);					\
		else if (__IS(reg, "tpidr_el1"))				\
			asm volatile("msr tpidr_el0, %0" : : "r"(__new));	\
		else if (!__IS(reg, "cpacr_el1"))				\
			asm volatile("msr " __stringify(reg) ", %x0" : : "rZ"(__new)); \
	} while (0)

#define running_at_el2()	false
#endif

#endif
