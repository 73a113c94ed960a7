/* SPDX-License-Identifier: GPL-2.0-only */
/* The trampoline as posted in v7: a NULL literal is 0, and the trampoline itself returns then. */
#ifndef _ASM_STATIC_CALL_H
#define _ASM_STATIC_CALL_H

#define __SCT_V7_TRAMP(symbol, literal)					\
	asm("	.pushsection .static_call.text, \"ax\", %progbits\n"	\
	    "	.p2align 3\n"						\
	    "	.globl	" symbol "\n"					\
	    "	.type	" symbol ", %function\n"			\
	    symbol ":\n"						\
	    "	hint	#34\n"						\
	    "	adrp	x16, 771f\n"					\
	    "	ldr	x16, [x16, #:lo12:771f]\n"			\
	    "	cbz	x16, 770f\n"					\
	    "	br	x16\n"						\
	    "770:	ret\n"						\
	    "	.size	" symbol ", . - " symbol "\n"			\
	    "	.popsection\n"						\
	    "	.pushsection .rodata, \"a\", %progbits\n"		\
	    "	.p2align 3\n"						\
	    "771:	.xword	" literal "\n"				\
	    "	.popsection\n")

#define ARCH_DEFINE_STATIC_CALL_TRAMP(name, func)	\
	__SCT_V7_TRAMP(STATIC_CALL_TRAMP_STR(name), #func)
#define ARCH_DEFINE_STATIC_CALL_NULL_TRAMP(name)	\
	__SCT_V7_TRAMP(STATIC_CALL_TRAMP_STR(name), "0")
#define ARCH_DEFINE_STATIC_CALL_RET0_TRAMP(name)	\
	__SCT_V7_TRAMP(STATIC_CALL_TRAMP_STR(name), "__static_call_return0")

#endif
