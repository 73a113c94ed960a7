/* SPDX-License-Identifier: GPL-2.0-only */
/* RET0 of several types: a type word, a landing pad, x0 is 0, return. And one to be entered. */
#include <linux/linkage.h>

	.macro	stub, name
SYM_FUNC_START(\name)
	mov	x0, xzr
	ret
SYM_FUNC_END(\name)
	.endm

	.text
	stub	kcfi_stub_u64
	stub	kcfi_stub_int
	stub	kcfi_stub_pointer
	stub	kcfi_stub_bool

	/* Where a type word may lie, and room for a tracer, is what is no instruction: UDF. */
	.balign	4
	.rept	3
	.inst	0x0000c0de
	.endr
SYM_CODE_START(kcfi_trap_before)
	hint	34
	add	x0, x0, #1
	ret
SYM_CODE_END(kcfi_trap_before)
