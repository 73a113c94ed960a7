/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Branch kinds and landing pads. Instructions newer than Armv8.0 are hints here: 25 PACIASP, 27
 * PACIBSP, 29 AUTIASP, 31 AUTIBSP, 32 BTI, 34 BTI c, 36 BTI j, 38 BTI jc.
 */
#include <linux/linkage.h>
#include <sct/static_call_asm.h>
#include "branch.h"

	/* BL and B name their target, so each pad has its own. */
	.macro	direct_branches, name
SYM_FUNC_START(bl_to_\name)
	stp	x29, x30, [sp, #-16]!
	bl	pad_\name
	ldp	x29, x30, [sp], #16
	ret
SYM_FUNC_END(bl_to_\name)

SYM_FUNC_START(b_to_\name)
	b	pad_\name
SYM_FUNC_END(b_to_\name)
	.endm

	.macro	pad, name, first:vararg
SYM_CODE_START(pad_\name)
	\first
	mov	x0, #PAD_MAGIC
	ret
SYM_CODE_END(pad_\name)
	direct_branches \name
	.endm

	/* A pad that signs the return address must authenticate it again. */
	.macro	signing_pad, name, sign, authenticate
SYM_CODE_START(pad_\name)
	hint	#\sign
	mov	x0, #PAD_MAGIC
	hint	#\authenticate
	ret
SYM_CODE_END(pad_\name)
	direct_branches \name
	.endm

	/* A branch that does not link returns to 1f all the same. */
	.macro	jump, name, reg, branch:vararg
SYM_FUNC_START(\name)
	stp	x29, x30, [sp, #-16]!
	mov	\reg, x0
	adr	x30, 1f
	\branch
1:	ldp	x29, x30, [sp], #16
	ret
SYM_FUNC_END(\name)
	.endm

	.text
	pad	plain,
	pad	nop, nop
	pad	bti, hint #32
	pad	bti_c, hint #34
	pad	bti_j, hint #36
	pad	bti_jc, hint #38
	signing_pad paciasp, 25, 29
	signing_pad pacibsp, 27, 31

	jump	br_x16, x16, br x16
	jump	br_x17, x17, br x17
	jump	br_x9, x9, br x9
	jump	ret_x9, x9, ret x9
	jump	blr_x9, x9, blr x9

SYM_FUNC_START(tramp_by_bl)
	stp	x29, x30, [sp, #-16]!
	static_call bti_tramp
	ldp	x29, x30, [sp], #16
	ret
SYM_FUNC_END(tramp_by_bl)

SYM_FUNC_START(tramp_by_blr)
	stp	x29, x30, [sp, #-16]!
	static_call_tramp x9, bti_tramp
	blr	x9
	ldp	x29, x30, [sp], #16
	ret
SYM_FUNC_END(tramp_by_blr)

SYM_FUNC_START(tramp_by_veneer)
	stp	x29, x30, [sp, #-16]!
	bl	veneer
	ldp	x29, x30, [sp], #16
	ret
SYM_FUNC_END(tramp_by_veneer)

/* The shape of a PLT entry: reached by a direct call, so that it needs no landing pad itself. */
SYM_CODE_START_LOCAL(veneer)
	static_call_tramp x16, bti_tramp
	br	x16
SYM_CODE_END(veneer)

	.section .unguarded.text, "ax"
SYM_CODE_START(pad_unguarded)
	mov	x0, #PAD_MAGIC
	ret
SYM_CODE_END(pad_unguarded)
