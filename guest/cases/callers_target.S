/* SPDX-License-Identifier: GPL-2.0-only */
/* The one function at all four targets: it says where it runs. */
#include <linux/linkage.h>

	.text
	.balign	16			// in one page
SYM_FUNC_START(returns_its_address)
	adr	x0, returns_its_address
	ret
SYM_FUNC_END(returns_its_address)

/*
 * What a static call's trampoline does, by nobody's but the bench's hand: what the literal holds is
 * for control.c to say.
 */
SYM_FUNC_START(own_trampoline)
	adrp	x16, own_literal
	ldr	x16, [x16, #:lo12:own_literal]
	br	x16
SYM_FUNC_END(own_trampoline)

	.section .rodata, "a"
	.balign	8
SYM_DATA(own_literal)
	.xword	0
SYM_DATA_END(own_literal)
