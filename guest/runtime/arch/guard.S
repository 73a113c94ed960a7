/* SPDX-License-Identifier: GPL-2.0-only */
/* Guards: how one is filled, and how a case comes back to its own. */
#include <asm/this_cpu.h>
#include <linux/linkage.h>
#include <sct/cpu.h>
#include <sct/guard.h>

	/* Fills the guard at x0 and puts it on top. Changes x4-x7. */
	.macro	guard_push
	stp	x19, x20, [x0, #GUARD_X(19)]
	stp	x21, x22, [x0, #GUARD_X(21)]
	stp	x23, x24, [x0, #GUARD_X(23)]
	stp	x25, x26, [x0, #GUARD_X(25)]
	stp	x27, x28, [x0, #GUARD_X(27)]
	stp	x29, x30, [x0, #GUARD_X(29)]
	mov	x4, sp
	get_this_cpu(x6, x5)
	get_daif(x5, x6)
	stp	x4, x5, [x0, #GUARD_SP]
	str	wzr, [x0, #GUARD_FAULT_KIND]
	ldr	x7, [x6, #CPU_GUARD_TOP]
	ldr	x5, [x6, #CPU_EXCEPTION_SP]
	stp	x7, x5, [x0, #GUARD_OUTER]
	str	x0, [x6, #CPU_GUARD_TOP]
	.endm

	/*
	 * Loads two registers as the guard at x1 has them; x3 collects how they differ from those
	 * that they replace.
	 */
	.macro	restore, first, second, offset:vararg
	ldp	x4, x5, [x1, #\offset]
	eor	x6, \first, x4
	eor	x7, \second, x5
	orr	x3, x3, x6
	orr	x3, x3, x7
	mov	\first, x4
	mov	\second, x5
	.endm

	.text
SYM_FUNC_START(guard_enter)
	guard_push
	mov	x0, #0
	ret
SYM_FUNC_END(guard_enter)

/*
 * x0 guard, x1 function, x2 its argument. What the function leaves of sp and of the registers that
 * it must keep is not relied on.
 */
SYM_FUNC_START(case_guard_run)
	guard_push
	str	x0, [x6, #CPU_CASE_GUARD]
	mov	x9, x1
	mov	x0, x2
	blr	x9

	get_this_cpu(x0, x1)
	ldr	x1, [x0, #CPU_CASE_GUARD]
	str	xzr, [x0, #CPU_CASE_GUARD]	// from here on the watchdog has nobody to bark at
	ldr	x2, [x1, #GUARD_OUTER]
	str	x2, [x0, #CPU_GUARD_TOP]
	ldr	x2, [x1, #GUARD_SP]
	mov	x3, sp
	eor	x3, x3, x2
	mov	sp, x2
	restore	x19, x20, GUARD_X(19)
	restore	x21, x22, GUARD_X(21)
	restore	x23, x24, GUARD_X(23)
	restore	x25, x26, GUARD_X(25)
	restore	x27, x28, GUARD_X(27)
	ldp	x4, x30, [x1, #GUARD_X(29)]
	eor	x6, x29, x4
	orr	x3, x3, x6
	mov	x29, x4
	cmp	x3, #0
	mov	x0, #GUARD_RAN_SPOILT
	csel	x0, x0, xzr, ne
	ret
SYM_FUNC_END(case_guard_run)
