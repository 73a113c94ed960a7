/* SPDX-License-Identifier: GPL-2.0-only */
/* Counters that the kernel reads for a process, for code that keeps all its registers but x0. */
#include <linux/linkage.h>

	.macro	reads, counter, number
SYM_FUNC_START(read_\counter)
	stp	x29, x30, [sp, #-160]!
	stp	x1, x2, [sp, #16]
	stp	x3, x4, [sp, #32]
	stp	x5, x6, [sp, #48]
	stp	x7, x8, [sp, #64]
	stp	x9, x10, [sp, #80]
	stp	x11, x12, [sp, #96]
	stp	x13, x14, [sp, #112]
	stp	x15, x16, [sp, #128]
	stp	x17, x18, [sp, #144]
	mov	x0, #\number
	bl	el0_counter
	ldp	x1, x2, [sp, #16]
	ldp	x3, x4, [sp, #32]
	ldp	x5, x6, [sp, #48]
	ldp	x7, x8, [sp, #64]
	ldp	x9, x10, [sp, #80]
	ldp	x11, x12, [sp, #96]
	ldp	x13, x14, [sp, #112]
	ldp	x15, x16, [sp, #128]
	ldp	x17, x18, [sp, #144]
	ldp	x29, x30, [sp], #160
	ret
SYM_FUNC_END(read_\counter)
	.endm

	.text
	/* enum el0_counter; counters.c holds them to it. */
	reads	pmccntr_el0, 0
	reads	pmevcntr0_el0, 1
	reads	pmevcntr1_el0, 2
