/* SPDX-License-Identifier: GPL-2.0-only */
/* What a call executes by the PMU, and how long an instruction takes by the counter. */
#include <linux/linkage.h>
#include "interrupt_count.h"

	.text
SYM_FUNC_START(inst_retired_by)
	stp	x29, x30, [sp, #-32]!
	str	x19, [sp, #16]
	mov	x9, x0
	isb
	mrs	x19, pmevcntr0_el0
	blr	x9
	isb
	mrs	x0, pmevcntr0_el0
	sub	x0, x0, x19
	ldr	x19, [sp, #16]
	ldp	x29, x30, [sp], #32
	ret
SYM_FUNC_END(inst_retired_by)

SYM_FUNC_START(only_returns)
	ret
SYM_FUNC_END(only_returns)

SYM_FUNC_START(ticks_of_nops)
	isb
	mrs	x1, cntpct_el0
	.rept	NOPS
	nop
	.endr
	mrs	x0, cntpct_el0
	sub	x0, x0, x1
	ret
SYM_FUNC_END(ticks_of_nops)
