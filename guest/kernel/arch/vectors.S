/* SPDX-License-Identifier: GPL-2.0-only */
/* The exception vectors: everything into struct pt_regs, and back. */
#include <linux/linkage.h>
#include <sct/cpu.h>

/* struct pt_regs */
#define S_PC		256
#define S_ESR		272
#define PT_REGS_SIZE	288

	/* From EL1t: the kernel, the code under test, and the handler of an interrupt. SP_EL1 is the exception stack, never in use meanwhile. */
	.macro	from_kernel, vector
	.balign	0x80
	sub	sp, sp, #PT_REGS_SIZE
	stp	x0, x1, [sp]
	mov	x1, #\vector
	b	exception_entry
	.endm

	/* From EL1h: an exception in the exception code, with a stack that may be the reason. Or from EL0, which is never entered. */
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
	stp	x2, x3, [sp, #16]
	stp	x4, x5, [sp, #32]
	stp	x6, x7, [sp, #48]
	stp	x8, x9, [sp, #64]
	stp	x10, x11, [sp, #80]
	stp	x12, x13, [sp, #96]
	stp	x14, x15, [sp, #112]
	stp	x16, x17, [sp, #128]
	stp	x18, x19, [sp, #144]
	stp	x20, x21, [sp, #160]
	stp	x22, x23, [sp, #176]
	stp	x24, x25, [sp, #192]
	stp	x26, x27, [sp, #208]
	stp	x28, x29, [sp, #224]
	mrs	x20, sp_el0
	stp	x30, x20, [sp, #240]
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
	ldp	x30, x20, [sp, #240]
	msr	sp_el0, x20
	ldp	x2, x3, [sp, #16]
	ldp	x4, x5, [sp, #32]
	ldp	x6, x7, [sp, #48]
	ldp	x8, x9, [sp, #64]
	ldp	x10, x11, [sp, #80]
	ldp	x12, x13, [sp, #96]
	ldp	x14, x15, [sp, #112]
	ldp	x16, x17, [sp, #128]
	ldp	x18, x19, [sp, #144]
	ldp	x20, x21, [sp, #160]
	ldp	x22, x23, [sp, #176]
	ldp	x24, x25, [sp, #192]
	ldp	x26, x27, [sp, #208]
	ldp	x28, x29, [sp, #224]
	ldp	x0, x1, [sp]
	add	sp, sp, #PT_REGS_SIZE
	eret
SYM_CODE_END(exception_entry)

/* x0 handler, x1 its argument. An exception in the handler is one from EL1t again, and its frame lies below ours. */
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
	msr	daifclr, #0xd		// all but I
	blr	x9
	msr	daifset, #0xf
	msr	spsel, #1
	mrs	x2, tpidr_el1
	ldr	x3, [sp, #16]
	str	x3, [x2, #CPU_EXCEPTION_SP]
	ldp	x29, x30, [sp], #32
	ret
SYM_FUNC_END(call_on_sp_el0)
