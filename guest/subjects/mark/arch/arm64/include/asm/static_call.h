/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The second instruction is what an update chooses: a branch to the target if it is near, a return
 * for NULL, else a NOP, behind which the literal is loaded that lies at the trampoline's end.
 */
#ifndef _ASM_STATIC_CALL_H
#define _ASM_STATIC_CALL_H

#define __SCT_MARK_TRAMP(symbol, insn, literal)				\
	asm("	.pushsection .static_call.text, \"ax\", %progbits\n"	\
	    "	.p2align 4\n"						\
	    "	.globl	" symbol "\n"					\
	    "	.type	" symbol ", %function\n"			\
	    symbol ":\n"						\
	    "	hint	#34\n"						\
	    "	" insn "\n"						\
	    "	ldr	x16, 771f\n"					\
	    "	br	x16\n"						\
	    "771:	.xword	" literal "\n"				\
	    "	.size	" symbol ", . - " symbol "\n"			\
	    "	.popsection\n")

#define ARCH_DEFINE_STATIC_CALL_TRAMP(name, func)	\
	__SCT_MARK_TRAMP(STATIC_CALL_TRAMP_STR(name), "b	" #func, #func)
#define ARCH_DEFINE_STATIC_CALL_NULL_TRAMP(name)	\
	__SCT_MARK_TRAMP(STATIC_CALL_TRAMP_STR(name), "ret", "0")
#define ARCH_DEFINE_STATIC_CALL_RET0_TRAMP(name)	\
	ARCH_DEFINE_STATIC_CALL_TRAMP(name, __static_call_return0)

#endif
