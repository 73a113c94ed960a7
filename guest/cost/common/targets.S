/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is called: landing pad and return, with the word before it that kCFI compares, where clang
 * puts it. The table begins at a page of its own, of any size, so that the first page of it can be
 * mapped far away as well.
 */
#include <linux/linkage.h>
#include "pool.h"

	.macro	target, name
	.long	__kcfi_typeid_cost_typed
	.globl	cost_target_\name
	.type	cost_target_\name, %function
cost_target_\name:
	hint	34
	ret
	.skip	TARGET_STRIDE - 12
	.endm

	.text
	.balign	0x10000
	.globl	cost_target_page
cost_target_page:
	/* One that makes its result of its argument, so that each call waits for the one before. */
	.skip	TARGET_STRIDE - 4
	.long	__kcfi_typeid_cost_typed
	.globl	cost_chain_target
	.type	cost_chain_target, %function
cost_chain_target:
	hint	34
	madd	x0, x0, x0, x0
	ret
	.skip	TARGET_STRIDE - 16
	/* POOL_EACH() of pool.h, in the assembler's words: clang is slow with long lines. */
	.macro	targets_16, name
	.irp	digit, 0,1,2,3,4,5,6,7,8,9,a,b,c,d,e,f
	target	\name\digit
	.endr
	.endm

	.macro	targets_256, name
	.irp	digit, 0,1,2,3,4,5,6,7,8,9,a,b,c,d,e,f
	targets_16 \name\digit
	.endr
	.endm

	.irp	first, 0,1,2,3
	.irp	second, 0,1,2,3,4,5,6,7,8,9,a,b,c,d,e,f
	targets_256 \first\second
	.endr
	.endr
	/* What the last one is changed into. */
	target	end
	/*
	 * Pages of their own, of any size: who asks where a call leads takes their execution
	 * away.
	 */
	.balign	0x10000
	.globl	cost_target_pages_end
cost_target_pages_end:
