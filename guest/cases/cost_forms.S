/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The forms of a call, by hand, so that no compiler option changes what is counted. The callee of
 * each is `bti c; ret`.
 */
#include <asm/counter.h>
#include <linux/linkage.h>
#include "cost.h"

	/*
	 * x0 loops. x8 holds the callee for the forms that take it in a register; the ISBs keep a
	 * real CPU from reading early.
	 */
	.macro	measured, name, counter, body:vararg
SYM_FUNC_START(\name)
	/* What a callee must keep: a stub for NULL may use all else. */
	stp	x29, x30, [sp, #-48]!
	stp	x19, x20, [sp, #16]
	str	x21, [sp, #32]
	mov	x21, x0
	adrp	x8, cost_target
	add	x8, x8, :lo12:cost_target
	isb
	read_counter(x19, \counter, read_\counter)
1:	.rept	COST_CALLS
	\body
	.endr
	subs	x21, x21, #1
	b.ne	1b
	isb
	read_counter(x20, \counter, read_\counter)
	sub	x0, x20, x19
	ldr	x21, [sp, #32]
	ldp	x19, x20, [sp, #16]
	ldp	x29, x30, [sp], #48
	ret
SYM_FUNC_END(\name)
	.endm

	.macro	form, name, body:vararg
	measured \name\()_instructions, pmevcntr0_el0, \body
	measured \name\()_cycles, pmccntr_el0, \body
	measured \name\()_misses, pmevcntr1_el0, \body
	measured \name\()_time, cntvct_el0, \body
	.endm

	.macro	call_generic
	adrp	x8, cost_pointer
	ldr	x8, [x8, :lo12:cost_pointer]
	blr	x8
	.endm

	/*
	 * What clang-19 -fsanitize=kcfi emits for a call through x8; BRK immediate 0x8000 | 17 << 5
	 * | 8.
	 */
	.macro	call_kcfi
	ldur	w16, [x8, #-4]
	movk	w17, #(COST_TYPEID & 0xffff)
	movk	w17, #(COST_TYPEID >> 16), lsl #16
	cmp	w16, w17
	b.eq	2f
	brk	#0x8228
2:	blr	x8
	.endm

	.macro	call_kcfi_loaded
	adrp	x8, cost_pointer
	ldr	x8, [x8, :lo12:cost_pointer]
	call_kcfi
	.endm

	.set	COST_TYPEID, 0x5c7c0de5

	.text
	form	empty,
	form	direct, bl cost_target
	form	indirect, blr x8
	form	generic, call_generic
	form	kcfi, call_kcfi
	form	kcfi_loaded, call_kcfi_loaded
#ifdef CONFIG_HAVE_STATIC_CALL
	form	tramp, bl __SCT__cost_tramp
	form	tramp_null, bl __SCT__cost_null
#else
	/* What clang-19 makes of static_call() and static_call_cond(). */
	.macro	call_key
	adrp	x8, __SCK__cost_tramp
	ldr	x8, [x8, :lo12:__SCK__cost_tramp]
	blr	x8
	.endm

	.macro	call_key_cond
	adrp	x8, __SCK__cost_null
	ldr	x8, [x8, :lo12:__SCK__cost_null]
	adrp	x9, cost_target
	add	x9, x9, :lo12:cost_target
	cmp	x8, #0
	csel	x8, x9, x8, eq
	blr	x8
	.endm

	form	tramp, call_key
	form	tramp_null, call_key_cond
#endif

	/*
	 * The type word that kCFI compares lies right before the function: this one in every build,
	 * whatever C thinks of its type.
	 */
	.balign	4
	.long	COST_TYPEID
SYM_CODE_START(cost_target)
	hint	34
	ret
SYM_CODE_END(cost_target)

	.data
	.balign	8
cost_pointer:
	.xword	cost_target
