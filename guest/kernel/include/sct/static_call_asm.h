/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Static calls from assembly. Without trampolines they are what a compiler makes of
 * static_call_cond(), but that they go through x16, which any call may change.
 */
#ifndef _SCT_STATIC_CALL_ASM_H
#define _SCT_STATIC_CALL_ASM_H

/* clang-format off */
#ifdef CONFIG_HAVE_STATIC_CALL
	.macro	static_call, key
	bl	__SCT__\key
	.endm

	.macro	static_tail_call, key
	b	__SCT__\key
	.endm

	/* Where the trampoline lies: 0 where there is none. */
	.macro	static_call_tramp, reg, key
	adrp	\reg, __SCT__\key
	add	\reg, \reg, :lo12:__SCT__\key
	.endm
#else
	.macro	static_call_load, key
	adrp	x16, __SCK__\key
	ldr	x16, [x16, :lo12:__SCK__\key]
	.endm

	.macro	static_call, key
	static_call_load \key
	cbz	x16, .Lnothing\@
	blr	x16
.Lnothing\@:
	.endm

	.macro	static_tail_call, key
	static_call_load \key
	cbz	x16, .Lnothing\@
	br	x16
.Lnothing\@:
	ret
	.endm

	.macro	static_call_tramp, reg, key
	mov	\reg, xzr
	.endm
#endif
/* clang-format on */

#endif
