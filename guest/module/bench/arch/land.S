/* SPDX-License-Identifier: GPL-2.0-only */
/* Where a caught exception goes on. */
#include <linux/linkage.h>
#include <sct/guard.h>

	.text
/*
 * x0: the guard. Linux goes on with all registers as its pt_regs have them but for sp, which it
 * takes from where they lie; and 4 bytes further on behind some BRKs
 * (arm64_skip_faulting_instruction).
 */
SYM_CODE_START(module_land)
	nop
	nop
	ldp	x19, x20, [x0, #GUARD_X(19)]
	ldp	x21, x22, [x0, #GUARD_X(21)]
	ldp	x23, x24, [x0, #GUARD_X(23)]
	ldp	x25, x26, [x0, #GUARD_X(25)]
	ldp	x27, x28, [x0, #GUARD_X(27)]
	ldp	x29, x30, [x0, #GUARD_X(29)]
	ldr	x1, [x0, #GUARD_SP]
	mov	sp, x1
	mov	x0, #1
	ret
SYM_CODE_END(module_land)
