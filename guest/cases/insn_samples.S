/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Instructions as the assembler encodes them: what the guest kernel's own helpers are compared
 * with.
 */
#include <linux/linkage.h>

	.text
SYM_FUNC_START(sample_forward)
	b	sample_target
	bl	sample_target
	adr	x17, sample_target
	adrp	x16, sample_rodata
	ldr	x16, [x16, #0x7f8]
	br	x16
	ret
	hint	#34
	nop
	cbz	x16, sample_forward
SYM_FUNC_END(sample_forward)

/* Returns 1 until its MOV is patched. */
SYM_FUNC_START(sample_target)
	mov	x0, #1
	ret
	b	sample_forward
SYM_FUNC_END(sample_target)

	.section .rodata
SYM_DATA(sample_rodata)
	.xword	0
