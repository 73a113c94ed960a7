/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_PTRACE_H
#define _ASM_PTRACE_H
#include <linux/types.h>
/* What an exception saves; arch/vectors.S knows this layout. */
struct pt_regs {
	u64 regs[31];
	u64 sp, pc, pstate;
	u64 esr, far;
};
#endif
