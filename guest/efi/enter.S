/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From UEFI, which has the MMU on and memory where it is (UEFI 2.10, 2.3.6), to the image, which
 * wants it off.
 */
	.text
	.globl	enter
/* x0 = the image, x1 = the device tree. */
enter:
	bti	c
	mov	x19, x0
	mov	x20, x1
	msr	daifset, #15
	mov	x2, #(1 << 0 | 1 << 2)		// SCTLR_ELx.M, C
	orr	x2, x2, #(1 << 12)		// I
	mrs	x0, CurrentEL
	cmp	x0, #(2 << 2)
	b.eq	1f
	mrs	x0, sctlr_el1
	bic	x0, x0, x2
	msr	sctlr_el1, x0
	isb
	tlbi	vmalle1
	b	2f
1:	mrs	x0, sctlr_el2
	bic	x0, x0, x2
	msr	sctlr_el2, x0
	isb
	tlbi	alle2
2:	ic	iallu
	dsb	sy
	isb
	mov	x0, x20
	mov	x1, xzr
	mov	x2, xzr
	mov	x3, xzr
	br	x19
	.globl	enter_end
enter_end:

	.section .rodata, "dr"
	.balign	8
	.globl	image_start, image_end
image_start:
	.incbin	"Image"
image_end:
