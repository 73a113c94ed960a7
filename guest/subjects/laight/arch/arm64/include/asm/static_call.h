/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Behind its branch each trampoline has a function of its own that does nothing: a literal that
 * means NULL points to it, so that nothing is tested on the way.
 */
#ifndef _ASM_STATIC_CALL_H
#define _ASM_STATIC_CALL_H

#define __SCT_LAIGHT_TRAMP(symbol, target)				\
	asm("	.pushsection .static_call.text, \"ax\", %progbits\n"	\
	    "	.p2align 4\n"						\
	    "	.globl	" symbol "\n"					\
	    "	.type	" symbol ", %function\n"			\
	    symbol ":\n"						\
	    "	hint	#34\n"						\
	    "	adrp	x16, 771f\n"					\
	    "	ldr	x16, [x16, #:lo12:771f]\n"			\
	    "	br	x16\n"						\
	    "770:	hint	#34\n"					\
	    "	ret\n"							\
	    "	.size	" symbol ", . - " symbol "\n"			\
	    "	.popsection\n"						\
	    "	.pushsection .rodata, \"a\", %progbits\n"		\
	    "	.p2align 3\n"						\
	    "771:	.xword	" target "\n"				\
	    "	.popsection\n")

#define ARCH_DEFINE_STATIC_CALL_TRAMP(name, func)	\
	__SCT_LAIGHT_TRAMP(STATIC_CALL_TRAMP_STR(name), #func)
#define ARCH_DEFINE_STATIC_CALL_NULL_TRAMP(name)	\
	__SCT_LAIGHT_TRAMP(STATIC_CALL_TRAMP_STR(name), "770b")
#define ARCH_DEFINE_STATIC_CALL_RET0_TRAMP(name)	\
	__SCT_LAIGHT_TRAMP(STATIC_CALL_TRAMP_STR(name), "__static_call_return0")

#endif
