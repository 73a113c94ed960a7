/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * No literal: the target is in the instructions. The second one is a branch to it if it is near,
 * and else a NOP. Behind that is a return, until a target out of a branch's range takes its place
 * and the next word's, by ADRP and ADD. That pair is written once: who was interrupted between
 * the two would go on with halves of two addresses.
 */
#ifndef _ASM_STATIC_CALL_H
#define _ASM_STATIC_CALL_H

#define __SCT_V2_TRAMP(symbol, insn)					\
	asm("	.pushsection .static_call.text, \"ax\", %progbits\n"	\
	    "	.p2align 4\n"						\
	    "	.globl	" symbol "\n"					\
	    "	.type	" symbol ", %function\n"			\
	    symbol ":\n"						\
	    "	hint	#34\n"						\
	    "	" insn "\n"						\
	    "	ret\n"							\
	    "	nop\n"							\
	    "	br	x16\n"						\
	    "	.size	" symbol ", . - " symbol "\n"			\
	    "	.popsection\n")

#define ARCH_DEFINE_STATIC_CALL_TRAMP(name, func)	\
	__SCT_V2_TRAMP(STATIC_CALL_TRAMP_STR(name), "b	" #func)
#define ARCH_DEFINE_STATIC_CALL_NULL_TRAMP(name)	\
	__SCT_V2_TRAMP(STATIC_CALL_TRAMP_STR(name), "nop")
#define ARCH_DEFINE_STATIC_CALL_RET0_TRAMP(name)	\
	ARCH_DEFINE_STATIC_CALL_TRAMP(name, __static_call_return0)

#endif
