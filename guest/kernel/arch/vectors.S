/* SPDX-License-Identifier: GPL-2.0-only */
/* The exception vectors: everything into struct pt_regs, and back. */
#include <asm/ptrace.h>
#include <linux/linkage.h>
#include <sct/cpu.h>

	/*
	 * From EL1t: the kernel, the code under test, and the handler of an interrupt. SP_EL1 is
	 * the exception stack, never in use meanwhile.
	 */
	.macro	from_kernel, vector
	.balign	0x80
	sub	sp, sp, #PT_REGS_SIZE
	stp	x0, x1, [sp]
	mov	x1, #\vector
	b	exception_entry
	.endm

	/*
	 * From EL1h: an exception in the exception code, with a stack that may be the reason. Or
	 * from EL0, which is never entered.
	 */
	.macro	from_nowhere, vector
	.balign	0x80
	msr	tpidrro_el0, x0		// free: there is no EL0
	mrs	x0, tpidr_el1
	ldr	x0, [x0, #CPU_EXCEPTION_STACK]
	sub	x0, x0, #PT_REGS_SIZE
	mov	sp, x0
	mrs	x0, tpidrro_el0
	stp	x0, x1, [sp]
	mov	x1, #\vector
	b	exception_entry
	.endm

	.text
	.balign	0x800
SYM_CODE_START(vectors)
	from_kernel 0
	from_kernel 1
	from_kernel 2
	from_kernel 3
	.irp	vector, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
	from_nowhere \vector
	.endr
	.balign	0x80
SYM_CODE_END(vectors)

SYM_CODE_START(exception_entry)
	stp	x2, x3, [sp, #S_X(2)]
	stp	x4, x5, [sp, #S_X(4)]
	stp	x6, x7, [sp, #S_X(6)]
	stp	x8, x9, [sp, #S_X(8)]
	stp	x10, x11, [sp, #S_X(10)]
	stp	x12, x13, [sp, #S_X(12)]
	stp	x14, x15, [sp, #S_X(14)]
	stp	x16, x17, [sp, #S_X(16)]
	stp	x18, x19, [sp, #S_X(18)]
	stp	x20, x21, [sp, #S_X(20)]
	stp	x22, x23, [sp, #S_X(22)]
	stp	x24, x25, [sp, #S_X(24)]
	stp	x26, x27, [sp, #S_X(26)]
	stp	x28, x29, [sp, #S_X(28)]
	mrs	x20, sp_el0
	stp	x30, x20, [sp, #S_X(30)]
	mrs	x21, elr_el1
	mrs	x22, spsr_el1
	stp	x21, x22, [sp, #S_PC]
	mrs	x23, esr_el1
	mrs	x24, far_el1
	stp	x23, x24, [sp, #S_ESR]

	mov	x0, sp
	bl	exception		// x0 = the registers to return with
	mov	sp, x0

	ldp	x21, x22, [sp, #S_PC]
	msr	elr_el1, x21
	msr	spsr_el1, x22
	ldp	x30, x20, [sp, #S_X(30)]
	msr	sp_el0, x20
	ldp	x2, x3, [sp, #S_X(2)]
	ldp	x4, x5, [sp, #S_X(4)]
	ldp	x6, x7, [sp, #S_X(6)]
	ldp	x8, x9, [sp, #S_X(8)]
	ldp	x10, x11, [sp, #S_X(10)]
	ldp	x12, x13, [sp, #S_X(12)]
	ldp	x14, x15, [sp, #S_X(14)]
	ldp	x16, x17, [sp, #S_X(16)]
	ldp	x18, x19, [sp, #S_X(18)]
	ldp	x20, x21, [sp, #S_X(20)]
	ldp	x22, x23, [sp, #S_X(22)]
	ldp	x24, x25, [sp, #S_X(24)]
	ldp	x26, x27, [sp, #S_X(26)]
	ldp	x28, x29, [sp, #S_X(28)]
	ldp	x0, x1, [sp]
	add	sp, sp, #PT_REGS_SIZE
	eret
SYM_CODE_END(exception_entry)

/*
 * x0 handler, x1 its argument. An exception in the handler is one from EL1t again, and its frame
 * lies below ours.
 */
SYM_FUNC_START(call_on_sp_el0)
	mrs	x2, tpidr_el1
	ldr	x3, [x2, #CPU_EXCEPTION_SP]
	stp	x29, x30, [sp, #-32]!
	str	x3, [sp, #16]
	mov	x3, sp
	str	x3, [x2, #CPU_EXCEPTION_SP]
	mov	x9, x0
	mov	x0, x1
	msr	spsel, #0
	msr	daifclr, #5		// not I, and not D: a handler is not stepped
	blr	x9
	msr	daifset, #0xf
	msr	spsel, #1
	mrs	x2, tpidr_el1
	ldr	x3, [sp, #16]
	str	x3, [x2, #CPU_EXCEPTION_SP]
	ldp	x29, x30, [sp], #32
	ret
SYM_FUNC_END(call_on_sp_el0)
