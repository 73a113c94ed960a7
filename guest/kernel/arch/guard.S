/* SPDX-License-Identifier: GPL-2.0-only */
#include <linux/linkage.h>

/* struct guard */
#define G_SP		96
#define G_OUTER		112
#define G_FAULT_KIND	120

	.text
SYM_FUNC_START(guard_enter)
	stp	x19, x20, [x0, #0]
	stp	x21, x22, [x0, #16]
	stp	x23, x24, [x0, #32]
	stp	x25, x26, [x0, #48]
	stp	x27, x28, [x0, #64]
	stp	x29, x30, [x0, #80]
	mov	x1, sp
	mrs	x2, daif
	stp	x1, x2, [x0, #G_SP]
	str	wzr, [x0, #G_FAULT_KIND]
	adrp	x3, guard_top
	ldr	x4, [x3, :lo12:guard_top]
	str	x4, [x0, #G_OUTER]
	str	x0, [x3, :lo12:guard_top]
	mov	x0, #0
	ret
SYM_FUNC_END(guard_enter)
