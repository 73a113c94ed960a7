/* SPDX-License-Identifier: GPL-2.0-only */
/* Functions that do what no function may. */
#include <linux/linkage.h>

	.text
SYM_FUNC_START(recurses_for_ever)
	stp	x29, x30, [sp, #-16]!
	bl	recurses_for_ever
SYM_FUNC_END(recurses_for_ever)

SYM_FUNC_START(moves_sp)
	sub	sp, sp, #16
	ret
SYM_FUNC_END(moves_sp)

SYM_FUNC_START(spoils_x19)
	mvn	x19, x19
	ret
SYM_FUNC_END(spoils_x19)

SYM_FUNC_START(spoils_x29)
	mvn	x29, x29
	ret
SYM_FUNC_END(spoils_x29)

SYM_FUNC_START(spoils_nothing)
	ret
SYM_FUNC_END(spoils_nothing)

/* Hints 25 and 29 are PACIASP and AUTIASP. */

/*
 * Signs its return address with four stack pointers; returns all bits that any signature has
 * changed.
 */
SYM_FUNC_START(signature_bits)
	mov	x1, x30
	mov	x0, #0
	.rept	4
	sub	sp, sp, #16
	hint	#25
	eor	x2, x30, x1
	orr	x0, x0, x2
	mov	x30, x1
	.endr
	add	sp, sp, #64
	ret
SYM_FUNC_END(signature_bits)

/*
 * The callee changes bit 2 of the return address that it has signed: returns 1 if it gets away with
 * it.
 */
SYM_FUNC_START(changes_return_address)
	stp	x29, x30, [sp, #-16]!
	mov	x29, sp
	sub	sp, sp, x0		// what the signature is made with
	mov	x0, #0
	.balign	8
	nop
	bl	2f
	b	1f			// at a multiple of 8
	mov	x0, #1
1:	mov	sp, x29
	ldp	x29, x30, [sp], #16
	ret
2:	hint	#25
	eor	x30, x30, #4
	hint	#29
	ret
SYM_FUNC_END(changes_return_address)
