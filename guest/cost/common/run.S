/* SPDX-License-Identifier: GPL-2.0-only */
/* Runs what emit.c has emitted. */
#include <linux/linkage.h>
#include "cost.h"

	/* What a body changes of what a function must keep. */
	.macro	enter
	stp	x29, x30, [sp, #-80]!
	stp	x19, x20, [sp, #16]
	stp	x21, x22, [sp, #32]
	stp	x23, x24, [sp, #48]
	str	x25, [sp, #64]
	.endm

	.macro	leave
	ldr	x25, [sp, #64]
	ldp	x23, x24, [sp, #48]
	ldp	x21, x22, [sp, #32]
	ldp	x19, x20, [sp, #16]
	ldp	x29, x30, [sp], #80
	ret
	.endm

	.text
	/*
	 * x0: the body's first instruction, x1: its loops, x2: struct body_registers. The body
	 * keeps what it needs in x19 to x25, which no callee changes.
	 */
SYM_FUNC_START(cost_run)
	enter
	mov	x21, x1
	ldp	x20, x22, [x2]
	ldp	x23, x24, [x2, #16]
	ldr	x25, [x2, #32]
	mov	x1, x0
	mov	x0, #3
	blr	x1
	leave
SYM_FUNC_END(cost_run)

	/*
	 * x0: a site in the midst of a body, entered by RET, which asks for no landing pad. The
	 * body's end takes the return address from the stack, where its beginning would have put
	 * it.
	 */
SYM_FUNC_START(cost_run_from)
	enter
	mov	x21, #1
	adr	x1, 1f
	str	x1, [sp, #-16]!
	ret	x0
1:	leave
SYM_FUNC_END(cost_run_from)

	/* x0 times COST_ADDS additions, each of which waits for the one before: a cycle each. */
SYM_FUNC_START(cost_adds)
	mov	x1, #0
1:	.rept	COST_ADDS
	add	x1, x1, #1
	.endr
	subs	x0, x0, #1
	b.ne	1b
	ret
SYM_FUNC_END(cost_adds)

	/* The type of all that is called: its word is that of all targets. Never called itself. */
	.long	__kcfi_typeid_cost_typed
SYM_FUNC_START(cost_typed)
	ret
SYM_FUNC_END(cost_typed)
