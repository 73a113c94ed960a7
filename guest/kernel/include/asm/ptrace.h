/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What an exception saves. arch/vectors.S knows the layout by the offsets, which arch/offsets.c
 * holds to the structure.
 */
#ifndef _ASM_PTRACE_H
#define _ASM_PTRACE_H

#define S_X(n)		((n) * 8)
#define S_SP		248
#define S_PC		256
#define S_ESR		272
#define PT_REGS_SIZE	288

#ifndef __ASSEMBLY__
#include <linux/types.h>

struct pt_regs {
	u64 regs[31];
	u64 sp, pc, pstate;
	u64 esr, far;
};
#endif

#endif
