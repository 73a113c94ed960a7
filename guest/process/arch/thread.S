/* SPDX-License-Identifier: GPL-2.0-only */
/* Where a thread begins, and ends. */
#include <linux/linkage.h>
#include <sct/linux.h>

	.text
/*
 * clone(2): x0 flags, x1 the upper end of the stack, x2 and x4 where the thread's number is kept,
 * x3 its struct cpu. The thread runs thread_main() and ends without touching its stack again: the
 * next thread may have it by then.
 */
SYM_FUNC_START(thread_clone)
	mov	x8, #SYS_CLONE
	svc	#0
	cbz	x0, 1f
	ret
1:	mov	x29, xzr
	mov	x30, xzr
	mrs	x0, tpidr_el0
	bl	thread_main
	mov	x0, #0
	mov	x8, #SYS_EXIT
	svc	#0
	brk	#0
SYM_FUNC_END(thread_clone)
