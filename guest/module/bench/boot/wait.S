/* SPDX-License-Identifier: GPL-2.0-only */
/* Where a debugger finds the module: only Linux knows where it was put. */
#include <linux/linkage.h>

	.text
	/*
	 * x0 to x6: what the debugger is to be told. It knows by x9 that they are there, and sets
	 * it to 0 to let the module go on. With interrupts masked, so that no other code of Linux's
	 * is ever there in its place.
	 */
SYM_FUNC_START(module_wait)
	mrs	x10, daif
	msr	daifset, #0xf
	mov	x9, #0x5c7
1:	cbnz	x9, 1b
	msr	daif, x10
	ret
SYM_FUNC_END(module_wait)
