/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Before the trampoline is its literal, and the second instruction is what an update chooses: a
 * branch to the target if it is near, a return for NULL, else a NOP, behind which the literal is
 * loaded. All that ever changes is in one aligned window of 16 bytes.
 */
#ifndef _ASM_STATIC_CALL_H
#define _ASM_STATIC_CALL_H

#define __SCT_V5_TRAMP(symbol, insn, literal)				\
	asm("	.pushsection .static_call.text, \"ax\", %progbits\n"	\
	    "	.p2align 4\n"						\
	    "770:	.xword	" literal "\n"				\
	    "	.globl	" symbol "\n"					\
	    "	.type	" symbol ", %function\n"			\
	    symbol ":\n"						\
	    "	hint	#34\n"						\
	    "	" insn "\n"						\
	    "	ldr	x16, 770b\n"					\
	    "	cbz	x16, 771f\n"					\
	    "	br	x16\n"						\
	    "771:	ret\n"						\
	    "	.size	" symbol ", . - " symbol "\n"			\
	    "	.popsection\n")

#define ARCH_DEFINE_STATIC_CALL_TRAMP(name, func)	\
	__SCT_V5_TRAMP(STATIC_CALL_TRAMP_STR(name), "b	" #func, #func)
#define ARCH_DEFINE_STATIC_CALL_NULL_TRAMP(name)	\
	__SCT_V5_TRAMP(STATIC_CALL_TRAMP_STR(name), "ret", "0")
#define ARCH_DEFINE_STATIC_CALL_RET0_TRAMP(name)	\
	ARCH_DEFINE_STATIC_CALL_TRAMP(name, __static_call_return0)

#endif
