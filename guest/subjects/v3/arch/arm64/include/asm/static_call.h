/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The literal is in .rodata, and 0 for NULL, which the trampoline itself looks for. The symbol has
 * neither type nor size. The kernel of that time made RET0 of the macro for any target; that of
 * today asks for one of its own.
 */
#ifndef _ASM_STATIC_CALL_H
#define _ASM_STATIC_CALL_H

#define __SCT_V3_TRAMP(symbol, literal)					\
	asm("	.pushsection .static_call.text, \"ax\", %progbits\n"	\
	    "	.p2align 3\n"						\
	    "	.globl	" symbol "\n"					\
	    symbol ":\n"						\
	    "	hint	#34\n"						\
	    "	adrp	x16, 771f\n"					\
	    "	ldr	x16, [x16, #:lo12:771f]\n"			\
	    "	cbz	x16, 770f\n"					\
	    "	br	x16\n"						\
	    "770:	ret\n"						\
	    "	.popsection\n"						\
	    "	.pushsection .rodata, \"a\", %progbits\n"		\
	    "	.p2align 3\n"						\
	    "771:	.xword	" literal "\n"				\
	    "	.popsection\n")

#define ARCH_DEFINE_STATIC_CALL_TRAMP(name, func)	\
	__SCT_V3_TRAMP(STATIC_CALL_TRAMP_STR(name), #func)
#define ARCH_DEFINE_STATIC_CALL_NULL_TRAMP(name)	\
	__SCT_V3_TRAMP(STATIC_CALL_TRAMP_STR(name), "0")
#define ARCH_DEFINE_STATIC_CALL_RET0_TRAMP(name)	\
	ARCH_DEFINE_STATIC_CALL_TRAMP(name, __static_call_return0)

#endif
