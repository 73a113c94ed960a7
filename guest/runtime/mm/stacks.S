/* SPDX-License-Identifier: GPL-2.0-only */
/* The boot CPU's stacks. */
#include <asm/memory.h>
#include <linux/linkage.h>

	/*
	 * Below each stack lies a page that map_kernel() leaves out: a stack that runs over faults,
	 * and spoils nothing.
	 */
	.section .bss, "aw", %nobits
	.balign	1 << PAGE_SHIFT
SYM_DATA(main_stack_guard)
	.skip	1 << PAGE_SHIFT
	.skip	STACK_SIZE
SYM_DATA(main_stack_top)
	.balign	1 << PAGE_SHIFT
SYM_DATA(exception_stack_guard)
	.skip	1 << PAGE_SHIFT
	.skip	EXCEPTION_STACK_SIZE
SYM_DATA(exception_stack_top)
	.skip	16
