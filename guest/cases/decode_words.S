/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Encodings come from LLVM alone. clang's own assembler is llvm-mc; GNU's takes no immediate for an
 * ADRP and leaves it to lld.
 */
#include <linux/linkage.h>

	.macro	adrp_of, pages
	.quad	\pages
#ifdef __clang__
	adrp	x0, #((\pages) * 0x1000)
#else
	adrp	x0, . + ((\pages) * 0x1000)
#endif
	.long	0
	.endm

	.section .rodata, "a"
	.balign	8
SYM_DATA(decode_adrp_forward)
	adrp_of	0
	.irp	k, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18
	adrp_of	(1 << \k)
	.endr
	adrp_of	((1 << 19) - 1)
SYM_DATA(decode_adrp_backward)
	.irp	k, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18
	adrp_of	-(1 << \k)
	.endr
	adrp_of	-((1 << 19) - 1)
	adrp_of	-(1 << 19)
SYM_DATA(decode_adrp_sample)
	/* Numerical Recipes' linear congruential generator, its upper 20 bits. */
	.set	seed, 20
	.rept	16
	.set	seed, (seed * 1664525 + 1013904223) & 0xffffffff
	adrp_of	((seed >> 12) - (1 << 19))
	.endr
SYM_DATA(decode_adrp_near_end)

SYM_DATA(decode_adrp_far)
	adrp_of	(1 << 19)
	adrp_of	(1 << 19) + 1
	adrp_of	(1 << 20) - 1
	adrp_of	-(1 << 19) - 1
	adrp_of	-(1 << 20) + 1
	adrp_of	-(1 << 20)
SYM_DATA(decode_adrp_far_end)

SYM_DATA(decode_ldr)
	.set	n, 0
	.rept	512
	ldr	x0, [x0, #(8 * n)]
	.set	n, n + 1
	.endr
