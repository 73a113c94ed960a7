/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Code as a module has it, to be run wherever this page is mapped. It is linked among rodata, where
 * it cannot be executed. The hints are those of branch.S.
 */
#include <linux/linkage.h>
#include "far.h"

	.macro	target, name, first:vararg
	CFI_TYPE(far_\name)
SYM_CODE_START(far_\name)
	\first
	add	x0, x0, #FAR_TARGET
	ret
SYM_CODE_END(far_\name)
	.endm

	.macro	signing_target, name, sign, authenticate
	CFI_TYPE(far_\name)
SYM_CODE_START(far_\name)
	hint	#\sign
	add	x0, x0, #FAR_TARGET
	hint	#\authenticate
	ret
SYM_CODE_END(far_\name)
	.endm

	/*
	 * The veneer: what the module loader's PLT entry does, with the trampoline's address from a
	 * word behind it. Without trampolines a module has the key's address, and calls what that
	 * holds.
	 */
	.macro	caller, name, key
SYM_FUNC_START(far_calls_\name)
	stp	x29, x30, [sp, #-16]!
	mov	x29, sp
#ifdef CONFIG_HAVE_STATIC_CALL
	bl	1f
#else
	ldr	x8, 2f
	ldr	x8, [x8]
	cbz	x8, 1f
	blr	x8
1:
#endif
	mov	x1, #(FAR_CALLER & 0xffff)
	movk	x1, #(FAR_CALLER >> 16), lsl #16
	add	x0, x0, x1
	ldp	x29, x30, [sp], #16
	ret
#ifdef CONFIG_HAVE_STATIC_CALL
1:	ldr	x16, 2f
	br	x16
	.balign	8
2:	.quad	__SCT__\key
#else
	.balign	8
2:	.quad	__SCK__\key
#endif
SYM_FUNC_END(far_calls_\name)
	.endm

	.section .far.text, "ax"
SYM_DATA(far_page)
	/* At the page's first byte, so that there is no room for a type word. */
SYM_CODE_START(far_first)
	hint	#34
	add	x0, x0, #FAR_FIRST
	ret
SYM_CODE_END(far_first)
	target	plain,
	target	nop, nop
	target	bti, hint #32
	target	bti_c, hint #34
	target	bti_j, hint #36
	target	bti_jc, hint #38
	signing_target paciasp, 25, 29
	signing_target pacibsp, 27, 31

SYM_FUNC_START(far_says_where)
	adr	x0, far_says_where
	ret
SYM_FUNC_END(far_says_where)

	caller	key, far_key
	caller	null, far_null
	caller	ret0, far_ret0
