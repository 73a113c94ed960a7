/* SPDX-License-Identifier: GPL-2.0-only */
/* Where the kernel enters the process. */
#include <linux/linkage.h>

	.text
/* On the kernel's stack, with argc, argv, the environment and the auxiliary vector. */
SYM_CODE_START(_head)
	hint	#34
	mov	x29, xzr
	mov	x30, xzr
	mov	x0, sp
	bl	process_prepare
	adrp	x0, main_stack_top
	add	x0, x0, :lo12:main_stack_top
	mov	sp, x0
	bl	process_main
	brk	#0
SYM_CODE_END(_head)

	/* It may run with guarded pages: the property note, AArch64 ELF (IHI 0056) 6.2. */
	.section .note.sct.property, "a", %note
	.balign	8
	.long	4			// the length of the name
	.long	16			// of the descriptor
	.long	5			// NT_GNU_PROPERTY_TYPE_0
	.asciz	"GNU"
	.long	0xc0000000		// GNU_PROPERTY_AARCH64_FEATURE_1_AND
	.long	4
	.long	1			// BTI
	.long	0
