/* SPDX-License-Identifier: GPL-2.0-only */
/* Calls with every register set, and what is left of them. */
#include <linux/linkage.h>
#include <sct/static_call_asm.h>
#include "aapcs_probe.h"

	.arch_extension fp
	.arch_extension simd

	.macro	address, reg, symbol
	adrp	\reg, \symbol
	add	\reg, \reg, :lo12:\symbol
	.endm

	.text
/* Loads from the state at x16; not x16, x17, x30 and sp. */
SYM_CODE_START_LOCAL(load_state)
	ldp	q0, q1, [x16, #P_V(0)]
	ldp	q2, q3, [x16, #P_V(2)]
	ldp	q4, q5, [x16, #P_V(4)]
	ldp	q6, q7, [x16, #P_V(6)]
	ldp	q8, q9, [x16, #P_V(8)]
	ldp	q10, q11, [x16, #P_V(10)]
	ldp	q12, q13, [x16, #P_V(12)]
	ldp	q14, q15, [x16, #P_V(14)]
	ldp	q16, q17, [x16, #P_V(16)]
	ldp	q18, q19, [x16, #P_V(18)]
	ldp	q20, q21, [x16, #P_V(20)]
	ldp	q22, q23, [x16, #P_V(22)]
	ldp	q24, q25, [x16, #P_V(24)]
	ldp	q26, q27, [x16, #P_V(26)]
	ldp	q28, q29, [x16, #P_V(28)]
	ldp	q30, q31, [x16, #P_V(30)]
	ldp	x0, x1, [x16, #P_X(0)]
	ldp	x2, x3, [x16, #P_X(2)]
	ldp	x4, x5, [x16, #P_X(4)]
	ldp	x6, x7, [x16, #P_X(6)]
	ldp	x8, x9, [x16, #P_X(8)]
	ldp	x10, x11, [x16, #P_X(10)]
	ldp	x12, x13, [x16, #P_X(12)]
	ldp	x14, x15, [x16, #P_X(14)]
	ldp	x18, x19, [x16, #P_X(18)]
	ldp	x20, x21, [x16, #P_X(20)]
	ldp	x22, x23, [x16, #P_X(22)]
	ldp	x24, x25, [x16, #P_X(24)]
	ldp	x26, x27, [x16, #P_X(26)]
	ldp	x28, x29, [x16, #P_X(28)]
	ret
SYM_CODE_END(load_state)

/* Stores to the state at x16; x17 is what x30 was. Changes x0 and x1. */
SYM_CODE_START_LOCAL(store_state)
	stp	x0, x1, [x16, #P_X(0)]
	stp	x2, x3, [x16, #P_X(2)]
	stp	x4, x5, [x16, #P_X(4)]
	stp	x6, x7, [x16, #P_X(6)]
	stp	x8, x9, [x16, #P_X(8)]
	stp	x10, x11, [x16, #P_X(10)]
	stp	x12, x13, [x16, #P_X(12)]
	stp	x14, x15, [x16, #P_X(14)]
	stp	x18, x19, [x16, #P_X(18)]
	stp	x20, x21, [x16, #P_X(20)]
	stp	x22, x23, [x16, #P_X(22)]
	stp	x24, x25, [x16, #P_X(24)]
	stp	x26, x27, [x16, #P_X(26)]
	stp	x28, x29, [x16, #P_X(28)]
	mov	x0, sp
	stp	x17, x0, [x16, #P_X(30)]
	stp	q0, q1, [x16, #P_V(0)]
	stp	q2, q3, [x16, #P_V(2)]
	stp	q4, q5, [x16, #P_V(4)]
	stp	q6, q7, [x16, #P_V(6)]
	stp	q8, q9, [x16, #P_V(8)]
	stp	q10, q11, [x16, #P_V(10)]
	stp	q12, q13, [x16, #P_V(12)]
	stp	q14, q15, [x16, #P_V(14)]
	stp	q16, q17, [x16, #P_V(16)]
	stp	q18, q19, [x16, #P_V(18)]
	stp	q20, q21, [x16, #P_V(20)]
	stp	q22, q23, [x16, #P_V(22)]
	stp	q24, q25, [x16, #P_V(24)]
	stp	q26, q27, [x16, #P_V(26)]
	stp	q28, q29, [x16, #P_V(28)]
	stp	q30, q31, [x16, #P_V(30)]
	add	x16, x16, #P_STACK
	.irp	offset, 0, 16, 32, 48
	ldp	x0, x1, [sp, #\offset]
	stp	x0, x1, [x16, #\offset]
	.endr
	ret
SYM_CODE_END(store_state)

/* A target may change x0-x17 and v0-v31 but d8-d15; this one does. */
SYM_FUNC_START(probe_target)
	mov	x17, x30
	address	x16, probe_found
	bl	store_state
	address	x16, probe_target_ran
	mov	x17, #1
	str	x17, [x16]
	address	x16, probe_found
	ldr	x17, [x16, #P_X(30)]
	address	x16, probe_left
	bl	load_state
	mov	x30, x17
	ret
SYM_FUNC_END(probe_target)

SYM_FUNC_START(probe_other)
	ret
SYM_FUNC_END(probe_other)

SYM_FUNC_START(probe_chain)
	static_tail_call aapcs_link
SYM_FUNC_END(probe_chain)

SYM_FUNC_START(probe_link)
	static_tail_call aapcs_set
SYM_FUNC_END(probe_link)

	/*
	 * A caller like any other, but that it fills every register between its prologue and the
	 * branch.
	 */
	.macro	probe, way, key, branch:vararg
SYM_FUNC_START(probe_\way\()_\key)
	stp	x29, x30, [sp, #-112]!
	stp	x19, x20, [sp, #16]
	stp	x21, x22, [sp, #32]
	stp	x23, x24, [sp, #48]
	stp	x25, x26, [sp, #64]
	stp	x27, x28, [sp, #80]
	str	x18, [sp, #96]
	address	x16, probe_frame
	mov	x0, sp
	str	x0, [x16]
	sub	sp, sp, #(PROBE_STACK * 8)
	address	x16, probe_set
	mov	x0, sp
	str	x0, [x16, #P_SP]
	adr	x0, 1f
	str	x0, [x16, #P_X(30)]
	/* x9: for the call through a pointer. */
	static_call_tramp x0, \key
	str	x0, [x16, #P_X(9)]
	add	x17, x16, #P_STACK
	.irp	offset, 0, 16, 32, 48
	ldp	x0, x1, [x17, #\offset]
	stp	x0, x1, [sp, #\offset]
	.endr
	bl	load_state
	adr	x30, 1f			// for the tail call; the others link
	\branch
1:	mov	x17, x30
	address	x16, probe_got
	bl	store_state
	/* Not by adding to sp, which may be what went wrong. */
	address	x16, probe_frame
	ldr	x0, [x16]
	mov	sp, x0
	ldp	x19, x20, [sp, #16]
	ldp	x21, x22, [sp, #32]
	ldp	x23, x24, [sp, #48]
	ldp	x25, x26, [sp, #64]
	ldp	x27, x28, [sp, #80]
	ldr	x18, [sp, #96]
	ldp	x29, x30, [sp], #112
	ret
SYM_FUNC_END(probe_\way\()_\key)
	.endm

	.macro	probes, key
SYM_CODE_START_LOCAL(veneer_\key)
	static_call_tramp x16, \key
	br	x16
SYM_CODE_END(veneer_\key)
	probe	bl, \key, static_call \key
	probe	blr, \key, blr x9
	probe	veneer, \key, bl veneer_\key
	probe	b, \key, static_tail_call \key
	.endm

	probes	aapcs_set
	probes	aapcs_updated
	probes	aapcs_chained
	probes	aapcs_null
	probes	aapcs_cleared
	probes	aapcs_ret0
	probes	aapcs_zeroed

	/* Where the frame of the probe that runs begins. */
	.section .bss, "aw", %nobits
	.balign	8
SYM_DATA(probe_frame)
	.skip	8
