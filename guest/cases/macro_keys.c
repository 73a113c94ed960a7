// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each macro by itself. Where it leaves the assembler: a mark behind it, in a section that the host
 * looks up (abi.section_restored), and that is not loaded. Where it begins: behind a word of code
 * and a byte of data, so that a macro without an alignment of its own is off, whatever the others
 * have (abi.aligned, abi.literal_aligned). The first of them is in sections as the subject's header
 * begins them, for their flags are its own to choose, and comes once more behind such a word.
 */
#include <linux/static_call.h>
#include "dispatch_keys.h"

#define BEFORE()	asm("	.pushsection .before_macro, \"\", %progbits\n	.byte	0\n")
#define ODD()						\
	asm("	.pushsection .static_call.text\n"	\
	    "	nop\n"					\
	    "	.popsection\n"				\
	    "	.pushsection .rodata\n"		\
	    "	.byte	0\n"				\
	    "	.popsection\n")
#define BEHIND(macro)					\
	asm("	.type	sct_behind_" #macro ", %object\n"	\
	    "sct_behind_" #macro ":\n"				\
	    "	.popsection\n")

BEFORE();
DEFINE_STATIC_CALL(macro_tramp, plus_one);
BEHIND(ARCH_DEFINE_STATIC_CALL_TRAMP);

ODD();
BEFORE();
DEFINE_STATIC_CALL_NULL(macro_null, takes_note);
BEHIND(ARCH_DEFINE_STATIC_CALL_NULL_TRAMP);

ODD();
BEFORE();
DEFINE_STATIC_CALL_RET0(macro_ret0, ret0_u64);
BEHIND(ARCH_DEFINE_STATIC_CALL_RET0_TRAMP);

ODD();
DEFINE_STATIC_CALL(odd_tramp, plus_one);
