/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_EXTABLE_H
#define _ASM_EXTABLE_H

#include <asm/ptrace.h>

/*
 * An instruction that may fault, and where to go on if it does; both relative to their own field.
 */
struct exception_table_entry {
	s32 insn, fixup;
};

#define _ASM_EXTABLE(insn, fixup)			\
	"	.pushsection __ex_table, \"a\"\n"	\
	"	.balign	4\n"				\
	"	.long	" insn " - .\n"			\
	"	.long	" fixup " - .\n"		\
	"	.popsection\n"

bool fixup_exception(struct pt_regs *regs);

#endif
